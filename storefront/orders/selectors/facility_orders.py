"""A facility's parts of orders as its people see them: a queue, and one with all that is of it.

Read as whoever looks: the policies of the database hold here too, and nothing of the whole order is
needed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Case, Count, F, IntegerField, Prefetch, Q, Value, When

from catalog.errors import NotFound
from catalog.models import CardRow
from catalog.types import Actor, CardPhoto
from storefront.orders.models import (
    FacilityOrder,
    FacilityOrderLine,
    OrderStep,
    Parcel,
    ParcelLine,
)
from storefront.orders.policies import parts_seen_by
from storefront.orders.shown import Recipient
from storefront.orders.types import CancelCause, DeliveryKind, FacilityOrderState, StepKind

S = FacilityOrderState
ROWS = 20
MOST_AT_ONCE = 100
WORK = (S.TO_ACCEPT, S.ACCEPTED, S.PACKED)  # what waits for hands
# SQL: how many of these a facility has, of which whoever acts reads the parts.
WORK_COUNT = (
    "(SELECT count(*)::int FROM orders_facilityorder work WHERE work.facility_id = {facility}"
    f" AND work.state IN ({', '.join(repr(state.value) for state in WORK)}))"
)
ASKED = "asked"  # counted beside the states: the buyer asks to cancel
_OVER = (S.DONE, S.CANCELLED)


@dataclass(frozen=True)
class LineSeen:
    """Goods of a part. left: pieces that are neither handed over nor cancelled; photo: of goods
    that have one; listing_id: None where the goods are gone."""

    id: int
    variant_id: int | None
    listing_id: int | None
    sku: str
    name: str
    variant_name: str
    quantity: int
    cancelled: int
    handed_over: int
    weight: int
    is_made: bool
    photo: CardPhoto | None

    @property
    def left(self) -> int:
        """What still has to leave."""
        return self.quantity - self.cancelled - self.handed_over

    @property
    def said(self) -> str:
        """The goods with the choice."""
        return f"{self.name}, {self.variant_name}" if self.variant_name else self.name


@dataclass(frozen=True)
class ParcelSeen:
    """One handing over. pieces: (line's key, how many)."""

    id: int
    service: str
    number: str
    address: str
    handed_over_at: datetime
    delivered_at: datetime | None
    pieces: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class StepSeen:
    """A step as it was written. by: whose act it was."""

    id: int
    kind: StepKind
    at: datetime
    by: str
    note: str
    data: dict[str, Any]


@dataclass(frozen=True)
class RowSeen:
    """A part in the queue, or the head of its page."""

    id: int
    number: str
    state: FacilityOrderState
    kind: DeliveryKind
    service: str
    recipient: Recipient
    accept_by: datetime | None
    produced_by: date | None
    promised_on: date | None
    late_note: str
    cancel_asked_at: datetime | None
    placed_at: datetime
    ended_at: datetime | None
    forgotten_at: datetime | None
    lines: tuple[LineSeen, ...]

    @property
    def asks_to_cancel(self) -> bool:
        """Whether the buyer waits for an answer to that."""
        return self.cancel_asked_at is not None and self.state is S.ACCEPTED


@dataclass(frozen=True)
class PartSeen:
    """Everything of one part. due: rupiah to be taken when it is fetched, None when it is paid;
    total: what the buyer pays for it; newest: key of its newest step, 0 for none."""

    row: RowSeen
    weight: int
    total: Decimal
    goods_total: Decimal
    discount_total: Decimal
    delivery_price: Decimal
    due: Decimal | None
    cancel_cause: CancelCause | None
    cancel_note: str
    parcels: tuple[ParcelSeen, ...]
    steps: tuple[StepSeen, ...]

    @property
    def newest(self) -> int:
        """For forms: what whoever looks has seen."""
        return self.steps[-1].id if self.steps else 0


@dataclass(frozen=True)
class QueueQuery:
    """What of the queue is asked for. states: in their order; words: of number, recipient or SKU;
    after: place of the last row of the page before, () for the first."""

    facility_id: int
    states: tuple[FacilityOrderState, ...] = WORK
    words: str = ""
    after: tuple[int, ...] = ()


class QueuePage(NamedTuple):
    """One page. after: where the next begins, () when this is the last."""

    rows: tuple[RowSeen, ...]
    after: tuple[int, ...]


def queue_counts(*, actor: Actor, facility_id: int) -> Counter[str]:
    """How many parts are in each state that is not over, and how many buyers ask to cancel. One
    statement."""
    open_parts = FacilityOrder.objects.filter(
        parts_seen_by(actor), ~Q(state__in=_OVER), facility_id=facility_id
    )
    asks = Count("pk", filter=Q(state=S.ACCEPTED, cancel_asked_at__isnull=False))
    rows = open_parts.order_by().values("state").annotate(parts=Count("pk"), asks=asks)
    found: Counter[str] = Counter()
    for row in rows:
        found[row["state"]] = row["parts"]
        found[ASKED] += row["asks"]
    return found


def queue_page(*, actor: Actor, query: QueueQuery) -> QueuePage:
    """Parts in the order in which they are to be done; what is over, newest first. Two
    statements; photos are left out."""
    is_newest_first = bool(query.words) or set(query.states) <= set(_OVER)
    rows = FacilityOrder.objects.filter(parts_seen_by(actor), facility_id=query.facility_id)
    if query.words:
        rows = rows.filter(_found_by(query.words, query.facility_id))
        rank: Any = Value(0, IntegerField())
    else:
        rows = rows.filter(state__in=query.states)
        ranks = {state: 0 if is_newest_first else place for place, state in enumerate(query.states)}
        cases = [When(state=state, then=Value(rank)) for state, rank in ranks.items()]
        rank = Case(*cases, default=Value(0), output_field=IntegerField())
    rows = rows.annotate(rank=rank).order_by("rank", "-pk" if is_newest_first else "pk")
    if len(query.after) == len(("rank", "pk")):
        rows = rows.filter(_beyond(*query.after, is_newest_first=is_newest_first))
    found: list[Any] = list(rows.prefetch_related(_LINES)[: ROWS + 1])
    page, more = found[:ROWS], found[ROWS:]
    after = (page[-1].rank, page[-1].pk) if more else ()
    return QueuePage(tuple(_row(row, {}) for row in page), after)


_LINES = Prefetch(
    "lines", FacilityOrderLine.objects.annotate(product=F("variant__product_id")).order_by("pk")
)


def _beyond(rank: int, key: int, *, is_newest_first: bool) -> Q:
    later = Q(rank=rank, pk__lt=key) if is_newest_first else Q(rank=rank, pk__gt=key)
    return Q(rank__gt=rank) | later


def _found_by(words: str, facility_id: int) -> Q:
    # its own lines alone are looked at, not everybody's
    own = FacilityOrderLine.objects.filter(facility_order__facility_id=facility_id)
    sku = own.filter(sku__icontains=words).values("facility_order")
    return Q(number__icontains=words) | Q(recipient__icontains=words) | Q(pk__in=sku)


def parts_chosen(*, actor: Actor, facility_id: int, keys: Collection[int]) -> tuple[RowSeen, ...]:
    """Some of the facility's parts, as they were placed; those that are not there are left out."""
    rows = FacilityOrder.objects.filter(
        parts_seen_by(actor), facility_id=facility_id, pk__in=list(keys)[:MOST_AT_ONCE]
    )
    found = list(rows.prefetch_related(_LINES).order_by("pk"))
    return tuple(_row(row, {}) for row in found)


def part_seen(*, actor: Actor, facility_id: int, number: str) -> PartSeen:
    """One part by its number or key, at most five statements. Raises NotFound."""
    wanted = Q(pk=int(number)) if _is_key(number) else Q(number=number.strip().upper())
    row = (
        FacilityOrder.objects.filter(parts_seen_by(actor), wanted, facility_id=facility_id)
        .prefetch_related(
            _LINES,
            Prefetch("steps", OrderStep.objects.order_by("pk")),
        )
        .first()
    )
    if row is None:
        raise NotFound
    steps = tuple(
        StepSeen(one.pk, StepKind(one.kind), one.at, one.actor_name, one.note, one.data)
        for one in row.steps.all()
    )
    return PartSeen(
        row=_row(row, _photos([row])),
        weight=row.weight,
        total=row.goods_total - row.discount_total + row.delivery_price,
        goods_total=row.goods_total,
        discount_total=row.discount_total,
        delivery_price=row.delivery_price,
        due=_due(steps, row.state),
        cancel_cause=CancelCause(row.cancel_cause) if row.cancel_cause else None,
        cancel_note=row.cancel_note,
        parcels=_parcels(row),
        steps=steps,
    )


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= len(str(2**62))


def _due(steps: Sequence[StepSeen], state: str) -> Decimal | None:
    """As the steps told it; what is over is due no longer."""
    said = [step.data["due"] for step in steps if "due" in step.data]
    return Decimal(said[-1]) if said and state not in _OVER else None


def _photos(rows: Sequence[FacilityOrder]) -> dict[int, tuple[int, CardPhoto | None]]:
    """Of the goods, by product: the listing and its photo."""
    products = {_product(line) for row in rows for line in row.lines.all()} - {0}
    if not products:
        return {}
    cards = CardRow.objects.filter(product_id__in=products).values_list(
        *("product_id", "listing_id", "photo_key"),
        *("photo_width", "photo_height", "photo_alt", "photo_widths"),
    )
    return {
        product: (listing, CardPhoto(key, width, height, alt, tuple(widths)) if key else None)
        for product, listing, key, width, height, alt, widths in cards
    }


def _product(line: FacilityOrderLine) -> int:
    product: Any = getattr(line, "product", None)  # see _LINES
    return int(product or 0)


def _row(row: FacilityOrder, photos: dict[int, tuple[int, CardPhoto | None]]) -> RowSeen:
    return RowSeen(
        id=row.pk,
        number=row.number,
        state=S(row.state),
        kind=DeliveryKind(row.kind),
        service=row.service_name,
        recipient=Recipient(
            name=row.recipient,
            phone=row.phone,
            street=row.street,
            village=row.village,
            district=row.district,
            regency=row.regency,
            province=row.province,
            postal_code=row.postal_code,
            courier_note=row.courier_note,
        ),
        accept_by=row.accept_by,
        produced_by=row.produced_by,
        promised_on=row.promised_on,
        late_note=row.late_note,
        cancel_asked_at=row.cancel_asked_at,
        placed_at=row.placed_at,
        ended_at=row.done_at or row.cancelled_at,
        forgotten_at=row.forgotten_at,
        lines=tuple(_line(line, photos) for line in row.lines.all()),
    )


def _line(row: FacilityOrderLine, photos: dict[int, tuple[int, CardPhoto | None]]) -> LineSeen:
    listing, photo = photos.get(_product(row), (None, None))
    return LineSeen(
        id=row.pk,
        variant_id=row.variant_id,
        listing_id=listing,
        sku=row.sku,
        name=row.name,
        variant_name=row.variant_name,
        quantity=row.quantity,
        cancelled=row.cancelled,
        handed_over=row.handed_over,
        weight=row.weight,
        is_made=row.lead_time_days is not None,
        photo=photo,
    )


def _parcels(part: FacilityOrder) -> tuple[ParcelSeen, ...]:
    """With what is in each; none is empty."""
    rows = ParcelLine.objects.filter(parcel__facility_order=part).select_related("parcel")
    found: dict[int, tuple[Parcel, list[tuple[int, int]]]] = {}
    for row in rows.order_by("parcel", "pk"):
        found.setdefault(row.parcel_id, (row.parcel, []))[1].append((row.line_id, row.quantity))
    return tuple(_parcel(parcel, pieces) for parcel, pieces in found.values())


def _parcel(row: Parcel, pieces: list[tuple[int, int]]) -> ParcelSeen:
    return ParcelSeen(
        id=row.pk,
        service=row.service_name,
        number=row.tracking_number,
        address=row.tracking_url,
        handed_over_at=row.handed_over_at,
        delivered_at=row.delivered_at,
        pieces=tuple(pieces),
    )
