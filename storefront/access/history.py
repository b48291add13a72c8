"""The tables of events of invitations and keys, as pages of changes read them."""

from __future__ import annotations

from catalog.selectors.history_types import PEOPLE, Part, Sources

_OWN = "e.facility_id = %(facility)s"
# an invitation is not a membership yet: it has no page, and no number of a membership is its own
_ONE = f"{_OWN} AND false"
PARTS = tuple(
    Part(PEOPLE, kind, f"access_{kind}event", f"access_{kind}", _OWN, _ONE, "''")
    for kind in ("invitation", "apitoken")
)
ACCESS = Sources(PARTS)
