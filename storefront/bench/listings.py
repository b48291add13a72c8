"""Synthetic listings and their papers, shaped like real ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from storefront.bench.draw import Draw, zipf
from storefront.bench.facilities import FacilityFact, slug_of
from storefront.bench.words import STORIES, TRADES, Trade

# Shares of the listings: none left, made when they are ordered, called after their place.
_SOLD_OUT, _MADE_TO_ORDER, _PLACED = 0.12, 0.09, 0.4
_STATES = ("published",) * 94 + ("draft",) * 3 + ("suspended", "archived", "archived")
_VARIANTS = (1, 1, 1, 1, 2, 2, 2, 3, 3, 4)
# Where papers stand, in percent; days from today that they end, when they do.
_PAPER_STATES = (
    *("verified",) * 87,
    *("unverified",) * 5,
    *("filed",) * 4,
    *("revoked", "on_hold", "expired", "expired"),
)
_ENDLESS = frozenset({"halal", "hak_cipta", "indikasi_geografis"})
_FORMS = {
    "pirt": "P-IRT {0:05d}{1:08d}-28",
    "halal": "ID3{0:05d}{1:012d}",
    "bpom_md": "MD {1:012d}",
    "merek": "IDM{1:09d}",
    "desain_industri": "IDD{1:010d}",
    "hak_cipta": "EC002025{1:06d}",
    "nkv": "NKV TK {1:07d}-001",
}


class ListingFact(NamedTuple):
    """A listing to be written, by its key from 1.

    price: rupiah of the cheapest variant, each next one costs `step` more; stock: on hand by
    variant; flagship_slot: None when it is not put forward; age_hours: since it was published.
    """

    number: int
    slug: str
    kind: str
    facility: int
    name: str
    name_en: str
    description: str
    description_en: str
    price: int
    step: int
    weight: int
    variants: list[str]
    variants_en: list[str]
    stock: list[int]
    state: str
    delivery: str
    lead_time: int | None
    unit: int | None
    branded: bool
    not_halal: bool
    size: str
    composition: str
    composition_en: str
    flagship_slot: int | None
    age_hours: int


class PaperFact(NamedTuple):
    """A paper of one listing. issued, expires, verified: days from today; None: no end, unseen."""

    listing: int
    code: str
    number: str
    state: str
    issued: int
    expires: int | None
    verified: int | None


def _delivery(trade: Trade, draw: Draw) -> str:
    if draw.chance(trade.parcel):
        return "parcel"
    return draw.one(("pickup", "local_courier"))


def _stock(count: int, draw: Draw) -> list[int]:
    if draw.chance(_SOLD_OUT):
        return [0] * count
    return [draw.low(0, 120) for _variant in range(count)]


class Maker:
    """Makes listings one after another; facilities and kinds are drawn by skewed shares. head: as
    of `zipf`, of the facilities."""

    def __init__(
        self, facilities: Sequence[FacilityFact], kinds: Sequence[str], draw: Draw, head: int = 3
    ) -> None:
        self._draw = draw
        self._facilities = facilities
        self._facility_shares = zipf(len(facilities), skew=1.05, head=head)
        self._kinds = [kind for kind in TRADES if kind in kinds]
        self._kind_shares = zipf(len(self._kinds), skew=0.9)
        self._slots: dict[int, int] = {}

    def listing(self, number: int) -> ListingFact:
        """The listing with this key."""
        draw = self._draw
        facility = self._facilities[draw.rank(self._facility_shares)]
        kind = self._kinds[draw.rank(self._kind_shares)]
        trade = TRADES[kind]
        head, middle = draw.one(trade.heads), draw.one(trade.middles)
        place = facility.place.replace("-", " ").title() if draw.chance(_PLACED) else ""
        name = f"{head[0]} {middle[0]}".capitalize() + f" {place}".rstrip()
        stories = draw.some(STORIES, 3)
        shown = draw.one(_VARIANTS)
        state = draw.one(_STATES)
        price = 500 * draw.low(2 * trade.prices[0], 2 * trade.prices[1])
        return ListingFact(
            number=number,
            slug=f"{slug_of(head[0])}-{facility.place}-{number}",
            kind=kind,
            facility=facility.number,
            name=name,
            name_en=f"{head[1]}, {middle[1]}".capitalize() + f" {place}".rstrip(),
            description="\n\n".join(story[0] for story in stories),
            description_en="\n\n".join(story[1] for story in stories),
            price=price,
            step=max(500, price // 5000 * 500),
            weight=draw.low(60, 9000),
            variants=[word[0] for word in trade.variants[:shown]],
            variants_en=[word[1] for word in trade.variants[:shown]],
            stock=_stock(shown, draw),
            state=state,
            delivery=_delivery(trade, draw),
            lead_time=draw.number(3, 30) if draw.chance(_MADE_TO_ORDER) else None,
            unit=draw.one(facility.units) if draw.chance(0.7) else None,
            branded=facility.brand is not None and draw.chance(0.5),
            not_halal=kind in {"camilan", "bumbu-sambal"} and draw.chance(0.01),
            size=f"{draw.number(5, 60)} × {draw.number(5, 60)} cm",
            composition=f"{middle[0]}, bahan setempat",
            composition_en=f"{middle[1]}, local materials",
            flagship_slot=self._slot(facility.number) if state == "published" else None,
            age_hours=draw.number(1, 24 * 900),
        )

    def _slot(self, facility: int) -> int | None:
        """A facility puts at most two goods forward."""
        used = self._slots.get(facility, 0)
        if used == 2 or not self._draw.chance(0.2):  # noqa: PLR2004 # the shop's own rule
            return None
        self._slots[facility] = used + 1
        return used + 1

    def papers(self, listing: ListingFact) -> Iterator[PaperFact]:
        """The papers of a listing, by its kind's shares."""
        for code, share in TRADES[listing.kind].papers.items():
            if self._draw.chance(share):
                yield self._paper(listing.number, code)

    def _paper(self, number: int, code: str) -> PaperFact:
        draw = self._draw
        state = draw.one(_PAPER_STATES)
        expires = None if code in _ENDLESS else draw.number(5, 1700)
        if state == "expired":
            expires = -draw.number(1, 200)
        form = _FORMS.get(code, code.upper().replace("_", "") + "-{1:09d}")
        return PaperFact(
            listing=number,
            code=code,
            number=form.format(number % 99_991, number),
            state=state,
            issued=-draw.number(210, 1500),
            expires=expires,
            verified=-draw.number(1, 180) if state == "verified" else None,
        )
