"""Plain values of what visitors see in full: goods, facilities, places, kinds, reading pages.

What a list is asked for and shows is in `catalog.types`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from catalog.types import CardPhoto, Delivery, StockState


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
