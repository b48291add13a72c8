"""Many papers at once, as they come from a sheet: recorded, never shown before somebody looks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from catalog.audit import audit_entry
from catalog.errors import NotFound
from catalog.models import AuditEntry, Facility
from catalog.paper_numbers import normal_number
from catalog.policies.abilities import Act, require
from catalog.policies.scope import facilities_managed_by
from catalog.types import Actor
from legality.errors import NumberRefused
from legality.models import (
    Certificate,
    CertificateCover,
    CertificateKind,
    CertificateState,
    Validity,
)
from legality.numbers import About, Numbers, facility_regions, goods_kinds, stored
from legality.reading import Reading
from legality.services.certificates import UNSEEN, CertificateDraft, Covers, own_require

CHUNK = 1000


class PaperKey(NamedTuple):
    """What makes two papers one: kind and number as it is compared."""

    code: str
    number: str


class PaperThere(NamedTuple):
    """A paper that is recorded. is_unseen: nobody has verified it yet; since, until: its days."""

    certificate_id: int
    facility_id: int
    is_unseen: bool
    state: str = CertificateState.UNVERIFIED.value
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class PaperDraft:
    """A paper to be recorded, with the goods that it is said to cover."""

    draft: CertificateDraft
    listing_ids: tuple[int, ...]


def paper_key(code: str, number: str) -> PaperKey:
    """The identity of a paper however its number is typed."""
    return PaperKey(code, normal_number(number))


def papers_there(keys: Iterable[PaperKey]) -> dict[PaperKey, PaperThere]:
    """Those that are recorded. One statement a thousand."""
    wanted = list(set(keys))
    found: dict[PaperKey, PaperThere] = {}
    for start in range(0, len(wanted), CHUNK):
        numbers = [key.number for key in wanted[start : start + CHUNK]]
        for row in Certificate.objects.filter(number_norm__in=numbers):
            key = PaperKey(row.kind_id, row.number_norm)
            found[key] = PaperThere(
                row.pk, row.facility_id, row.state in UNSEEN,
                row.state, row.issued_on, row.expires_on,
            )  # fmt: skip
    return found


def covers_there(listing_ids: Iterable[int]) -> set[tuple[PaperKey, int]]:
    """Papers by the listings that they cover, directly or by facility or brand left out."""
    rows = CertificateCover.objects.filter(listing_id__in=list(listing_ids)).values_list(
        "certificate__kind_id", "certificate__number_norm", "listing_id"
    )
    return {(PaperKey(code, number), int(listing_id or 0)) for code, number, listing_id in rows}


def paper_kinds() -> list[tuple[str, str, str, str]]:
    """Code, short word, pattern of the number and validity of every kind. One statement."""
    rows = CertificateKind.objects.values_list("code", "short", "number_pattern", "validity")
    return list(rows)


@transaction.atomic
def papers_import(*, actor: Actor, papers: Sequence[PaperDraft]) -> int:
    """Record papers as unverified or filed; how many are new.

    A number that is recorded for the same facility and that nobody has verified gets the further
    goods; of a verified one the cover stays as it is, or the goods would wear a badge that nobody
    checked for them. No card changes: only verified papers stand on cards. Raises NotAllowed,
    NotFound (facility out of scope, or goods of another), NumberRefused for the first number or
    date that cannot be right: then nothing of them is recorded.
    """
    _facilities_check(actor, papers)
    read = _read(papers)
    there = papers_there(one.key for one in read)
    new = [one for one in read if one.key not in there]
    if refused := next((one.reading.blocking for one in new if one.reading.blocking), ()):
        raise NumberRefused(refused)
    endless = _endless_kinds()
    made = Certificate.objects.bulk_create(
        [_certificate(one, endless) for one in new], batch_size=CHUNK
    )
    covers = {
        (certificate.pk, listing_id)
        for one, certificate in zip(new, made, strict=True)
        for listing_id in one.paper.listing_ids
    }
    for one in read:
        known, paper = there.get(one.key), one.paper
        if known and known.is_unseen and known.facility_id == paper.draft.facility_id:
            covers |= {(known.certificate_id, listing_id) for listing_id in paper.listing_ids}
    CertificateCover.objects.bulk_create(
        [
            CertificateCover(certificate_id=certificate_id, listing_id=listing_id)
            for certificate_id, listing_id in sorted(covers)
        ],
        batch_size=CHUNK,
        ignore_conflicts=True,
    )
    _audit(actor, made)
    return len(made)


def _facilities_check(actor: Actor, papers: Sequence[PaperDraft]) -> None:
    covered: dict[int, list[int]] = {}
    for paper in papers:
        covered.setdefault(paper.draft.facility_id, []).extend(paper.listing_ids)
    rows = Facility.objects.filter(facilities_managed_by(actor), pk__in=covered)
    if rows.count() != len(covered):
        raise NotFound
    for key, listing_ids in covered.items():
        require(actor, Act.CERTIFICATE_RECORD, key)
        own_require(actor, key, Covers(listing_ids=tuple(listing_ids)))


class _Read(NamedTuple):
    """A paper with what its number says."""

    paper: PaperDraft
    reading: Reading

    @property
    def key(self) -> PaperKey:
        """Its identity, as it is stored."""
        return paper_key(self.paper.draft.kind_code, self.reading.normal)


def _read(papers: Sequence[PaperDraft]) -> list[_Read]:
    """What the numbers say. Six statements."""
    numbers = Numbers.now()
    regions = facility_regions(paper.draft.facility_id for paper in papers)
    goods = goods_kinds(key for paper in papers for key in paper.listing_ids)
    read = []
    for paper in papers:
        draft = paper.draft
        about = About(
            region=regions[draft.facility_id],
            goods=frozenset(goods[key] for key in paper.listing_ids if key in goods),
            issued_on=draft.issued_on,
            expires_on=draft.expires_on,
            is_filed=draft.state == CertificateState.FILED,
        )
        read.append(_Read(paper, numbers.read(draft.number, code=draft.kind_code, about=about)))
    return read


def _endless_kinds() -> set[str]:
    """Kinds whose papers the law lets run on; an end that a sheet gives was only printed."""
    endless = CertificateKind.objects.filter(~Q(validity=Validity.FIXED))
    return set(endless.values_list("code", flat=True))


def _certificate(read: _Read, endless: set[str]) -> Certificate:
    draft, reading = read.paper.draft, read.reading
    is_endless = draft.kind_code in endless
    return Certificate(
        kind_id=draft.kind_code,
        facility_id=draft.facility_id,
        number_raw=draft.number,
        number_norm=read.key.number,
        parse_result=stored(reading),
        holder_name=draft.holder_name,
        holder_is_person=draft.holder_is_person,
        issued_on=draft.issued_on,
        expires_on=None if is_endless else draft.expires_on,
        printed_expiry=draft.expires_on if is_endless else None,
        state=draft.state if draft.state in UNSEEN else CertificateState.UNVERIFIED,
    )


def _audit(actor: Actor, certificates: Sequence[Certificate]) -> None:
    AuditEntry.objects.bulk_create(
        [
            audit_entry(
                actor,
                "certificate.recorded",
                Certificate._meta.db_table,
                certificate.pk,
                {"state": certificate.state, "from": "sheet"},
            )
            for certificate in certificates
        ],
        batch_size=CHUNK,
    )
