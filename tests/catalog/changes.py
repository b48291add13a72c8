"""Random changes of what the cards are made of: by services, by Saleor's models, by raw SQL.

Each change takes the world's ids and a seeded dice, and is one that people or programs may make.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db import connection

from catalog.dates import legal_today
from catalog.models import Brand, Facility, Listing, ProductionUnit, Province, Regency
from catalog.services.listings import flagship_set, listing_change_address, listing_close
from catalog.types import ListingState
from galleries.models import Picture
from galleries.services import PhotoDraft, listing_photos_set
from legality.models import Certificate, CertificateCover, CertificateState
from legality.services.certificates import (
    CertificateDraft,
    Covers,
    certificate_record,
)
from legality.services.expiry import certificate_expire_due
from legality.services.publication import listing_submit
from tests.catalog.truth import rows
from tests.making import SYSTEM, certificate_kind, draft_listing, facility_make

KINDS = ("pirt", "halal", "merek")
DAY = timedelta(days=1)


@dataclass
class World:
    """What random changes choose from: ids, as they were when the world was made."""

    facilities: list[int]
    listings: list[int]
    brands: list[int]
    units: list[int]
    pictures: list[int]
    lines: list[int]


Change = Callable[[World, Random], Any]


def model(label: str) -> Any:
    """A model of Saleor by its label."""
    return apps.get_model(label)


def run(sql: str, *parameters: object) -> None:
    """Raw SQL."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)  # type: ignore[arg-type]


def world_make() -> World:
    """Three facilities in two provinces, with brands, workshops, goods, pictures and papers."""
    facilities = [facility_make() for _n in range(3)]
    Province.objects.get_or_create(
        code="33", defaults={"slug": "jateng", "name": "Jawa Tengah", "name_en": "Central Java"}
    )
    for code, name in (("33.74", "Kota Semarang"), ("72.10", "Kabupaten Sigi")):
        Regency.objects.get_or_create(
            code=code, defaults={"province_id": code[:2], "name": name, "is_city": code == "33.74"}
        )
    brands = [Brand.objects.create(facility=f, slug=f"m-{f.pk}", name="Merek") for f in facilities]
    units = [
        ProductionUnit.objects.create(facility=f, key="b", kind="bimker", name="B", name_en="B")
        for f in facilities
    ]
    for position, code in enumerate(KINDS):
        kind = certificate_kind(code)
        type(kind).objects.filter(pk=code).update(position=position)
    made = [
        draft_listing(facilities[n % 3], prices=(1000 * (n + 1), 9000), stock=n, kind=f"k{n % 3}")
        for n in range(9)
    ]
    pictures = [
        Picture.objects.create(key=f"{n:064}", width=300 + n, height=200, original=f"{n}.webp")
        for n in range(4)
    ]
    return World(
        facilities=[row.pk for row in facilities],
        listings=[row.pk for row in made],
        brands=[row.pk for row in brands],
        units=[row.pk for row in units],
        pictures=[row.pk for row in pictures],
        lines=order_lines(6),
    )


def order_lines(count: int) -> list[int]:
    """Lines of an order, for allocations to stand on."""
    order = model("order.Order").objects.create(token=uuid4().hex[:36], currency="IDR")
    money = {
        f"unit_price_{part}_amount": 1 for part in ("net", "gross")
    }  # what was paid matters to no card
    line = model("order.OrderLine")
    return [
        line.objects.create(
            order=order, product_name="x", product_sku=f"x{n}", quantity=1, currency="IDR",
            is_shipping_required=True, **money,
        ).pk
        for n in range(count)
    ]  # fmt: skip


def _product(world: World, dice: Random) -> int:
    product: int = Listing.objects.get(pk=dice.choice(world.listings)).product_id
    return product


def _any(dice: Random, sql: str) -> Any:
    """A random key of a query, or None."""
    found = [next(iter(row.values())) for row in rows(f"{sql} ORDER BY 1")]
    return dice.choice(found) if found else None


def publish(world: World, dice: Random) -> None:
    """A service: hand in, and so publish."""
    listing_submit(actor=SYSTEM, listing_id=dice.choice(world.listings), on=legal_today())


def close(world: World, dice: Random) -> None:
    """A service: suspend or archive."""
    state = dice.choices((ListingState.SUSPENDED, ListingState.ARCHIVED), (6, 1))[0]
    listing_close(actor=SYSTEM, listing_id=dice.choice(world.listings), state=state, reason="test")


def reopen(world: World, dice: Random) -> None:
    """Raw SQL: a state set by hand."""
    run(
        "UPDATE catalog_listing SET state = %s, published_at = now(), cleared_until = %s"
        " WHERE id = %s",
        dice.choice(("draft", "published", "published", "suspended")),
        dice.choice((None, legal_today() + dice.randint(-2, 9) * DAY)),
        dice.choice(world.listings),
    )


def new_address(world: World, dice: Random) -> None:
    """A service: another address."""
    listing_change_address(
        actor=SYSTEM, listing_id=dice.choice(world.listings), slug=f"alamat-{dice.random()}"[2:]
    )


def new_listing(world: World, dice: Random) -> None:
    """Raw SQL: a listing written in one statement, of a brand that may have papers."""
    facility = Facility.objects.get(pk=dice.choice(world.facilities))
    made = draft_listing(facility, slug=f"baru-{uuid4().hex[:8]}", stock=dice.randint(0, 9))
    (row,) = rows("DELETE FROM catalog_listing WHERE id = %s RETURNING *", made.pk)
    row["brand_id"] = _brand(world, dice)
    columns, places = ", ".join(row), ", ".join(["%s"] * len(row))
    run(f"INSERT INTO catalog_listing ({columns}) VALUES ({places})", *row.values())  # noqa: S608


def own_columns(world: World, dice: Random) -> None:
    """Our model: lead time, delivery, not halal, several listings at once."""
    chosen = dice.sample(world.listings, 2)
    Listing.objects.filter(pk__in=chosen).update(
        lead_time_days=dice.choice((None, 0, 14)),
        delivery=dice.choice(("parcel", "pickup")),
        is_not_halal=dice.random() < 0.5,
    )


def _brand(world: World, dice: Random) -> int | None:
    return dice.choice((None, *world.brands))


def brand_given(world: World, dice: Random) -> None:
    """Raw SQL: another brand, another workshop."""
    run(
        "UPDATE catalog_listing SET brand_id = %s, unit_id = %s WHERE id = %s",
        _brand(world, dice), dice.choice((None, *world.units)), dice.choice(world.listings),
    )  # fmt: skip


def moved_facility(world: World, dice: Random) -> None:
    """Raw SQL: goods that now come from elsewhere."""
    run(
        "UPDATE catalog_listing SET facility_id = %s WHERE id = %s",
        dice.choice(world.facilities),
        dice.choice(world.listings),
    )


def product_saved(world: World, dice: Random) -> None:
    """Saleor's model: name, price, visibility, kind."""
    product = model("product.Product").objects.get(pk=_product(world, dice))
    product.name = f"Barang {dice.randint(1, 99)}"
    product.price_amount = Decimal(dice.randint(1, 99) * 500)
    product.is_published = dice.random() < 0.7
    product.category_id = _any(dice, "SELECT id FROM product_category")
    product.save()


def product_sql(world: World, dice: Random) -> None:
    """Raw SQL: several products in one statement."""
    run(
        "UPDATE product_product SET price_amount = price_amount + 500, description = description"
        " || ' baru' WHERE id %% 3 = %s",
        dice.randint(0, 2),
    )


def translated(world: World, dice: Random) -> None:
    """Saleor's model: the English name comes, changes or goes."""
    found = model("product.ProductTranslation").objects.filter(product_id=_product(world, dice))
    if dice.random() < 0.3:
        found.delete()
    elif not found.update(name=dice.choice(("", f"Goods {dice.randint(1, 99)}"))):
        model("product.ProductTranslation").objects.create(
            product_id=_product(world, dice), language_code=dice.choice(("en", "id")), name="New"
        )


def variant_added(world: World, dice: Random) -> None:
    """Saleor's models: a variant with its stock, as its warehouse keeps it."""
    listing = Listing.objects.select_related("facility").get(pk=dice.choice(world.listings))
    variant = model("product.ProductVariant").objects.create(
        product_id=listing.product_id,
        sku=uuid4().hex,
        currency="IDR",
        price_override_amount=dice.choice((None, Decimal(dice.randint(1, 99) * 100))),
    )
    model("warehouse.Stock").objects.create(
        product_variant=variant,
        warehouse_id=listing.facility.warehouse_id,
        quantity=dice.randint(0, 9),
    )


def variant_gone(world: World, dice: Random) -> None:
    """Saleor's model: a variant goes with all that hangs on it."""
    variants = model("product.ProductVariant").objects.filter(product_id=_product(world, dice))
    if (variant := variants.order_by("pk").last()) is not None:
        variant.delete()


def variant_priced(world: World, dice: Random) -> None:
    """Raw SQL: prices of all variants of a product."""
    run(
        "UPDATE product_productvariant SET price_override_amount = %s WHERE product_id = %s",
        dice.choice((None, dice.randint(1, 50) * 1000)),
        _product(world, dice),
    )


def stocked(world: World, dice: Random) -> None:
    """Saleor's model: a count."""
    key = _any(dice, "SELECT id FROM warehouse_stock")
    stock = model("warehouse.Stock").objects.get(pk=key)
    stock.quantity = dice.randint(0, 12)
    stock.save(update_fields=["quantity"])


def stock_sql(world: World, dice: Random) -> None:
    """Raw SQL: stock gone, counted down, or laid in another warehouse."""
    key = _any(dice, "SELECT id FROM warehouse_stock")
    statements = (
        "UPDATE warehouse_stock SET quantity = greatest(quantity - 1, 0) WHERE id <> %s",
        "DELETE FROM warehouse_stock s WHERE id = %s AND NOT EXISTS"
        " (SELECT 1 FROM warehouse_allocation a WHERE a.stock_id = s.id)",
        "UPDATE warehouse_stock SET warehouse_id = (SELECT warehouse_id FROM catalog_facility"
        " ORDER BY random() LIMIT 1) WHERE id = %s",
    )
    run(dice.choice(statements), key)


def allocated(world: World, dice: Random) -> None:
    """Saleor's model: units promised, more or fewer, or set free."""
    allocation = model("warehouse.Allocation")
    key, line = _any(dice, "SELECT id FROM warehouse_stock"), dice.choice(world.lines)
    if dice.random() < 0.3:
        allocation.objects.filter(order_line_id=line).delete()
    else:
        allocation.objects.update_or_create(
            order_line_id=line, stock_id=key, defaults={"quantity_allocated": dice.randint(0, 7)}
        )


def facility_renamed(world: World, dice: Random) -> None:
    """Our model: a facility's name and address."""
    pk = dice.choice(world.facilities)
    Facility.objects.filter(pk=pk).update(
        short_name=f"Lapas {dice.randint(1, 99)}", slug=f"lapas-{pk}-{dice.randint(1, 99)}"
    )


def facility_elsewhere(world: World, dice: Random) -> None:
    """Raw SQL: a facility in another regency."""
    code = _any(dice, "SELECT code FROM catalog_regency")
    pk = dice.choice(world.facilities)
    run("UPDATE catalog_facility SET regency_id = %s WHERE id = %s", code, pk)


def region_changed(world: World, dice: Random) -> None:
    """Raw SQL: a province's name, or the province of a regency."""
    province = _any(dice, "SELECT code FROM catalog_province")
    if dice.random() < 0.5:
        name = f"Provinsi {dice.randint(1, 99)}"
        run("UPDATE catalog_province SET name = %s WHERE code = %s", name, province)
    else:
        regency = _any(dice, "SELECT code FROM catalog_regency")
        run("UPDATE catalog_regency SET province_id = %s WHERE code = %s", province, regency)


def flagship(world: World, dice: Random) -> None:
    """A service: put forward for some days."""
    begins = legal_today() + dice.randint(-9, 9) * DAY
    flagship_set(
        actor=SYSTEM, listing_id=dice.choice(world.listings), begins=begins,
        ends=begins + dice.randint(0, 5) * DAY,
    )  # fmt: skip


def flagship_gone(world: World, dice: Random) -> None:
    """Raw SQL: a period taken back."""
    key = _any(dice, "SELECT id FROM catalog_flagship")
    run("DELETE FROM catalog_flagship WHERE id = %s", key)


def _dates(dice: Random) -> tuple[date | None, date | None]:
    today = legal_today()
    issued = dice.choice((None, today - 9 * DAY, today, today + DAY))
    expires = dice.choice((None, today, today + dice.randint(1, 99) * DAY))
    if dice.random() < 0.2:
        issued, expires = None, today - DAY
    return issued, expires if not issued or not expires or expires >= issued else None


def paper_recorded(world: World, dice: Random) -> None:
    """A service: a paper of listings or of a brand."""
    issued, expires = _dates(dice)
    by_brand = dice.random() < 0.3
    certificate_record(
        actor=SYSTEM,
        draft=CertificateDraft(
            facility_id=dice.choice(world.facilities),
            kind_code=dice.choice(KINDS),
            number=f"CONTOH-{uuid4().hex}",
            holder_name="Koperasi",
            issued_on=issued,
            expires_on=expires,
            state=dice.choice((CertificateState.VERIFIED, CertificateState.UNVERIFIED)),
            verified_on=legal_today(),
        ),
        covers=Covers(brand_ids=(dice.choice(world.brands),))
        if by_brand
        else Covers(listing_ids=tuple(dice.sample(world.listings, 2))),
    )


def paper_state(world: World, dice: Random) -> None:
    """Our model: checked, held, revoked; sometimes all of a kind at once."""
    key = _any(dice, "SELECT id FROM legality_certificate")
    chosen = Certificate.objects.filter(pk=key)
    if dice.random() < 0.2:
        chosen = Certificate.objects.filter(kind_id=dice.choice(KINDS))
    chosen.update(
        state=dice.choice(("verified", "verified", "revoked", "on_hold")), verified_on=legal_today()
    )


def paper_dates(world: World, dice: Random) -> None:
    """Raw SQL: other days, another kind."""
    key = _any(dice, "SELECT id FROM legality_certificate")
    run(
        "UPDATE legality_certificate SET issued_on = %s, expires_on = %s, kind_id = %s"
        " WHERE id = %s",
        *_dates(dice), dice.choice(KINDS), key,
    )  # fmt: skip


def papers_expired(world: World, dice: Random) -> None:
    """A service: the night's work."""
    certificate_expire_due(actor=SYSTEM, on=legal_today())


def cover_changed(world: World, dice: Random) -> None:
    """Our model: a paper covers one more, or one less."""
    if dice.random() < 0.4:
        CertificateCover.objects.filter(
            pk=_any(dice, "SELECT id FROM legality_certificatecover")
        ).delete()
    elif key := _any(dice, "SELECT id FROM legality_certificate"):
        CertificateCover.objects.create(certificate_id=key, listing_id=dice.choice(world.listings))


def paper_gone(world: World, dice: Random) -> None:
    """Our model: a paper written down by mistake."""
    key = _any(dice, "SELECT id FROM legality_certificate")
    Certificate.objects.filter(pk=key).delete()


def kind_changed(world: World, dice: Random) -> None:
    """Raw SQL: what a kind of paper is called, and where it stands."""
    run(
        "UPDATE legality_certificatekind SET short = %s, position = %s WHERE code = %s",
        f"K{dice.randint(1, 9)}", dice.randint(0, 3), dice.choice(KINDS),
    )  # fmt: skip


def photos_set(world: World, dice: Random) -> None:
    """A service: other pictures, or none."""
    chosen = dice.sample(world.pictures, dice.randint(0, 3))
    listing_photos_set(
        actor=SYSTEM,
        listing_id=dice.choice(world.listings),
        photos=tuple(PhotoDraft(pk, f"Gambar {pk}", f"Picture {pk}") for pk in chosen),
    )


def photo_sql(world: World, dice: Random) -> None:
    """Raw SQL: a picture taken away, other words, another order."""
    key = _any(dice, "SELECT id FROM galleries_listingphoto")
    statements = (
        "DELETE FROM galleries_listingphoto WHERE id = %s",
        "UPDATE galleries_listingphoto SET alt = alt || '.', alt_en = alt_en || '.' WHERE id = %s",
        "UPDATE galleries_listingphoto SET position = position + 7 WHERE id = %s",
    )
    run(dice.choice(statements), key)


def rendered(world: World, dice: Random) -> None:
    """Our model: the worker's renditions exist."""
    Picture.objects.filter(pk=dice.choice(world.pictures)).update(
        widths=dice.choice(([], [160], [160, 320]))
    )


def words_changed(world: World, dice: Random) -> None:
    """Raw SQL: names that only the search knows."""
    name = f"kata{dice.randint(1, 9)}"
    statements: tuple[tuple[str, object], ...] = (
        ("UPDATE catalog_brand SET name = %s WHERE id = %s", dice.choice(world.brands)),
        ("UPDATE catalog_productionunit SET name = %s WHERE id = %s", dice.choice(world.units)),
        ("UPDATE catalog_regency SET name = %s WHERE code = %s", "72.71"),
        ("UPDATE product_category SET name = %s WHERE slug = %s", "k1"),
        (
            "INSERT INTO catalog_facilityalias (name, facility_id) VALUES (%s, %s)"
            " ON CONFLICT DO NOTHING",
            dice.choice(world.facilities),
        ),
    )
    statement, key = dice.choice(statements)
    run(statement, name, key)


CHANGES: tuple[Change, ...] = (
    publish, close, reopen, new_address, new_listing, own_columns, brand_given, moved_facility,
    product_saved, product_sql, translated, variant_added, variant_gone, variant_priced, stocked,
    stock_sql, allocated, facility_renamed, facility_elsewhere, region_changed, flagship,
    flagship_gone, paper_recorded, paper_recorded, paper_state, paper_dates, papers_expired,
    cover_changed, paper_gone, kind_changed, photos_set, photo_sql, rendered, words_changed,
)  # fmt: skip


def start(world: World) -> None:
    """A beginning in which something is public and has papers and pictures."""
    dice = Random(0)
    for pk in world.listings[:6]:
        listing_photos_set(
            actor=SYSTEM, listing_id=pk, photos=(PhotoDraft(world.pictures[0], "Satu", "One"),)
        )
        listing_submit(actor=SYSTEM, listing_id=pk, on=legal_today())
    for _n in range(6):
        paper_recorded(world, dice)
