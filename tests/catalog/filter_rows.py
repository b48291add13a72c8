"""Cards with random facts for tests of filters, and the same filters in plain Python."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from catalog.models import CardPaper, CardRow, Facility, Province, Regency, RegionalOffice
from catalog.saleor_adapter.kinds import kind_rows
from catalog.services.facilities import FacilityDraft, facility_open
from catalog.types import CatalogQuery
from tests.making import SYSTEM, draft_listing, facility_make

KINDS = ("camilan", "batik", "mebel")
PROVINCES = ("sulawesi-tengah", "aceh", "bali")
OFFICES = ("sulawesi-tengah", "barat")
FACILITIES = ("satu", "dua", "tiga", "empat", "lima")
PAPERS = ("halal", "pirt", "merek")


def _facility(slug: str, regency: str, office: str) -> Facility:
    draft = FacilityDraft(
        slug=slug,
        kind="lapas",
        klass="IIA",
        official_name=f"Lembaga {slug}",
        short_name=f"Lapas {slug}",
        place=slug,
        regency_code=regency,
        office_slug=office,
        address="Jalan Contoh 1",
    )
    return facility_open(actor=SYSTEM, draft=draft)


def facilities_make() -> list[Facility]:
    """Five facilities in three provinces; one office serves two of these."""
    first = facility_make("satu")
    office = RegionalOffice.objects.create(slug="barat", name="Kanwil Barat", name_en="West office")
    for code, slug in (("11", "aceh"), ("51", "bali")):
        province = Province.objects.create(code=code, slug=slug, name=slug, name_en=slug)
        office.provinces.add(province)
        for number in ("01", "02"):
            Regency.objects.create(
                code=f"{code}.{number}", province=province, name=f"{slug} {number}", is_city=False
            )
    return [
        first,
        facility_make("dua"),
        _facility("tiga", "11.01", "barat"),
        _facility("empat", "11.02", "barat"),
        _facility("lima", "51.01", "barat"),
    ]


def cards_make(count: int, on: date, seed: int = 7) -> list[int]:
    """Listings whose cards have random facts; ids in the order of making."""
    dice = random.Random(seed)
    facilities = facilities_make()
    ids = [
        draft_listing(dice.choice(facilities), kind=dice.choice(KINDS)).pk for _n in range(count)
    ]
    for listing_id in ids:
        card_shuffle(listing_id, on, dice)
    return ids


def card_shuffle(listing_id: int, on: date, dice: random.Random) -> None:
    """Random facts for one card, and random papers."""
    days = [None, on - timedelta(1), on, on + timedelta(5)]
    starts = dice.choice([None, on - timedelta(3), on + timedelta(1)])
    stock = dice.choice([0, 0, 1, 40])
    codes = dice.sample(PAPERS, dice.randint(0, 3))
    untils = {code: dice.choice(days) for code in codes}
    CardPaper.objects.filter(card_id=listing_id).delete()
    CardPaper.objects.bulk_create(
        CardPaper(card_id=listing_id, code=code, until=until) for code, until in untils.items()
    )
    CardRow.objects.filter(pk=listing_id).update(
        category_id=dice.choice([row.id for row in kind_rows()]),
        price_min=Decimal(dice.choice(["24999.99", "25000", "25000.01", "49999", "50000", "3e5"])),
        stock=stock,
        stock_state=2 if stock > 5 else 1 if stock else dice.choice([0, 3]),
        delivery=dice.choice(["parcel", "pickup"]),
        flagship_from=starts,
        flagship_until=starts and starts + timedelta(dice.choice([1, 3, 9])),
        is_open=dice.random() < 0.9,
        cleared_until=dice.choice(days),
        papers=[
            {"code": code, "short": code, "short_en": code, "until": until and until.isoformat()}
            for code, until in untils.items()
        ],
    )


def _some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    known = st.sets(st.sampled_from((*values, "tidak-ada")), max_size=len(values))
    return known.map(lambda chosen: tuple(sorted(chosen)))


_prices = st.none() | st.sampled_from(["24999.99", "25000", "30000", "50000", "300000"]).map(
    Decimal
)


def queries(ids: list[int]) -> st.SearchStrategy[CatalogQuery]:
    """Any filters over the cards made here, also within what a search found."""
    found = st.lists(st.sampled_from([*ids, 10**9]), unique=True, max_size=40)
    ranked = st.none() | found.map(lambda keys: tuple((key, key % 5) for key in keys))
    return st.builds(
        CatalogQuery,
        kinds=_some(KINDS),
        provinces=_some(PROVINCES),
        offices=_some(OFFICES),
        facilities=_some(FACILITIES),
        papers=_some(PAPERS),
        in_stock=st.booleans(),
        flagship=st.booleans(),
        shippable=st.booleans(),
        made_to_order=st.booleans(),
        price_from=_prices,
        price_to=_prices,
        ranked=ranked,
    )


class Plain:
    """The public cards as Python objects, and whether each fits a query: the counts' counterpart,
    which shares no line with them."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.kinds = {row.id: row.slug for row in kind_rows()}
        self.facilities = {
            row.pk: row for row in Facility.objects.select_related("office", "regency__province")
        }
        self.papers: dict[int, set[str]] = {}
        for paper in CardPaper.objects.all():
            if paper.until is None or paper.until >= on:
                self.papers.setdefault(paper.card_id, set()).add(paper.code)
        self.cards = [
            card
            for card in CardRow.objects.filter(is_open=True)
            if card.cleared_until is None or card.cleared_until >= on
        ]

    def groups(self, card: CardRow) -> dict[str, set[str]]:
        """The values that a card has, by group."""
        facility = self.facilities[card.facility_id]
        return {
            "kinds": {self.kinds[card.category_id]} if card.category_id else set(),
            "provinces": {facility.regency.province.slug},
            "offices": {facility.office.slug},
            "facilities": {facility.slug},
            "papers": self.papers.get(card.pk, set()),
        }

    def flags(self, card: CardRow) -> dict[str, bool]:
        """The flags of a card."""
        starts, ends = card.flagship_from, card.flagship_until
        return {
            "in_stock": card.stock > 0,
            "flagship": bool(starts and ends and starts <= self.on <= ends),
            "shippable": card.delivery == "parcel",
            "made_to_order": card.stock_state == 3,
        }

    def fits(self, card: CardRow, query: CatalogQuery) -> bool:
        """Whether a list shows the card."""
        groups, flags = self.groups(card), self.flags(card)
        asked = {name: set(getattr(query, name)) for name in groups if getattr(query, name)}
        return (
            all(groups[name] & wanted for name, wanted in asked.items())
            and all(flags[name] for name in flags if getattr(query, name))
            and (query.price_from is None or card.price_min >= query.price_from)
            and (query.price_to is None or card.price_min <= query.price_to)
            and (query.ranked is None or card.pk in {key for key, _score in query.ranked})
        )

    def count(self, query: CatalogQuery) -> int:
        """How many goods a list has."""
        return sum(self.fits(card, query) for card in self.cards)
