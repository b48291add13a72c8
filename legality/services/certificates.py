"""Recording papers, changing them, and what the regional office says to them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_noop

from catalog.audit import audit
from catalog.dates import legal_today
from catalog.errors import DomainError, ErrorCode, Invalid, NotFound, WrongState
from catalog.facility_values import Merged, Texts, merged
from catalog.models import Brand, Facility, Listing
from catalog.paper_numbers import normal_number
from catalog.plain_text import plain
from catalog.policies.abilities import Act, can_everywhere, require
from catalog.policies.scope import facilities_managed_by, of_facilities_managed_by
from catalog.services.locking import locked
from catalog.services.receipts import receipt_claim
from catalog.types import Actor, ListingState
from legality.errors import NumberRefused
from legality.models import Certificate, CertificateCover, CertificateState
from legality.numbers import About, Numbers, facility_regions, goods_kinds, stored
from legality.paper_values import (
    LEVELS,
    CertificateDraft,
    Covers,
    covers_of,
    draft_of,
    draft_texts,
    is_checked_again,
    paper_digest,
    paper_texts,
)
from legality.reading import Reading
from legality.services.publication import (
    Judged,
    listings_resume,
    listings_settle,
    on_sale_locked,
    rules_alone,
)
from legality.verdicts import verdicts

__all__ = [
    "CertificateDraft",
    "Covers",
    "PaperChanged",
    "PaperClash",
    "certificate_edit",
    "certificate_hand_in_again",
    "certificate_record",
    "certificate_return",
    "certificate_revoke",
    "certificate_verify",
    "own_require",
]
# A paper in one of these states is shown nowhere: nobody has looked at it yet.
UNSEEN = frozenset({CertificateState.UNVERIFIED, CertificateState.FILED})
NOTE_MOST = 1000
REASON_MOST = 300


class PaperClash(DomainError):
    """Somebody else changed the same of a paper meanwhile; a person has to choose.

    merged: both people's changes, with the clashes; now: the texts as they are.
    """

    code = ErrorCode.WRONG_STATE
    template = gettext_noop("Somebody else changed this meanwhile. Choose what holds.")

    def __init__(self, found: Merged, now: Texts) -> None:
        self.merged, self.now = found, dict(now)
        super().__init__()


class PaperChanged(DomainError):
    """A paper is not as who decides on it saw it."""

    code = ErrorCode.WRONG_STATE
    template = gettext_noop("The paper has changed since you looked at it. Look at it again.")


@transaction.atomic
def certificate_record(
    *, actor: Actor, draft: CertificateDraft, covers: Covers, key: uuid.UUID | None = None
) -> Certificate:
    """Write a paper down with what it covers; the database changes the cards with it.

    key: of the form that it comes from, so that the same form sent twice records one paper, which
    comes back again. Raises NotAllowed (also for a paper said to be checked, by who may not check),
    NotFound (facility out of scope, or another's goods, brand or place covered), NumberRefused for
    a number or date that cannot be right, django's ValidationError for a number that is recorded
    already.
    """
    managed = Facility.objects.filter(facilities_managed_by(actor))
    if not managed.filter(pk=draft.facility_id).exists():
        raise NotFound
    require(actor, Act.CERTIFICATE_RECORD, draft.facility_id)
    if draft.state not in UNSEEN:
        require(actor, Act.CERTIFICATE_VERIFY, draft.facility_id)
    own_require(actor, draft.facility_id, covers)
    said = ("certificate.recorded", draft_texts(draft, covers))
    if not receipt_claim(actor=actor, facility_id=draft.facility_id, key=key, said=said):
        return _recorded_before(draft)
    certificate = Certificate(facility_id=draft.facility_id)
    _write(certificate, draft, _read(draft, covers))
    certificate.state = draft.state
    certificate.verified_on, certificate.verified_by = draft.verified_on, draft.verified_by
    certificate.full_clean()
    certificate.save()
    _covers_write(certificate, covers)
    audit(actor, "certificate.recorded", certificate, state=certificate.state)
    return certificate


def _recorded_before(draft: CertificateDraft) -> Certificate:
    """The paper that the same form recorded, as long as it bears its number."""
    own = Certificate.objects.filter(facility_id=draft.facility_id, kind_id=draft.kind_code)
    found = own.filter(number_raw=draft.number).first()
    if found is None:
        raise Invalid(
            field="number",
            reason=gettext_noop("This form had arrived before; its paper was changed since then."),
        )
    return found


def _write(certificate: Certificate, draft: CertificateDraft, reading: Reading) -> None:
    """What a draft says of the paper itself; does not save."""
    certificate.kind_id = draft.kind_code
    certificate.number_raw = draft.number
    certificate.number_norm = normal_number(reading.normal)
    certificate.parse_result = stored(reading)
    certificate.holder_name = draft.holder_name
    certificate.holder_is_person = draft.holder_is_person
    certificate.issuer, certificate.level = draft.issuer, _level(draft)
    certificate.issued_on, certificate.expires_on = draft.issued_on, draft.expires_on
    certificate.printed_expiry = draft.printed_expiry or certificate.printed_expiry


def _level(draft: CertificateDraft) -> str:
    if draft.level and draft.level not in LEVELS:
        raise Invalid(field="level", reason=gettext_noop("This is no level of a paper."))
    return draft.level


def _covers_write(certificate: Certificate, covers: Covers) -> None:
    """Let a paper cover just this."""
    wanted = {
        *(("listing_id", pk) for pk in covers.listing_ids),
        *(("brand_id", pk) for pk in covers.brand_ids),
        *(("facility_id", pk) for pk in covers.facility_ids),
    }
    there = set()
    for row in CertificateCover.objects.filter(certificate=certificate):
        names = ("listing_id", "brand_id", "facility_id")
        said = next((name, getattr(row, name)) for name in names if getattr(row, name))
        there.add(said)
        if said not in wanted:
            row.delete()
    CertificateCover.objects.bulk_create(
        CertificateCover(certificate=certificate, **{name: pk})
        for name, pk in sorted(wanted - there)
    )


def own_require(actor: Actor, facility_id: int, covers: Covers) -> None:
    """Raises NotFound for what is covered elsewhere; who acts everywhere may."""
    if can_everywhere(actor, Act.CERTIFICATE_RECORD):
        return
    listings = Listing.objects.filter(facility_id=facility_id, pk__in=covers.listing_ids)
    brands = Brand.objects.filter(facility_id=facility_id, pk__in=covers.brand_ids)
    are_own = (
        listings.count() == len(set(covers.listing_ids))
        and brands.count() == len(set(covers.brand_ids))
        and set(covers.facility_ids) <= {facility_id}
    )
    if not are_own:
        raise NotFound


def _read(draft: CertificateDraft, covers: Covers) -> Reading:
    """What the number says. Raises NumberRefused. Five statements."""
    about = About(
        region=facility_regions([draft.facility_id])[draft.facility_id],
        goods=frozenset(goods_kinds(covers.listing_ids).values()),
        issued_on=draft.issued_on,
        expires_on=draft.expires_on,
        is_filed=draft.state == CertificateState.FILED,
    )
    reading = Numbers.now().read(draft.number, code=draft.kind_code, about=about)
    if reading.blocking:
        raise NumberRefused(reading.blocking)
    return reading


# --- Changing a paper


@transaction.atomic
def certificate_edit(
    *,
    actor: Actor,
    certificate_id: int,
    draft: CertificateDraft,
    covers: Covers,
    seen: Texts,
    key: uuid.UUID | None = None,
) -> bool:
    """Change a paper; whether it has to be checked again, and then no goods rest on it any more:
    those on sale that nothing else clears are closed at once.

    seen: the paper as the person saw it (`legality.paper_values`): what others changed meanwhile
    stays. Raises NotFound, NotAllowed, WrongState (a revoked paper), PaperClash, and what
    `certificate_record` raises.
    """
    rules_alone()  # before any row: nobody publishes on the strength of what changes here
    certificate = certificate_for_change(actor, certificate_id, Act.CERTIFICATE_RECORD)
    if certificate.state == CertificateState.REVOKED:
        raise WrongState(current=certificate.state, wanted=CertificateState.UNVERIFIED.value)
    own_require(actor, certificate.facility_id, covers)
    wanted = draft_texts(draft, covers)
    said = ("certificate.changed", certificate_id, wanted)
    if not receipt_claim(actor=actor, facility_id=certificate.facility_id, key=key, said=said):
        return False
    before = covers_of(certificate.pk)
    now = paper_texts(certificate, before)
    both = merged(seen, wanted, now)
    if both.clashes:
        raise PaperClash(both, now)
    if both.values == now:
        return False
    return _changed(actor, certificate, now, both.values, before)


def _changed(
    actor: Actor, certificate: Certificate, now: Texts, wanted: Texts, before: Covers
) -> bool:
    """Write a change of a locked paper down; whether it is to be checked again."""
    draft, covers = draft_of(wanted, certificate.facility_id)
    _write(certificate, draft, _read(draft, covers))
    is_again = is_checked_again(now, wanted)
    was = certificate.state
    if is_again:
        certificate.state = draft.state
        certificate.verified_on, certificate.verified_by = None, ""
    certificate.note = ""
    certificate.full_clean()
    certificate.save()
    _covers_write(certificate, covers)
    fields = [name for name, text in wanted.items() if text != now.get(name)]
    audit(actor, "certificate.changed", certificate, fields=fields, former=was)
    if is_again and was == CertificateState.VERIFIED:
        goods_settle(actor, goods_of(certificate.facility_id, before), legal_today())
    return is_again


def certificate_for_change(actor: Actor, certificate_id: int, act: Act) -> Certificate:
    """The paper, locked. Raises NotFound, NotAllowed."""
    rows = Certificate.objects.filter(of_facilities_managed_by(actor), pk=certificate_id)
    certificate = locked(rows.select_related("facility__office"))
    require(actor, act, certificate.facility_id)
    return certificate


def goods_of(
    facility_id: int, covers: Covers, state: ListingState = ListingState.PUBLISHED
) -> list[int]:
    """The facility's goods in a state that something covers, in their order. One statement."""
    own = Listing.objects.filter(facility_id=facility_id, state=state)
    if facility_id not in covers.facility_ids:
        own = own.filter(pk__in=covers.listing_ids) | own.filter(brand_id__in=covers.brand_ids)
    return list(own.order_by("pk").values_list("pk", flat=True))


def goods_settle(actor: Actor, listing_ids: Iterable[int], on: date) -> tuple[int, ...]:
    """Close those of the goods on sale that nothing clears any more, and bring the last day of the
    others up to what the papers say now; the closed ones come back. One judgment for all.

    To be called where `rules_alone` was.
    """
    listings = on_sale_locked(listing_ids)
    found = verdicts([listing.pk for listing in listings], on=on) if listings else {}
    judged = [Judged(listing, found[listing.pk]) for listing in listings]
    return listings_settle(actor=actor, judged=judged).closed


@transaction.atomic
def certificate_hand_in_again(*, actor: Actor, certificate_id: int) -> None:
    """Say that what the office noted is put right: it looks again. Nothing without a note.

    Raises NotFound, NotAllowed.
    """
    certificate = certificate_for_change(actor, certificate_id, Act.CERTIFICATE_RECORD)
    if certificate.note:
        certificate.note = ""
        certificate.save(update_fields=["note"])
        audit(actor, "certificate.handed_in_again", certificate)


# --- What the office says to it


@transaction.atomic
def certificate_verify(*, actor: Actor, certificate_id: int, digest: str, on: date) -> None:
    """An officer has looked at the scan and asked the authority: the paper holds from now on, and
    goods that were held back for want of it are on sale again.

    digest: of what they saw (`paper_values.paper_digest`); on: the legal date. Raises NotFound,
    NotAllowed, PaperChanged, WrongState, Invalid (a paper that has ended).
    """
    rules_alone()
    certificate = certificate_for_change(actor, certificate_id, Act.CERTIFICATE_VERIFY)
    if certificate.state != CertificateState.UNVERIFIED:
        raise WrongState(current=certificate.state, wanted=CertificateState.VERIFIED.value)
    covers = covers_of(certificate.pk)
    if digest != paper_digest(certificate, covers):
        raise PaperChanged
    if certificate.expires_on is not None and certificate.expires_on < on:
        raise Invalid(field="expires_on", reason=gettext_noop("This paper has ended."))
    certificate.state, certificate.note = CertificateState.VERIFIED, ""
    certificate.verified_on, certificate.verified_by = on, certificate.facility.office.slug
    certificate.save(update_fields=["state", "note", "verified_on", "verified_by"])
    audit(actor, "certificate.verified", certificate)
    goods_settle(actor, goods_of(certificate.facility_id, covers), on)
    held = goods_of(certificate.facility_id, covers, ListingState.SUSPENDED)
    listings_resume(actor=actor, listing_ids=held, on=on)


@transaction.atomic
def certificate_return(*, actor: Actor, certificate_id: int, note: str) -> None:
    """An officer found something wrong with a paper that nobody has checked yet; its facility is
    told what.

    Raises NotFound, NotAllowed, WrongState, Invalid (no note).
    """
    certificate = certificate_for_change(actor, certificate_id, Act.CERTIFICATE_VERIFY)
    if certificate.state not in UNSEEN:
        raise WrongState(current=certificate.state, wanted=CertificateState.UNVERIFIED.value)
    certificate.note = _said(note, "note", NOTE_MOST)
    certificate.save(update_fields=["note"])
    audit(actor, "certificate.returned", certificate, note=certificate.note)


@transaction.atomic
def certificate_revoke(*, actor: Actor, certificate_id: int, on: date, reason: str) -> None:
    """The paper was revoked on a legal date: all goods on sale that nothing else clears are closed
    with it.

    reason: what visitors are told. Raises NotFound, NotAllowed, WrongState (revoked already),
    Invalid (no reason, a day before its issue or after today).
    """
    rules_alone()  # before any row: nobody publishes on the strength of it meanwhile
    certificate = certificate_for_change(actor, certificate_id, Act.CERTIFICATE_VERIFY)
    if certificate.state == CertificateState.REVOKED:
        raise WrongState(current=certificate.state, wanted=CertificateState.REVOKED.value)
    today = legal_today()
    if on > today:
        raise Invalid(field="on", reason=gettext_noop("This day lies in the future."))
    if certificate.issued_on is not None and on < certificate.issued_on:
        raise Invalid(field="on", reason=gettext_noop("This day lies before the paper's issue."))
    certificate.state, certificate.note = CertificateState.REVOKED, ""
    certificate.revoked_on = on
    certificate.revoked_reason = _said(reason, "reason", REASON_MOST)
    certificate.save(update_fields=["state", "note", "revoked_on", "revoked_reason"])
    audit(actor, "certificate.revoked", certificate, on=str(on), reason=certificate.revoked_reason)
    goods_settle(actor, goods_of(certificate.facility_id, covers_of(certificate.pk)), today)


def _said(text: str, field: str, most: int) -> str:
    """A text that must be there. Raises Invalid."""
    text = plain(text).strip()
    if not text:
        raise Invalid(field=field, reason=gettext_noop("Say why."))
    if len(text) > most:
        raise Invalid(field=field, reason=gettext_noop("This is too long."))
    return text
