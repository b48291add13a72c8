"""Partner organisations as visitors see them."""

from __future__ import annotations

from catalog.models import Partner
from catalog.shown import PartnerLine


def partners_public(*, language: str) -> list[PartnerLine]:
    """All, by kind and name. Two statements."""
    indonesian = language == "id"
    return [
        PartnerLine(
            slug=partner.slug,
            kind=partner.kind,
            name=partner.name if indonesian else partner.name_en,
            about=partner.about if indonesian else partner.about_en,
            province_codes=tuple(province.code for province in partner.provinces.all()),
        )
        for partner in Partner.objects.prefetch_related("provinces").order_by("kind", "name")
    ]
