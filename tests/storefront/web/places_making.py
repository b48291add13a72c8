"""Albums and facilities with everything, for the tests of places, galleries and sharing."""

from __future__ import annotations

from datetime import date, time
from itertools import count

from catalog.models import Facility
from catalog.services.facilities import FacilityDraft, UnitDraft, facility_open
from galleries.models import Album
from galleries.services import AlbumDraft, AlbumPhotoDraft, album_create, picture_add
from tests.making import SYSTEM, office_make, picture_bytes

TAKEN = date(2026, 7, 15)
_shade = count(10)


def full_facility(slug: str = "lapas-palu", **given: object) -> Facility:
    """A facility that tells everything about itself. given: fields that differ."""
    office = office_make()
    draft: dict[str, object] = {
        "slug": slug,
        "kind": "lapas",
        "klass": "IIA",
        "official_name": "Lembaga Pemasyarakatan Kelas IIA Palu",
        "short_name": slug.replace("-", " ").title(),
        "place": "palu",
        "regency_code": "72.71",
        "office_slug": office.slug,
        "address": "Jalan Contoh 1, Palu",
        "phone": "+6281234567890",
        "whatsapp": "+6281234567890",
        "craft_line": "Bawang goreng dan papan catur",
        "craft_line_en": "Fried shallots and chess boards",
        "story": "Lembah yang kering.",
        "story_en": "A dry valley.",
        "aliases": ("Lapas Petobo",),
        "hours": tuple((day, time(8), time(15)) for day in range(4)) + ((4, time(8), time(11)),),
        "units": (
            UnitDraft(
                key="dapur",
                kind="bimker",
                name="Dapur Bimker",
                name_en="Workshop kitchen",
                skill="pengolahan pangan",
                skill_en="food processing",
                trained=12,
                training_partner="BLK Palu",
                training_partner_en="Palu training centre",
                is_certified=True,
            ),
        ),
    }
    return facility_open(actor=SYSTEM, draft=FacilityDraft(**(draft | given)))  # type: ignore[arg-type]


def album_make(
    facility: Facility,
    slug: str = "sehari-di-dapur",
    photos: int = 3,
    listing_ids: tuple[int, ...] = (),
) -> Album:
    """An album; every photo is a picture of its own and shows the listings."""

    def photo(number: int) -> AlbumPhotoDraft:
        upload = picture_bytes(f"#{next(_shade):02x}{number:02x}40", (400, 300))
        return AlbumPhotoDraft(
            picture_id=picture_add(actor=SYSTEM, upload=upload).pk,
            caption=f"Langkah {number}.",
            caption_en=f"Step {number}.",
            alt=f"Wajan nomor {number}",
            alt_en=f"Pan number {number}",
            taken_on=TAKEN,
            unit_id=None,
            listing_ids=listing_ids,
        )

    draft = AlbumDraft(
        facility_id=facility.pk,
        slug=slug,
        title=slug.replace("-", " ").capitalize(),
        title_en=f"{slug} (en)",
        intro="Dari karung sampai toples.",
        intro_en="From sack to jar.",
        made_on=TAKEN,
    )
    return album_create(
        actor=SYSTEM, draft=draft, photos=[photo(number) for number in range(1, photos + 1)]
    )
