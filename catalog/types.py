"""The catalogue's plain values: who acts, what states there are, what a list shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import NamedTuple


class Role(StrEnum):
    """What somebody is here. People's roles come with memberships; SYSTEM is a command or job."""

    ANONYMOUS = "anonymous"
    SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """Who acts. Every service takes one.

    name: what the audit table shows ("demo", "worker"); facility_ids: the facilities in scope.
    """

    role: Role
    name: str = ""
    facility_ids: frozenset[int] = field(default_factory=frozenset)

    @classmethod
    def system(cls, name: str) -> Actor:
        """A command or job of the shop itself; sees and does everything."""
        return cls(role=Role.SYSTEM, name=name)

    @classmethod
    def anonymous(cls) -> Actor:
        """A visitor."""
        return cls(role=Role.ANONYMOUS)


class ListingState(StrEnum):
    """Where a listing stands between the workshop and the buyer."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    SUSPENDED = "suspended"
    ARCHIVED = "archived"


ALLOWED_MOVES: dict[ListingState, frozenset[ListingState]] = {
    ListingState.DRAFT: frozenset({ListingState.SUBMITTED, ListingState.ARCHIVED}),
    ListingState.SUBMITTED: frozenset({ListingState.PUBLISHED, ListingState.DRAFT}),
    ListingState.PUBLISHED: frozenset({ListingState.SUSPENDED, ListingState.ARCHIVED}),
    ListingState.SUSPENDED: frozenset({ListingState.SUBMITTED, ListingState.ARCHIVED}),
    ListingState.ARCHIVED: frozenset(),
}


class Delivery(StrEnum):
    """How goods leave the facility."""

    PARCEL = "parcel"
    PICKUP = "pickup"
    LOCAL_COURIER = "local_courier"


class StockState(IntEnum):
    """What a card says of stock; the order is the order in lists (sold out sinks)."""

    SOLD_OUT = 0
    FEW = 1
    ENOUGH = 2
    MADE_TO_ORDER = 3


FEW_LEFT = 5


@dataclass(frozen=True)
class Clearance:
    """A dated permission to publish one listing, given by legality.

    ruleset: name and version of the rules that were asked; certificate_ids: the papers it rests
    on; valid_until: last legal date it holds, None when no paper ends.
    """

    listing_id: int
    ruleset: str
    certificate_ids: tuple[int, ...]
    valid_until: date | None


class CardPhoto(NamedTuple):
    """The first picture of a listing.

    key: content hash; widths: renditions that exist, empty while they are being made (then the
    picture as it came is shown).
    """

    key: str
    width: int
    height: int
    alt: str
    widths: tuple[int, ...]


class Card(NamedTuple):
    """A listing as lists show it, texts in the language asked for."""

    listing_id: int
    product_id: int
    slug: str
    name: str
    price_min: Decimal
    price_max: Decimal
    facility_slug: str
    facility_name: str
    province_name: str
    stock_state: StockState
    stock: int
    lead_time_days: int | None
    delivery: Delivery
    papers: tuple[str, ...]
    not_halal: bool
    is_flagship: bool
    photo: CardPhoto | None


class Sort(StrEnum):
    """Orders a list can have; the value stands in the address."""

    BEST = "sesuai"
    NEWEST = "terbaru"
    CHEAPEST = "termurah"
    DEAREST = "termahal"
    NEAREST = "terdekat"


@dataclass(frozen=True)
class CatalogQuery:
    """What a visitor asked a list for. Empty tuples and None mean "any".

    kinds, provinces, offices, facilities: slugs; papers: certificate kind codes. Within a group any
    value fits, between groups all must. price_from/price_to: rupiah, inclusive. near: code of the
    kab/kota or province that Sort.NEAREST starts from. ranked: what a search found, (listing id,
    score), best first, None when nothing was searched for; Sort.BEST follows the scores.
    """

    kinds: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    facilities: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    in_stock: bool = False
    flagship: bool = False
    shippable: bool = False
    made_to_order: bool = False
    price_from: Decimal | None = None
    price_to: Decimal | None = None
    without: tuple[int, ...] = ()
    only: tuple[int, ...] = ()
    near: str = ""
    ranked: tuple[tuple[int, int], ...] | None = None
    sort: Sort = Sort.NEWEST

    @property
    def is_filtered(self) -> bool:
        """Whether anything narrows the list (the order does not)."""
        return self != CatalogQuery(sort=self.sort)


class CardPage(NamedTuple):
    """One page of a list. after: the cursor of the next page, None on the last."""

    cards: list[Card]
    after: str | None


@dataclass(frozen=True, slots=True)
class Searched:
    """What a search meant and what it found.

    text: as typed, cleaned; query: the filters that its words name, with `ranked` set when words
    were left to look for; corrected: the words that were looked for instead of those typed, "" when
    they are the same; facility_slug: the facility that the text is the name of, "" when it is none.
    """

    text: str
    query: CatalogQuery
    corrected: str = ""
    facility_slug: str = ""


# The ready ranges of prices in rupiah, both ends included; None is no end.
PRICE_RANGES: tuple[tuple[Decimal | None, Decimal | None], ...] = (
    (None, Decimal(25_000)),
    (Decimal(25_000), Decimal(50_000)),
    (Decimal(50_000), Decimal(200_000)),
    (Decimal(200_000), None),
)


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value that a list can be narrowed by. value: what stands in the address."""

    value: str
    label: str
    count: int


class Facets(NamedTuple):
    """How many goods each value would leave, given the other groups' choices.

    prices: of the ready ranges, in the order of PRICE_RANGES.
    """

    total: int
    facility_total: int
    kinds: list[FacetValue]
    provinces: list[FacetValue]
    offices: list[FacetValue]
    facilities: list[FacetValue]
    papers: list[FacetValue]
    prices: list[int]
    in_stock: int
    flagship: int
    shippable: int
    made_to_order: int


@dataclass(frozen=True)
class Variant:
    """One thing that can be bought. price: rupiah; stock: on hand minus promised."""

    id: int
    sku: str
    name: str
    price: Decimal
    stock: int
    weight_grams: int | None


@dataclass(frozen=True)
class UnitInfo:
    """A production unit as visitors see it. trained: number of people, None when not said."""

    id: int
    kind: str
    name: str
    skill: str
    trained: int | None
    training_partner: str
    is_certified: bool


@dataclass(frozen=True)
class OpenHours:
    """One span of opening hours. weekday: 0 is Monday; times as "08.00"."""

    weekday: int
    opens: str
    closes: str


@dataclass(frozen=True)
class FacilityInfo:
    """A facility as visitors see it, texts in the language asked for.

    zone: WIB, WITA or WIT; whatsapp and phone: "+62..." or empty; goods: how many are public.
    """

    id: int
    slug: str
    kind: str
    klass: str
    official_name: str
    short_name: str
    aliases: tuple[str, ...]
    province_name: str
    province_slug: str
    regency_name: str
    office_name: str
    address: str
    phone: str
    whatsapp: str
    email: str
    zone: str
    craft_line: str
    story: str
    goods: int
    hours: tuple[OpenHours, ...] = ()
    units: tuple[UnitInfo, ...] = ()


@dataclass(frozen=True)
class FacilityLine:
    """A facility in a list."""

    id: int
    slug: str
    kind: str
    short_name: str
    official_name: str
    aliases: tuple[str, ...]
    craft_line: str
    province_name: str
    province_slug: str
    regency_name: str
    goods: int


@dataclass(frozen=True)
class ProvinceLine:
    """A province with what it has. code: two digits of Kemendagri; zone: WIB, WITA, WIT."""

    code: str
    slug: str
    name: str
    zone: str
    facilities: int
    goods: int


@dataclass(frozen=True)
class KindLine:
    """A kind of goods (Saleor's category). photo: of its newest listing."""

    id: int
    slug: str
    name: str
    description: str
    goods: int
    photo: CardPhoto | None


@dataclass(frozen=True)
class ListingInfo:
    """A public listing in full, but for papers and pictures, which others own.

    description: paragraphs; details: label code and text, in the order of the page;
    published_at: aware; adults_only: nobody under 18 may buy it.
    """

    id: int
    product_id: int
    slug: str
    name: str
    description: tuple[str, ...]
    kind: KindLine
    facility: FacilityInfo
    unit: UnitInfo | None
    brand_name: str
    variants: tuple[Variant, ...]
    price_min: Decimal
    price_max: Decimal
    stock_state: StockState
    stock: int
    lead_time_days: int | None
    delivery: Delivery
    buyer_limit: int | None
    net_weight_grams: int | None
    details: tuple[tuple[str, str], ...]
    not_halal: bool
    is_flagship: bool
    published_at: datetime | None
    adults_only: bool = False


@dataclass(frozen=True)
class PartnerLine:
    """A partner organisation. province_codes: its territory."""

    slug: str
    kind: str
    name: str
    about: str
    province_codes: tuple[str, ...]


class ShopNumbers(NamedTuple):
    """The shop in numbers: public goods, facilities and provinces they come from, goods that
    have at least one paper in force."""

    goods: int
    facilities: int
    provinces: int
    with_papers: int


class Block(NamedTuple):
    """A piece of a reading page. kind: h2, h3, p, li or step; html: escaped, links made."""

    kind: str
    html: str


@dataclass(frozen=True)
class PageInfo:
    """A reading page in one language."""

    slug: str
    title: str
    blocks: tuple[Block, ...]
