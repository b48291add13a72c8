"""What a receipt or invoice says: every text made, so that the sheet only sets it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from lokal import terbilang

from storefront.orders.rules.timeline import is_due_at_pickup
from storefront.orders.selectors.orders import said_name
from storefront.orders.shown import LineShown, OrderShown, PartShown
from storefront.web.formats import number, phone, rupiah
from storefront.web.order_words import delivery_said, kind_word, moment, refund_said

Sum = tuple[str, str]
_MINUS = "−"


def nota_words(order: OrderShown, *, language: str, address: str, shop_address: str) -> Any:
    """The data of nota.typ, in the active language. address: of the order's page; shop_address:
    of the office, "" for none. Values are texts, or lists and dictionaries of them."""
    is_paid = order.paid_at is not None
    heading = _("Receipt") if is_paid else _("Invoice")
    return {
        "language": language,
        "title": f"{heading} {order.number}",
        "heading": heading,
        "number": order.number,
        "is_paid": is_paid,
        "state": _state(order),
        "facts": _facts(order, language),
        "to": _to(order),
        "parts": [_part(part, language) for part in order.parts],
        "sums": _sums(order, language),
        "total": rupiah(order.total, language),
        "spelled": terbilang(int(order.total), currency=True, case="sentence"),
        "after": _after(order, language),
        "notes": _notes(order, address),
        "foot": " · ".join(text for text in ("Lapak Binaan", shop_address, order.number) if text),
        "words": {
            "to": _("For"),
            "columns": [
                *(_("No."), _("Goods"), _("Pieces"), _("Price"), _("Discount"), _("Amount"))
            ],
            "total": _("Total"),
            "spelled": "Terbilang:",
            "page": _("page {page} of {pages}"),
        },
    }


def _state(order: OrderShown) -> str:
    if order.paid_at is not None:
        return _("PAID")
    if order.ended_at is not None:
        return _("CANCELLED")
    if is_due_at_pickup(order):
        return _("TO BE PAID AT PICKUP")
    return _("TRANSFER BEING CHECKED") if order.is_proof_waiting else _("UNPAID")


def _facts(order: OrderShown, language: str) -> list[Sum]:
    facts = [(_("Placed"), moment(order.placed_at, order.zone, language))]
    if order.paid_at is not None:
        facts.append((_("Paid on"), moment(order.paid_at, order.zone, language)))
    elif order.ended_at is None and not (is_due_at_pickup(order) or order.is_proof_waiting):
        facts.append((_("Pay by"), moment(order.pay_by, order.zone, language)))
    return facts


def _to(order: OrderShown) -> list[str]:
    """Name and address; none where the buyer's data were removed."""
    to = order.recipient
    town = " ".join(part for part in (to.province, to.postal_code) if part)
    near = ", ".join(part for part in (to.village, to.district, to.regency, town) if part)
    lines = (to.name or order.name, phone(to.phone), to.street, near)
    return [line for line in lines if line] or ["–"]


# --- Parts


def _part(part: PartShown, language: str) -> dict[str, Any]:
    place = f"{part.maker.regency}, {part.maker.province} · {part.number}"
    lines = [_line(place, line, language) for place, line in enumerate(part.lines, start=1)]
    delivery = f"{_('Delivery')}: {kind_word(part)}"
    sums = [(delivery, delivery_said(part, part.delivery_price, language))]
    if part.delivery_discount:
        sums.append((_("Discount on delivery"), _signed(-part.delivery_discount, language)))
    sums.append((_("Subtotal"), rupiah(part.total, language)))
    if part.tax_total:  # only of facilities that owe it: see rules of taxes
        sums.append((_("PPN contained in it"), rupiah(part.tax_total, language)))
    return {"maker": part.maker.official_name, "place": place, "lines": lines, "sums": sums}


def _line(place: int, line: LineShown, language: str) -> dict[str, str]:
    gone = [_("%(count)s cancelled") % {"count": line.cancelled}] if line.cancelled else []
    gone += [_("%(count)s sent back") % {"count": line.returned}] if line.returned else []
    return {
        "place": str(place),
        "name": said_name(line),
        "note": " · ".join([line.sku, *gone]),
        "quantity": number(line.quantity, language),
        "unit": rupiah(line.unit_price, language),
        "discount": _MINUS + rupiah(line.discount, language) if line.discount else "",
        "total": rupiah(line.total, language),
    }


# --- All of it


def _sums(order: OrderShown, language: str) -> list[Sum]:
    with_voucher = _("Discounts, with voucher %(code)s") % {"code": order.voucher_code}
    discount = with_voucher if order.voucher_code else _("Discount")
    rows = [(_("Goods"), order.goods_total), (discount, -order.discount_total)]
    rows.append((_("Delivery"), order.delivery_total))
    return [(word, _signed(value, language)) for word, value in rows if value]


def _signed(value: Decimal, language: str) -> str:
    return (_MINUS if value < 0 else "") + rupiah(abs(value), language)


def _after(order: OrderShown, language: str) -> list[str]:
    """What a transfer had beyond it, PPN of the whole, and what went or goes back."""
    lines = []
    if order.mark:
        said = _("Paid by transfer: %(amount)s, with %(more)s by which it was known")
        amount = rupiah(order.total + order.mark, language)
        lines.append(said % {"amount": amount, "more": rupiah(order.mark, language)})
    if order.tax_total:
        tax = rupiah(order.tax_total, language)
        lines.append(_("PPN contained in it: %(amount)s") % {"amount": tax})
    return lines + [refund_said(row, order.zone, language) for row in order.refunds]


def _notes(order: OrderShown, address: str) -> list[str]:
    notes = [_("Prices are final. See this order: %(address)s") % {"address": address}]
    if settings.MODE == "demo":
        notes.append(_("Sample, not real: nothing was sold and nothing paid."))
    if not order.paid_at:
        notes.append(_("This is no proof of payment."))
    return notes
