"""A paper as texts by field: what forms hold, what was shown to whom, what two people changed.

Fields are those of FIELDS, each with one canonical text, empty for nothing: dates as 2026-11-22,
ticks as "1", keys in their order with blanks between.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from catalog.facility_values import Texts
from legality.models import Certificate, CertificateCover, CertificateState, Evidence

FIELDS = (
    "kind", "number", "holder_name", "holder_is_person", "issuer", "level", "issued_on",
    "expires_on", "is_filed", "goods", "brands", "whole",
)  # fmt: skip
YES = "1"
# Of papers that have levels; see Certificate.level.
LEVELS = ("I", "II", "III")
_BETWEEN = {ord(sign): None for sign in " .-/"}


@dataclass(frozen=True)
class Covers:
    """What a paper covers."""

    listing_ids: tuple[int, ...] = ()
    brand_ids: tuple[int, ...] = ()
    facility_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class CertificateDraft:
    """A paper to be recorded; fields as of Certificate."""

    facility_id: int
    kind_code: str
    number: str
    holder_name: str
    holder_is_person: bool = False
    issuer: str = ""
    issued_on: date | None = None
    expires_on: date | None = None
    printed_expiry: date | None = None
    state: CertificateState = CertificateState.UNVERIFIED
    verified_on: date | None = None
    verified_by: str = ""
    level: str = ""


def keys_text(keys: Iterable[int]) -> str:
    """Keys as a text."""
    return " ".join(map(str, sorted(set(keys))))


def keys_of(text: str) -> tuple[int, ...]:
    """The reverse."""
    return tuple(map(int, text.split()))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def covers_of(certificate_id: int) -> Covers:
    """What a paper covers. One statement."""
    rows = list(CertificateCover.objects.filter(certificate_id=certificate_id))
    return Covers(
        tuple(sorted({row.listing_id for row in rows if row.listing_id})),
        tuple(sorted({row.brand_id for row in rows if row.brand_id})),
        tuple(sorted({row.facility_id for row in rows if row.facility_id})),
    )


def paper_texts(paper: Certificate, covers: Covers) -> dict[str, str]:
    """A recorded paper as texts."""
    is_filed = paper.state == CertificateState.FILED
    return _texts(paper.kind_id, paper.number_raw, paper, covers, is_filed=is_filed)


def draft_texts(draft: CertificateDraft, covers: Covers) -> dict[str, str]:
    """A paper to be recorded as texts."""
    is_filed = draft.state == CertificateState.FILED
    return _texts(draft.kind_code, draft.number, draft, covers, is_filed=is_filed)


def _texts(
    kind: str, number: str, of: Certificate | CertificateDraft, covers: Covers, *, is_filed: bool
) -> dict[str, str]:
    return {
        "kind": kind,
        "number": number,
        "holder_name": of.holder_name,
        "holder_is_person": YES if of.holder_is_person else "",
        "issuer": of.issuer,
        "level": of.level,
        "issued_on": of.issued_on.isoformat() if of.issued_on else "",
        "expires_on": of.expires_on.isoformat() if of.expires_on else "",
        "is_filed": YES if is_filed else "",
        "goods": keys_text(covers.listing_ids),
        "brands": keys_text(covers.brand_ids),
        "whole": YES if covers.facility_ids else "",
    }


def draft_of(texts: Texts, facility_id: int) -> tuple[CertificateDraft, Covers]:
    """The reverse, for a facility's paper. texts: all of FIELDS."""
    draft = CertificateDraft(
        facility_id=facility_id,
        kind_code=texts["kind"],
        number=texts["number"],
        holder_name=texts["holder_name"],
        holder_is_person=texts["holder_is_person"] == YES,
        issuer=texts["issuer"],
        level=texts.get("level", ""),
        issued_on=_day(texts["issued_on"]),
        expires_on=_day(texts["expires_on"]),
        state=CertificateState.FILED if texts["is_filed"] == YES else CertificateState.UNVERIFIED,
    )
    whole = (facility_id,) if texts["whole"] == YES else ()
    return draft, Covers(keys_of(texts["goods"]), keys_of(texts["brands"]), whole)


def is_checked_again(now: Texts, wanted: Texts) -> bool:
    """Whether a change is one for which the office looks at the paper again: any of what visitors
    read of it, but for points, blanks and the size of letters in its number."""
    return any(_compared(name, now) != _compared(name, wanted) for name in FIELDS)


def _compared(name: str, texts: Texts) -> str:
    """Words and letters of other alphabets beside a number count: pages show it as it was typed,
    and what it is compared by leaves them out."""
    text = texts.get(name, "")
    return text.upper().translate(_BETWEEN) if name == "number" else text


def paper_digest(paper: Certificate, covers: Covers) -> str:
    """Of all that an officer looks at: what the paper says, what it covers, and its scans. One
    statement."""
    scans = Evidence.objects.filter(certificate_id=paper.pk, removed_at__isnull=True)
    seen = [paper_texts(paper, covers), sorted(scans.values_list("pk", flat=True))]
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()
