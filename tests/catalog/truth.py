"""What the cards must say, worked out in Python from the tables of truth alone.

Nothing of the database's own functions is used, so that a fault in one of them shows.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

Row = dict[str, Any]


def rows(sql: str, *parameters: object) -> list[Row]:
    """The rows of a statement by column."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)  # type: ignore[arg-type]
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def table(name: str, key: str = "id") -> dict[Any, Row]:
    """A whole table by its key."""
    return {row[key]: row for row in rows(f'SELECT * FROM "{name}"')}  # noqa: S608 # our own names


def grouped(given: Iterable[Row], by: str) -> dict[Any, list[Row]]:
    """Rows in heaps by a column."""
    heaps: dict[Any, list[Row]] = defaultdict(list)
    for row in given:
        heaps[row[by]].append(row)
    return heaps


class Truth:
    """One look at the tables of truth."""

    def __init__(self) -> None:
        self.today: date = rows("SELECT (now() AT TIME ZONE 'Asia/Jakarta')::date AS day")[0]["day"]
        self.listings = table("catalog_listing")
        self.products = table("product_product")
        self.facilities = table("catalog_facility")
        self.regencies = table("catalog_regency", "code")
        self.provinces = table("catalog_province", "code")
        english = rows("SELECT * FROM product_producttranslation WHERE language_code = 'en'")
        self.english = {row["product_id"]: row["name"] for row in english}
        self.variants = grouped(table("product_productvariant").values(), "product_id")
        self.stocks = grouped(table("warehouse_stock").values(), "product_variant_id")
        self.allocations = grouped(table("warehouse_allocation").values(), "stock_id")
        self.flagships = grouped(table("catalog_flagship").values(), "listing_id")
        self.pictures = table("galleries_picture")
        self.photos = grouped(table("galleries_listingphoto").values(), "listing_id")
        self.kinds = table("legality_certificatekind", "code")
        self.papers = table("legality_certificate")
        self.covers = list(table("legality_certificatecover").values())

    def cards(self) -> dict[int, Row]:
        """Every card by its listing."""
        return {pk: self.card(listing) for pk, listing in self.listings.items()}

    def card(self, listing: Row) -> Row:
        """One card in full."""
        product = self.products[listing["product_id"]]
        return {
            **{name: listing[name] for name in SAME},
            "listing_id": listing["id"],
            "name": product["name"],
            "name_en": self.english.get(product["id"]) or product["name"],
            "category_id": product["category_id"],
            "is_open": listing["state"] == "published" and product["is_published"],
            "papers": self.badges(listing),
            **self._place(self.facilities[listing["facility_id"]]),
            **self._goods(listing, product),
            **self._flagship(listing),
            **self._photo(listing),
        }

    def _place(self, facility: Row) -> Row:
        province = self.provinces[self.regencies[facility["regency_id"]]["province_id"]]
        return {
            "facility_slug": facility["slug"],
            "facility_name": facility["short_name"],
            "province_code": province["code"],
            "province_name": province["name"],
        }

    def _goods(self, listing: Row, product: Row) -> Row:
        """Prices and stock over all variants, at the facility's own warehouse."""
        warehouse = self.facilities[listing["facility_id"]]["warehouse_id"]
        prices: list[Decimal] = []
        stock = 0
        for variant in self.variants[product["id"]]:
            own = variant["price_override_amount"]
            prices.append(product["price_amount"] if own is None else own)
            for held in self.stocks[variant["id"]]:
                if held["warehouse_id"] == warehouse:
                    promised = sum(a["quantity_allocated"] for a in self.allocations[held["id"]])
                    stock += held["quantity"] - promised
        prices = prices or [product["price_amount"]]
        made = 3 if listing["lead_time_days"] is not None else 0
        state = 2 if stock > 5 else 1 if stock > 0 else made
        return {
            "price_min": min(prices), "price_max": max(prices),
            "stock": stock, "stock_state": state, "is_sold_out": state == 0,
        }  # fmt: skip

    def _flagship(self, listing: Row) -> Row:
        """The period in force or the next one."""
        coming = sorted(
            (row["period"].lower, row["period"].upper)
            for row in self.flagships[listing["id"]]
            if row["period"].upper > self.today
        )
        begins, ends = coming[0] if coming else (None, None)
        return {"flagship_from": begins, "flagship_until": ends and ends - timedelta(days=1)}

    def _photo(self, listing: Row) -> Row:
        """The first picture."""
        photos = sorted(self.photos[listing["id"]], key=lambda row: (row["position"], row["id"]))
        if not photos:
            return {
                "photo_key": "", "photo_width": 0, "photo_height": 0, "photo_alt": "",
                "photo_alt_en": "", "photo_widths": [],
            }  # fmt: skip
        picture = self.pictures[photos[0]["picture_id"]]
        return {
            **{f"photo_{name}": picture[name] for name in ("key", "width", "height", "widths")},
            "photo_alt": photos[0]["alt"],
            "photo_alt_en": photos[0]["alt_en"],
        }

    def in_force(self, listing: Row) -> list[Row]:
        """Papers in force today that cover a listing or its brand, in the papers' order."""
        found = {
            cover["certificate_id"]: self.papers[cover["certificate_id"]]
            for cover in self.covers
            if cover["listing_id"] == listing["id"]
            or (cover["brand_id"] is not None and cover["brand_id"] == listing["brand_id"])
        }.values()
        today = self.today
        held = [
            paper
            for paper in found
            if paper["state"] == "verified"
            and paper["facility_id"] == listing["facility_id"]
            and (paper["issued_on"] is None or paper["issued_on"] <= today)
            and (paper["expires_on"] is None or paper["expires_on"] >= today)
        ]
        return sorted(held, key=lambda p: (self.kinds[p["kind_id"]]["position"], p["id"]))

    def badges(self, listing: Row) -> list[Row]:
        """One badge a kind of paper, until the day on which the last of the kind ends."""
        ends: dict[str, list[date | None]] = {}
        for paper in self.in_force(listing):
            ends.setdefault(paper["kind_id"], []).append(paper["expires_on"])
        return [
            {
                "code": code,
                "short": self.kinds[code]["short"],
                "short_en": self.kinds[code]["short_en"],
                "until": last.isoformat() if (last := _last(days)) else None,
            }
            for code, days in ends.items()
        ]


SAME = (
    "product_id", "slug", "facility_id", "lead_time_days", "delivery", "is_not_halal",
    "cleared_until", "published_at",
)  # fmt: skip


def _last(days: Sequence[date | None]) -> date | None:
    """The latest of some ends; None is no end at all."""
    return None if None in days else max(day for day in days if day)


def differences() -> list[str]:
    """Where the cards, their papers and the search's rows are not what the truth makes of them."""
    truth = Truth()
    wanted, kept = truth.cards(), table("catalog_card", "listing_id")
    for card in kept.values():
        card["papers"] = json.loads(card["papers"])
    found = [f"card {pk}: {wanted.keys() ^ kept.keys()}" for pk in wanted.keys() ^ kept.keys()]
    for pk in sorted(wanted.keys() & kept.keys()):
        assert wanted[pk].keys() == kept[pk].keys()  # a new column must be told here as well
        found += [
            f"listing {pk}: {name} is {kept[pk][name]!r}, should be {value!r}"
            for name, value in wanted[pk].items()
            if kept[pk][name] != value
        ]
    return found + _filter_differences(wanted) + search_differences()


def _filter_differences(wanted: dict[int, Row]) -> list[str]:
    """The rows by which a list is filtered for papers are the badges of the cards."""
    kept = {
        (row["card_id"], row["code"], row["until"] and row["until"].isoformat())
        for row in rows("SELECT card_id, code, until FROM catalog_cardpaper")
    }
    badges = {(pk, b["code"], b["until"]) for pk, card in wanted.items() for b in card["papers"]}
    return [f"paper {row}: only kept" for row in sorted(kept - badges, key=repr)] + [
        f"paper {row}: missing" for row in sorted(badges - kept, key=repr)
    ]


SEARCH = "SELECT listing_id, is_open, head::text, vector::text, name_words, words FROM {}"


def search_differences() -> list[str]:
    """Where a listing's words differ from those that a fresh reading of everything gives."""
    kept = {row["listing_id"]: row for row in rows(SEARCH.format("catalog_searchrow"))}
    with transaction.atomic():
        rows("DELETE FROM catalog_searchrow RETURNING 1")
        rows("SELECT catalog_search_refresh(array_agg(id))::text FROM catalog_listing")
        fresh = {row["listing_id"]: row for row in rows(SEARCH.format("catalog_searchrow"))}
        transaction.set_rollback(True)
    return [
        f"words of {pk}: {name} is {kept.get(pk, {}).get(name)!r}, should be {value!r}"
        for pk, row in fresh.items()
        for name, value in row.items()
        if kept.get(pk, {}).get(name) != value
    ]
