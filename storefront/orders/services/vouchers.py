"""Keeping vouchers: done by central officers. A code stays; what was used stays counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_noop

from catalog.dates import LEGAL_ZONE, legal_today
from catalog.errors import Invalid, NotFound
from catalog.models import Listing
from catalog.saleor_adapter.kinds import kind_rows
from catalog.services.reference import (
    differences,
    filled,
    keeper_require,
    kept_down,
    one_at_a_time,
    texts_require,
)
from catalog.types import Actor
from storefront.orders.saleor_adapter import vouchers as saleor
from storefront.orders.saleor_adapter.vouchers import VoucherRow, code_normal
from storefront.orders.voucher_terms import VoucherKind

ADDED, CHANGED, ENDED = "voucher.added", "voucher.changed", "voucher.ended"
MOST_VALUE, MOST_USES, MOST_GOODS = 100_000_000, 1_000_000, 200
NAME_LENGTH = 120
_TABLE = "discount_voucher"
_WHOLE_PRICE = 100  # percent


@dataclass(frozen=True)
class VoucherValues:
    """Of a voucher. kind: VoucherKind; value: whole rupiah, or percent when is_percent; starts,
    ends: legal dates ("2026-11-22"), both included, ends "" for none; kinds: slugs of kinds of
    goods, goods: of listings, for SPECIFIC_PRODUCT alone."""

    name: str
    kind: str
    is_percent: bool
    value: int
    starts: str
    ends: str = ""
    min_spent: int | None = None
    min_quantity: int | None = None
    usage_limit: int | None = None
    once_per_customer: bool = False
    once_per_order: bool = False
    kinds: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()


def voucher_values(row: VoucherRow) -> VoucherValues:
    """As it is."""
    return VoucherValues(
        name=row.name,
        kind=row.kind,
        is_percent=row.percent,
        value=int(row.value),
        starts=_day(row.starts),
        ends=_day(row.ends) if row.ends else "",
        min_spent=None if row.min_spent is None else int(row.min_spent),
        min_quantity=row.min_quantity,
        usage_limit=row.usage_limit,
        once_per_customer=row.once_per_customer,
        once_per_order=row.once_per_order,
        kinds=row.kinds,
        goods=row.goods,
    )


def _day(moment: datetime) -> str:
    return moment.astimezone(LEGAL_ZONE).date().isoformat()


def _moment(day: str, field: str, *, is_end: bool) -> datetime:
    """The first or the last moment of a legal day. Raises Invalid."""
    try:
        first = datetime.combine(date.fromisoformat(day), time(), tzinfo=LEGAL_ZONE)
        first.astimezone(UTC)  # as it is read again: the very first day began before year 1 there
    except (ValueError, OverflowError) as error:
        raise Invalid(field=field, reason=gettext_noop("Choose a day.")) from error
    return first + timedelta(days=1, microseconds=-1) if is_end else first


# --- What is refused


def _check(wanted: VoucherValues) -> None:
    """Raises Invalid for the first value that no voucher has."""
    texts_require(wanted)
    filled(wanted, "name")
    if wanted.kind not in set(VoucherKind):
        raise Invalid(field="kind", reason=gettext_noop("Choose one of the list."))
    most = _WHOLE_PRICE if wanted.is_percent else MOST_VALUE
    if not 1 <= wanted.value <= most:
        reason = gettext_noop("At least 1; at most 100 percent or Rp100.000.000.")
        raise Invalid(field="value", reason=reason)
    for name in ("min_spent", "min_quantity", "usage_limit"):
        number = getattr(wanted, name)
        if number is not None and not 1 <= number <= MOST_VALUE:
            raise Invalid(field=name, reason=gettext_noop("At least 1, or empty."))
    if wanted.ends and wanted.ends < wanted.starts:
        raise Invalid(field="ends", reason=gettext_noop("It cannot end before it begins."))
    _check_goods(wanted)


def _check_goods(wanted: VoucherValues) -> None:
    is_specific = wanted.kind == VoucherKind.SPECIFIC_PRODUCT
    if (wanted.kinds or wanted.goods) and not is_specific:
        reason = gettext_noop("Kinds and goods are for vouchers on certain goods alone.")
        raise Invalid(field="kind", reason=reason)
    if wanted.once_per_order and not is_specific:
        reason = gettext_noop("This is for vouchers on certain goods alone.")
        raise Invalid(field="once_per_order", reason=reason)
    if len(wanted.goods) > MOST_GOODS:
        raise Invalid(field="goods", reason=gettext_noop("At most 200 goods."))


def _kind_ids(slugs: Sequence[str]) -> list[int]:
    known = {row.slug: row.id for row in kind_rows()}
    if not set(slugs) <= known.keys():
        raise Invalid(field="kinds", reason=gettext_noop("Choose among what there is."))
    return [known[slug] for slug in slugs]


def _product_ids(slugs: Sequence[str]) -> list[int]:
    found = dict(Listing.objects.filter(slug__in=slugs).values_list("slug", "product_id"))
    if set(slugs) - found.keys():
        reason = gettext_noop("Give addresses of goods as they end: /produk/…/, one a line.")
        raise Invalid(field="goods", reason=reason)
    return list(found.values())


# --- Acts


@transaction.atomic
def voucher_add(*, actor: Actor, code: str, wanted: VoucherValues) -> int:
    """A further voucher; its key. Raises NotFound, NotAllowed, Invalid (also for a code that there
    is already)."""
    keeper_require(actor)
    normal = code_normal(code)
    if not normal:
        reason = gettext_noop("Letters and digits alone, at most 12.")
        raise Invalid(field="code", reason=reason)
    _check(wanted)
    one_at_a_time("vouchers")
    if saleor.code_is_there(normal):
        raise Invalid(field="code", reason=gettext_noop("There is a voucher of this code already."))
    key = _write(None, wanted, normal)
    changes = {name: (None, value) for name, value in vars(wanted).items()}
    kept_down(actor, ADDED, _TABLE, key, changes, code=normal)
    return key


@transaction.atomic
def voucher_change(
    *, actor: Actor, voucher_id: int, wanted: VoucherValues, seen: VoucherValues
) -> None:
    """Change what a voucher says. Raises NotFound, NotAllowed, Invalid, Stale."""
    row = _kept(actor, voucher_id)
    changes = differences(voucher_values(row), wanted, seen)
    if not changes:
        return
    _check(wanted)
    _write(row, wanted)
    kept_down(actor, CHANGED, _TABLE, voucher_id, changes, code=row.code)


@transaction.atomic
def voucher_end(*, actor: Actor, voucher_id: int) -> None:
    """End a voucher now, as if it had ended yesterday; one that has ended stays as it is. Baskets
    that hold it say so. Raises NotFound, NotAllowed."""
    row = _kept(actor, voucher_id)
    before = voucher_values(row)
    yesterday = (legal_today() - timedelta(days=1)).isoformat()
    if before.ends and before.ends <= yesterday:
        return
    wanted = replace(before, ends=yesterday, starts=min(before.starts, yesterday))
    _write(row, wanted)
    changes = differences(before, wanted, before)
    kept_down(actor, ENDED, _TABLE, voucher_id, changes, code=row.code)


def _kept(actor: Actor, voucher_id: int) -> VoucherRow:
    keeper_require(actor)
    row = saleor.voucher_row(voucher_id, lock=True)
    if row is None:
        raise NotFound
    return row


def _write(row: VoucherRow | None, wanted: VoucherValues, code: str = "") -> int:
    """Write down what is wanted of a voucher, of a new one with a code; its key. Raises Invalid."""
    kind_ids, product_ids = _kind_ids(wanted.kinds), _product_ids(wanted.goods)
    changed = VoucherRow(
        id=row.id if row else 0,
        code=row.code if row else code,
        name=wanted.name,
        kind=wanted.kind,
        percent=wanted.is_percent,
        value=Decimal(wanted.value),
        used=row.used if row else 0,
        usage_limit=wanted.usage_limit,
        starts=_moment(wanted.starts, "starts", is_end=False),
        ends=_moment(wanted.ends, "ends", is_end=True) if wanted.ends else None,
        min_spent=None if wanted.min_spent is None else Decimal(wanted.min_spent),
        min_quantity=wanted.min_quantity,
        once_per_customer=wanted.once_per_customer,
        once_per_order=wanted.once_per_order,
        kinds=wanted.kinds,
        goods=wanted.goods,
    )
    return saleor.voucher_write(changed, kind_ids=kind_ids, product_ids=product_ids)
