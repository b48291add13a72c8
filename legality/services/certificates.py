"""Recording papers, and closing what rests on a paper that has ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection, transaction

from catalog.audit import audit
from catalog.errors import NotFound
from catalog.models import Brand, Facility, Listing
from catalog.paper_numbers import normal_number
from catalog.policies.abilities import Act, can_everywhere, require
from catalog.policies.scope import facilities_managed_by
from catalog.types import Actor
from legality.errors import NumberRefused
from legality.models import Certificate, CertificateCover, CertificateState
from legality.numbers import About, Numbers, facility_regions, goods_kinds, stored
from legality.reading import Reading
from legality.services.publication import listings_reconcile

MONTH = timedelta(days=31)
# A paper in one of these states is shown nowhere: nobody has looked at it yet.
UNSEEN = frozenset({CertificateState.UNVERIFIED, CertificateState.FILED})


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


@transaction.atomic
def certificate_record(*, actor: Actor, draft: CertificateDraft, covers: Covers) -> Certificate:
    """Write a paper down with what it covers; the database changes the cards with it.

    Raises NotAllowed (also for a paper said to be checked, by who may not check), NotFound
    (facility out of scope, or another's goods, brand or place covered), NumberRefused for a number
    or date that cannot be right, django's ValidationError for a number that is recorded already.
    """
    managed = Facility.objects.filter(facilities_managed_by(actor))
    if not managed.filter(pk=draft.facility_id).exists():
        raise NotFound
    require(actor, Act.CERTIFICATE_RECORD, draft.facility_id)
    if draft.state not in UNSEEN:
        require(actor, Act.CERTIFICATE_VERIFY, draft.facility_id)
    own_require(actor, draft.facility_id, covers)
    reading = _read(draft, covers)
    certificate = Certificate(
        kind_id=draft.kind_code,
        facility_id=draft.facility_id,
        number_raw=draft.number,
        number_norm=normal_number(reading.normal),
        parse_result=stored(reading),
        **{
            name: getattr(draft, name)
            for name in [
                "holder_name",
                "holder_is_person",
                "issuer",
                "issued_on",
                "expires_on",
                "printed_expiry",
                "state",
                "verified_on",
                "verified_by",
            ]
        },
    )
    certificate.full_clean()
    certificate.save()
    CertificateCover.objects.bulk_create(
        [
            *(
                CertificateCover(certificate=certificate, listing_id=pk)
                for pk in covers.listing_ids
            ),
            *(CertificateCover(certificate=certificate, brand_id=pk) for pk in covers.brand_ids),
            *(
                CertificateCover(certificate=certificate, facility_id=pk)
                for pk in covers.facility_ids
            ),
        ]
    )
    audit(actor, "certificate.recorded", certificate, state=certificate.state)
    return certificate


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


def certificate_expire_due(*, actor: Actor, on: date) -> int:
    """Mark papers that ended before `on`, take goods that nothing clears any more off sale.

    Each paper in a transaction of its own; running it twice, late or on two machines at once
    changes nothing more. How many papers were marked comes back.
    """
    marked = 0
    while True:
        with transaction.atomic():
            certificate = (
                Certificate.objects.select_for_update(skip_locked=True)
                .filter(state=CertificateState.VERIFIED, expires_on__lt=on)
                .order_by("pk")
                .first()
            )
            if certificate is None:
                break
            certificate.state = CertificateState.EXPIRED
            certificate.save(update_fields=["state"])
            audit(actor, "certificate.expired", certificate, ended=str(certificate.expires_on))
        marked += 1
    listings_reconcile(actor=actor, on=on)
    return marked


def papers_begun_show(*, on: date) -> int:
    """Put papers on cards that were checked before they began, and have begun by `on`.

    Looks a month back, so that a machine that was off loses none; how many papers were looked at.
    """
    begun = list(
        Certificate.objects.filter(
            state=CertificateState.VERIFIED, issued_on__gt=on - MONTH, issued_on__lte=on
        ).values_list("pk", flat=True)
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT legality_card_papers(legality_listings_of(%s::bigint[]))", [begun])
    return len(begun)
