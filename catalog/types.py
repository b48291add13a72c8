"""The catalogue's plain values: who acts, what states there are, what a list shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import NamedTuple


class Role(StrEnum):
    """What somebody is here. People's roles come with memberships; SYSTEM is a command or job.

    In order of rank, the highest first: an act is written down under the highest role.
    """

    SYSTEM = "system"
    CENTRAL_OFFICER = "central_officer"
    AUDITOR = "auditor"
    REGIONAL_HEAD = "regional_head"
    REGIONAL_OFFICER = "regional_officer"
    FACILITY_HEAD = "facility_head"
    FACILITY_OPERATOR = "facility_operator"
    BOARD_EDITOR = "board_editor"
    BOARD_VIEWER = "board_viewer"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True)
class Grant:
    """One role of an actor and where it holds.

    facility_ids: facilities in its scope, None for all; office_id, partner_id: the regional
    office or partner organisation that it is a role of.
    """

    role: Role
    facility_ids: frozenset[int] | None = frozenset()
    office_id: int | None = None
    partner_id: int | None = None


@dataclass(frozen=True)
class Actor:
    """Who acts. Every service takes one.

    name: what the audit table shows ("demo", "worker", a person's name); user_id: the person's
    account, None for commands and visitors; only: the acts that an API token is limited to, by
    their values, None for all that the grants give.
    """

    name: str = ""
    grants: tuple[Grant, ...] = ()
    user_id: int | None = None
    only: frozenset[str] | None = None

    @classmethod
    def system(cls, name: str) -> Actor:
        """A command or job of the shop itself; sees and does everything."""
        return cls(name, (Grant(Role.SYSTEM, None),))

    @classmethod
    def anonymous(cls) -> Actor:
        """A visitor."""
        return cls()

    @property
    def role(self) -> Role:
        """The highest role held."""
        ranks = list(Role)
        return min((grant.role for grant in self.grants), key=ranks.index, default=Role.ANONYMOUS)


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
    ListingState.PUBLISHED: frozenset(
        {ListingState.DRAFT, ListingState.SUSPENDED, ListingState.ARCHIVED}
    ),
    ListingState.SUSPENDED: frozenset(
        {
            *(ListingState.DRAFT, ListingState.SUBMITTED, ListingState.ARCHIVED),
            ListingState.PUBLISHED,  # by a new clearance, when what it was suspended for has gone
        }
    ),
    ListingState.ARCHIVED: frozenset({ListingState.DRAFT}),
}


class StockReason(StrEnum):
    """Why a balance changed. What people say comes first; the rest is said by the shop."""

    PRODUCED = "produced"
    SOLD_AT_GALLERY = "sold"
    DAMAGED = "damaged"
    COUNTED = "counted"
    CORRECTED = "corrected"
    OPENING = "opening"
    SHEET = "sheet"
    ORDER = "order"
    UNDONE = "undone"
    OTHER = "other"


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
    they are the same; facility_slug: the facility that the text is the name of, "" when it is none;
    is_cut: whether goods were left out because very many have the words.
    """

    text: str
    query: CatalogQuery
    corrected: str = ""
    facility_slug: str = ""
    is_cut: bool = False


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
