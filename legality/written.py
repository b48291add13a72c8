"""The number of a paper as its kind writes it, however it was typed."""

from __future__ import annotations

from legality.models import Certificate

# SQL over a certificate `c`; as it was typed where it could not be read.
WRITTEN = """coalesce(CASE WHEN c.parse_result @? '$.parts.*' THEN c.parse_result ->> 'normal' END,
 c.number_raw)"""

# The same over its kind `k` too, for where the kind's short word stands before it.
BARE = f"""CASE WHEN starts_with({WRITTEN}, k.short || ' ')
 THEN substr({WRITTEN}, length(k.short) + 2) ELSE {WRITTEN} END"""


def written(paper: Certificate) -> str:
    """The same of a paper at hand."""
    read = paper.parse_result
    return str(read.get("normal") or paper.number_raw) if read.get("parts") else paper.number_raw


def bare(paper: Certificate) -> str:
    """The same without the kind's short word, for where that stands before it."""
    return written(paper).removeprefix(f"{paper.kind.short} ")
