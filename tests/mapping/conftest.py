"""A shop with a few facilities, all kinds of goods and of papers, and no goods."""

from __future__ import annotations

import pytest

from catalog.kept import forget_all
from catalog.models import RegionalOffice
from catalog.saleor_adapter.kinds import kind_save
from catalog.services.facilities import FacilityDraft, UnitDraft, facility_open
from legality.models import CertificateKind
from storefront.loading.files import rows_of
from tests.making import SYSTEM, office_make

FACILITIES = (
    ("lapas-palu", "lapas", "IIA", "Lembaga Pemasyarakatan Kelas IIA Palu", "Lapas Palu", "palu",
     ("Lapas Petobo",), "sulawesi-tengah"),
    ("bapas-palu", "bapas", "II", "Balai Pemasyarakatan Kelas II Palu", "Bapas Palu",
     "bapas-palu", (), "sulawesi-tengah"),
    ("lapas-leok", "lapas", "III", "Lembaga Pemasyarakatan Kelas III Leok", "Lapas Leok", "leok",
     ("Lapas Buol",), "sulawesi-tengah"),
    ("lapas-narkotika-samarinda", "lapas_narkotika", "IIA",
     "Lembaga Pemasyarakatan Narkotika Kelas IIA Samarinda", "Lapas Narkotika Samarinda",
     "samarinda", ("Lapas Bayur",), "kalimantan-timur"),
    ("lapas-perempuan-bandung", "lapas_perempuan", "IIA",
     "Lembaga Pemasyarakatan Perempuan Kelas IIA Bandung", "LPP Bandung", "lpp-bandung", (),
     "jawa-barat"),
    ("lapas-narkotika-bandung", "lapas_narkotika", "IIA",
     "Lembaga Pemasyarakatan Narkotika Kelas IIA Bandung", "Lapas Narkotika Bandung", "jelekong",
     ("Lapas Jelekong",), "jawa-barat"),
)  # fmt: skip
UNITS = (
    UnitDraft("dapur", "workshop", "Dapur bengkel", "Kitchen", "Memasak", "Cooking"),
    UnitDraft("kayu", "workshop", "Bengkel kayu", "Wood shop", "Kayu", "Wood"),
    UnitDraft("bimker", "bimker", "Bimker", "Bimker", "Jahit", "Sewing"),
)


@pytest.fixture
def shop(db: None) -> None:
    """Six facilities of three offices, kinds of goods and papers as they are loaded."""
    office_make()
    for slug in ("kalimantan-timur", "jawa-barat"):
        RegionalOffice.objects.create(slug=slug, name=f"Kanwil {slug}", name_en=slug)
    for row in rows_of("reference/categories"):
        kind_save(**row)
    for position, row in enumerate(rows_of("reference/certificate_kinds")):
        CertificateKind.objects.create(position=position, **row)
    for slug, kind, klass, official, short, place, aliases, office in FACILITIES:
        facility_open(
            actor=SYSTEM,
            draft=FacilityDraft(
                slug=slug, kind=kind, klass=klass, official_name=official, short_name=short,
                place=place, regency_code="72.71", office_slug=office, address="Jalan Contoh 1",
                aliases=aliases, units=UNITS if slug == "lapas-palu" else (),
            ),
        )  # fmt: skip
    forget_all()
