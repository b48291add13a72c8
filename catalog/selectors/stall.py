"""What people of a facility see of their own goods: all states, what is missing, what is low."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from catalog.errors import NotFound
from catalog.listing_values import ListingValues, VariantValues
from catalog.models import AuditEntry, Listing, Sketch
from catalog.planned import planned_rows
from catalog.policies.abilities import Act, facilities_where
from catalog.policies.scope import can_see_listing
from catalog.saleor_adapter.editing import ProductSheet, product_sheet
from catalog.types import Actor, CardPhoto, Delivery, ListingState
from catalog.whole_rows import row_of

ROWS = 50
# What a page of one thing of a facility shows of where it is.
WITH_PLACE = ("facility", "facility__regency", "facility__regency__province", "facility__office")
# Ways to narrow the list beside the states.
OUT, FEW = "habis", "sedikit"


def values_of(listing: Listing, sheet: ProductSheet | None = None) -> ListingValues:
    """A listing as it can be edited. One statement, none with its product's sheet."""
    goods = sheet or product_sheet(listing.product_id)
    own = {
        name: getattr(listing, name)
        for name in (
            *("unit_id", "brand_id", "lead_time_days", "buyer_limit", "net_weight_grams"),
            *("best_before_days", "is_not_halal", "size", "size_en", "composition"),
            *("composition_en", "allergens", "allergens_en", "storage", "storage_en"),
            *("care", "care_en"),
        )
    }
    return ListingValues(
        name=goods.name,
        name_en=goods.name_en,
        category_id=goods.category_id,
        description=goods.description,
        description_en=goods.description_en,
        adults_only=goods.adults_only,
        delivery=Delivery(listing.delivery),
        variants=tuple(
            VariantValues(v.id, v.name, v.name_en, v.price, v.weight_grams) for v in goods.variants
        ),
        **own,
    )


def listing_of(*, actor: Actor, listing_id: int, facility_slug: str) -> Listing:
    """A facility's listing, with the facility, where it is and its office. One statement.

    Raises NotFound outside of the actor's scope.
    """
    found = row_of(Listing, WITH_PLACE, "t.id = %(id)s", {"id": listing_id})
    if found is None or found.facility.slug != facility_slug or not can_see_listing(actor, found):
        raise NotFound
    return found


class OwnChoices(NamedTuple):
    """What goods of a facility can be of: key and name."""

    units: list[tuple[int, str]]
    brands: list[tuple[int, str]]


_CHOICES = """SELECT 'unit' AS kind, id, name FROM catalog_productionunit
 WHERE facility_id = %(facility)s
UNION ALL SELECT 'brand', id, name FROM catalog_brand WHERE facility_id = %(facility)s
ORDER BY name"""


def own_choices(*, facility_id: int) -> OwnChoices:
    """A facility's units and brands. One statement."""
    found = OwnChoices([], [])
    for kind, key, name in planned_rows(_CHOICES, {"facility": facility_id}):
        (found.units if kind == "unit" else found.brands).append((key, name))
    return found


class StallLine(NamedTuple):
    """A listing in its facility's list. price_max, stock: as on its card."""

    id: int
    name: str
    state: ListingState
    price_min: Decimal
    price_max: Decimal
    stock: int
    lead_time_days: int | None
    photo: CardPhoto | None


class StallPage(NamedTuple):
    """Lines of one page, from 1. pages: how many there are; counts: of all goods by state and by
    OUT and FEW, whatever is asked for."""

    lines: list[StallLine]
    found: int
    page: int
    pages: int
    counts: dict[str, int]


_COUNTED = "l.state IN ('draft', 'submitted', 'published', 'suspended')"
_COUNTS = f"""count(*) FILTER (WHERE l.state = 'draft'),
 count(*) FILTER (WHERE l.state = 'submitted'), count(*) FILTER (WHERE l.state = 'published'),
 count(*) FILTER (WHERE l.state = 'suspended'), count(*) FILTER (WHERE l.state = 'archived'),
 count(*) FILTER (WHERE l.state = 'published' AND c.stock_state = 0),
 count(*) FILTER (WHERE l.state = 'published' AND c.stock_state = 1),
 count(*) FILTER (WHERE {_COUNTED})"""
_COUNT_NAMES = ("draft", "submitted", "published", "suspended", "archived", OUT, FEW, "all")
_OF_FACILITY = f"""SELECT {_COUNTS} FROM catalog_listing l
 JOIN catalog_card c ON c.listing_id = l.id WHERE l.facility_id = %(facility)s"""


def counts_of(*, facility_id: int) -> dict[str, int]:
    """A facility's goods by state, by OUT and FEW; "all" are those not archived. One statement."""
    rows = planned_rows(_OF_FACILITY, {"facility": facility_id})
    return dict(zip(_COUNT_NAMES, rows[0], strict=True))


_ORDER = (
    "array_position(ARRAY['suspended', 'draft', 'submitted', 'published', 'archived'],"
    " l.state::text)"
)
# The page's goods are chosen before their cards are read, which are wide.
_LINES = f"""SELECT l.id, c.name, l.state, c.price_min, c.price_max, c.stock,
 c.lead_time_days, c.photo_key, c.photo_width, c.photo_height, c.photo_alt, c.photo_widths, l.found
FROM (
  SELECT l.id, l.state, count(*) OVER () AS found FROM catalog_listing l{{cards}}
  WHERE l.facility_id = %(facility)s AND {{asked}} ORDER BY {_ORDER}, l.id DESC
  LIMIT {ROWS} OFFSET %(past)s) l
JOIN catalog_card c ON c.listing_id = l.id ORDER BY {_ORDER}, l.id DESC"""
_CARDS = " JOIN catalog_card c ON c.listing_id = l.id"
_ASKED = {
    **{state.value: f"l.state = '{state.value}'" for state in ListingState},
    OUT: "l.state = 'published' AND c.stock_state = 0",
    FEW: "l.state = 'published' AND c.stock_state = 1",
}


def stall_page(*, facility_id: int, state: str = "", words: str = "", page: int = 1) -> StallPage:
    """A page of a facility's goods, what needs doing first; beyond the last page, the first. Two
    statements.

    state: a state, OUT, FEW, or anything else for all that are not archived; words: of the name.
    """
    asked = _ASKED.get(state, _COUNTED) + (" AND c.name ILIKE %(like)s" if words else "")
    rows = planned_rows(
        _LINES.format(cards=_CARDS if "c." in asked else "", asked=asked),
        {"facility": facility_id, "like": f"%{_plain(words)}%", "past": (page - 1) * ROWS},
    )
    if not rows and page > 1:
        return stall_page(facility_id=facility_id, state=state, words=words)
    found = rows[0][-1] if rows else 0
    pages = max(1, -(-found // ROWS))
    return StallPage(
        [_line(row) for row in rows], found, page, pages, counts_of(facility_id=facility_id)
    )


def _plain(words: str) -> str:
    """What LIKE reads as it stands."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _line(row: Sequence[Any]) -> StallLine:
    photo = CardPhoto._make([*row[7:11], tuple(row[11])]) if row[7] else None
    return StallLine._make([*row[:2], ListingState(row[2]), *row[3:7], photo])


class PlaceLine(NamedTuple):
    """A facility with how many of its goods wait for something; counts as of `counts_of`."""

    slug: str
    name: str
    province: str
    counts: Mapping[str, int]


class PlacePage(NamedTuple):
    """Facilities of one page. found: how many there are in all."""

    lines: list[PlaceLine]
    found: int
    page: int
    pages: int


# Facilities are chosen before their goods are counted: 50 of 600, not 20,000 listings.
_PLACES = f"""SELECT f.slug, f.short_name, f.province, counted.*, f.found FROM (
  SELECT f.id, f.slug, f.short_name, p.name AS province, count(*) OVER () AS found
  FROM catalog_facility f JOIN catalog_regency r ON r.code = f.regency_id
  JOIN catalog_province p ON p.code = r.province_id
  WHERE (%(everywhere)s OR f.id = ANY (%(scope)s)) AND (%(words)s = ''
   OR f.short_name ILIKE %(like)s OR f.official_name ILIKE %(like)s OR p.name ILIKE %(like)s)
  ORDER BY f.short_name, f.id LIMIT %(rows)s OFFSET %(past)s) f
 CROSS JOIN LATERAL (SELECT {_COUNTS} FROM catalog_listing l
  JOIN catalog_card c ON c.listing_id = l.id WHERE l.facility_id = f.id) counted
 ORDER BY f.short_name, f.id"""


def places_page(*, actor: Actor, words: str = "", page: int = 1) -> PlacePage:
    """The facilities of the actor's scope with their counts. One statement."""
    scope = facilities_where(actor, Act.FACILITY_SEE)
    with connection.cursor() as cursor:
        cursor.execute(
            _PLACES,
            {
                "everywhere": scope is None,
                "scope": sorted(scope or ()),
                "words": words,
                "like": f"%{_plain(words)}%",
                "rows": ROWS,
                "past": (page - 1) * ROWS,
            },
        )
        rows = cursor.fetchall()
    found = rows[0][-1] if rows else 0
    lines = [
        PlaceLine._make([*row[:3], dict(zip(_COUNT_NAMES, row[3:-1], strict=True))]) for row in rows
    ]
    return PlacePage(lines, found, page, max(1, -(-found // ROWS)))


def only_facility(actor: Actor) -> int | None:
    """The one facility of the actor's scope; None when there are several or none."""
    scope = facilities_where(actor, Act.FACILITY_SEE)
    return next(iter(scope)) if scope is not None and len(scope) == 1 else None


@dataclass(frozen=True)
class LastChange:
    """Who changed something last before somebody else came. at: an aware moment."""

    name: str
    at: Any


def last_change(
    *, listing_id: int, action: str = "listing.changed", field: str = ""
) -> LastChange | None:
    """Who changed a listing last, or one field of it. One statement."""
    rows = AuditEntry.objects.filter(
        subject_table=Listing._meta.db_table, subject_id=str(listing_id), action=action
    )
    if field:
        rows = rows.filter(detail__fields__contains=[field])
    found = rows.order_by("-at", "-pk").first()
    return LastChange(found.actor_name, found.at) if found else None


def sketches_of(*, actor: Actor, facility_id: int) -> list[Sketch]:
    """What a person began and did not send, newest first, at most ROWS."""
    rows = Sketch.objects.filter(
        user_id=actor.user_id or 0, facility_id=facility_id, done_at__isnull=True
    )
    return list(rows.order_by("-saved_at")[:ROWS])


def sketch_of(*, actor: Actor, key: Any, facility_id: int) -> Sketch:
    """A person's own sketch. Raises NotFound for another's."""
    found = Sketch.objects.filter(
        pk=key, user_id=actor.user_id or 0, facility_id=facility_id
    ).first()
    if found is None:
        raise NotFound
    return found


def is_kept(*, actor: Actor, key: Any) -> bool:
    """Whether a person's form with this key was kept before."""
    return Sketch.objects.filter(pk=key, user_id=actor.user_id or 0).exists()


def sketch_of_listing(*, actor: Actor, listing_id: int) -> Sketch | None:
    """What a person began to change of a listing and did not send."""
    return Sketch.objects.filter(
        user_id=actor.user_id or 0, listing_id=listing_id, done_at__isnull=True
    ).first()
