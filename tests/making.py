"""Makes what a test needs, through the services that people's acts go through."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import count

from PIL import Image

from catalog.dates import legal_today
from catalog.models import Facility, Listing, Province, Regency, RegionalOffice
from catalog.saleor_adapter.kinds import kind_save
from catalog.saleor_adapter.products import VariantDraft
from catalog.services.facilities import FacilityDraft, facility_open
from catalog.services.listings import ListingDraft, listing_create
from catalog.types import Actor
from galleries.services import PhotoDraft, listing_photos_set, picture_add
from legality.models import (
    Certificate,
    CertificateKind,
    CertificateState,
    RequirementRule,
    Review,
)
from legality.services.certificates import CertificateDraft, Covers, certificate_record
from legality.services.publication import listing_submit

SYSTEM = Actor.system("test")

_number = count(1)


def picture_bytes(color: str = "#d9b48a", size: tuple[int, int] = (300, 300)) -> bytes:
    """A plain PNG."""
    buffer = BytesIO()
    Image.new("RGB", size, color).save(buffer, "PNG")
    return buffer.getvalue()


def office_make() -> RegionalOffice:
    """The regional office of Sulawesi Tengah with its province and a city."""
    province, _made = Province.objects.get_or_create(
        code="72",
        defaults={
            "slug": "sulawesi-tengah",
            "name": "Sulawesi Tengah",
            "name_en": "Central Sulawesi",
            "zone": "WITA",
        },
    )
    Regency.objects.get_or_create(
        code="72.71", defaults={"province": province, "name": "Kota Palu", "is_city": True}
    )
    office, _made = RegionalOffice.objects.get_or_create(
        slug="sulawesi-tengah",
        defaults={"name": "Kanwil Sulawesi Tengah", "name_en": "Central Sulawesi office"},
    )
    office.provinces.add(province)
    return office


def facility_make(slug: str = "") -> Facility:
    """An open facility in Palu."""
    office = office_make()
    slug = slug or f"lapas-{next(_number)}"
    return facility_open(
        actor=SYSTEM,
        draft=FacilityDraft(
            slug=slug,
            kind="lapas",
            klass="IIA",
            official_name=f"Lembaga Pemasyarakatan {slug}",
            short_name=slug.replace("-", " ").title(),
            place="palu",
            regency_code="72.71",
            office_slug=office.slug,
            address="Jalan Contoh 1, Palu",
        ),
    )


def draft_listing(  # what tests differ by, nothing else
    facility: Facility,
    *,
    slug: str = "",
    name: str = "Bawang goreng",
    prices: tuple[int, ...] = (28000,),
    stock: int = 10,
    kind: str = "camilan",
    lead_time_days: int | None = None,
    adults_only: bool = False,
) -> Listing:
    """A listing as a draft, without pictures; one variant a price."""
    number = next(_number)
    return listing_create(
        actor=SYSTEM,
        draft=ListingDraft(
            facility_id=facility.pk,
            slug=slug or f"barang-{number}",
            name=name,
            name_en=f"{name} (en)",
            category_id=kind_save(
                slug=kind, name=kind.title(), name_en=kind, description="", description_en=""
            ),
            description=("Satu.", "Dua."),
            description_en=("One.", "Two."),
            lead_time_days=lead_time_days,
            adults_only=adults_only,
            variants=tuple(
                VariantDraft(
                    sku=f"T-{number}-{position}",
                    name=f"Pilihan {position}",
                    name_en=f"Choice {position}",
                    price=Decimal(price),
                    stock=stock,
                    weight_grams=250,
                )
                for position, price in enumerate(prices)
            ),
        ),
    )


def photo_give(listing: Listing, color: str = "#d9b48a") -> None:
    """One picture for a listing."""
    picture = picture_add(actor=SYSTEM, upload=picture_bytes(color))
    listing_photos_set(
        actor=SYSTEM,
        listing_id=listing.pk,
        photos=(PhotoDraft(picture.pk, "Toples bawang goreng", "Jar of fried shallots"),),
    )


def ready_listing(facility: Facility | None = None, **given: object) -> Listing:
    """A draft that lacks nothing but papers."""
    listing = draft_listing(facility or facility_make(), **given)  # type: ignore[arg-type]
    photo_give(listing)
    return listing


def waiting_review(actor: Actor, listing: Listing) -> Review:
    """What `actor` of the facility hands in, so that the regional office has to look at it."""
    done = listing_submit(actor=actor, listing_id=listing.pk, on=legal_today())
    assert done.clearance is None and done.review_id is not None
    return Review.objects.get(pk=done.review_id)


def public_listing(facility: Facility | None = None, **given: object) -> Listing:
    """A listing that buyers see."""
    listing = ready_listing(facility, **given)
    listing_submit(actor=SYSTEM, listing_id=listing.pk, on=legal_today())
    listing.refresh_from_db()
    return listing


def certificate_kind(code: str = "pirt", group: str = "izin") -> CertificateKind:
    """A kind of paper."""
    kind, _made = CertificateKind.objects.get_or_create(
        code=code,
        defaults={
            "group": group,
            "label": code.title(),
            "label_en": code.title(),
            "short": code.upper(),
            "short_en": code.upper(),
            "issuer": "Dinas",
            "issuer_en": "Office",
            "validity": "fixed",
            "portal_name": "Portal",
            "verify_url_template": "https://example.org/?no={number}",
            "verify_steps": "Buka.",
            "verify_steps_en": "Open.",
            "tells_buyer": "Ya.",
            "tells_buyer_en": "Yes.",
            "source": "test",
            "certainty": "U",
        },
    )
    return kind


def paper_make(
    listing: Listing,
    *,
    code: str = "pirt",
    group: str = "izin",
    state: CertificateState = CertificateState.VERIFIED,
    issued_on: date | None = None,
    expires_on: date | None = None,
    number: str = "",
    holder_is_person: bool = False,
) -> Certificate:
    """A paper that covers one listing."""
    certificate_kind(code, group)
    today = legal_today()
    return certificate_record(
        actor=SYSTEM,
        draft=CertificateDraft(
            facility_id=listing.facility_id,
            kind_code=code,
            number=number or f"CONTOH-{next(_number):04}",
            holder_name="Koperasi",
            holder_is_person=holder_is_person,
            issued_on=issued_on,
            expires_on=expires_on,
            state=state,
            verified_on=today if state == CertificateState.VERIFIED else None,
        ),
        covers=Covers(listing_ids=(listing.pk,)),
    )


def rule_make(*papers: str, code: str = "", **given: object) -> RequirementRule:
    """A rule that requires one of these papers of all goods; else as given."""
    values: dict[str, object] = {
        "name": "Aturan contoh",
        "name_en": "Example rule",
        "need": "required",
        "legal_source": "test",
        "certainty": "V",
        "reason": "Barang ini perlu suratnya.",
        "reason_en": "These goods need their paper.",
    }
    return RequirementRule.objects.create(
        code=code or f"aturan_{next(_number)}", papers=list(papers), **{**values, **given}
    )
