"""What the sizes of a product measure, each by itself: net and packed weight, size, unit price.

Saleor keeps a variant's packed weight; the listing has one net weight and one line of sizes. What a
variant's own name states ("Toples 250 g", "1 liter") is the seller's word for that variant and goes
before the listing's. Where nothing is stated nothing is shown: a wrong net weight on food is worse
than none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from catalog.shown import ListingInfo, Variant
from storefront.web.formats import rupiah, weight

_SMALL, _LARGE = 100, 1000  # grams or millilitres that a unit price is told for
_AMOUNT = re.compile(r"(?<![\d.,])(\d+(?:[.,]\d{1,2})?)\s*(kg|g|ml|liter|litre)\b")
_FACTORS = {"kg": 1000, "g": 1, "ml": 1, "liter": 1000, "litre": 1000}
_NUMBER = re.compile(r"\d+")
_LAST_UNIT = re.compile(r"\d\s*(cm|mm|m)$")


@dataclass(frozen=True, slots=True)
class Amount:
    """How much is in a pack: grams, or millilitres when is_liquid."""

    of: Decimal
    is_liquid: bool


@dataclass(frozen=True, slots=True)
class Measures:
    """One variant's own measures in words; "" where nothing is known.

    name: the variant's; net, packed: weights; size: length by width; unit_price: for 100 g or ml, a
    kilogram or a liter, the same for all variants of a product so that they can be compared.
    """

    name: str
    net: str
    packed: str
    size: str
    unit_price: str


def amount_in(name: str) -> Amount | None:
    """The amount that a variant's name states; None when it states none."""
    found = _AMOUNT.search(name)
    if found is None:
        return None
    stated = Decimal(found[1].replace(",", ".")) * _FACTORS[found[2]]
    return Amount(stated, found[2] not in {"kg", "g"}) if stated else None


def _net_grams(listing: ListingInfo, variant: Variant) -> int | None:
    """Net weight of one variant, None when it cannot be told."""
    stated = amount_in(variant.name)
    if stated and not stated.is_liquid:
        return int(stated.of)
    grams, packs = listing.net_weight_grams, {v.weight_grams for v in listing.variants}
    if not grams or len(packs) == 1:
        return grams
    # the listing's weight was entered for the first variant; its pack must be able to hold it
    is_first = variant is listing.variants[0]
    return grams if is_first and (variant.weight_grams or 0) >= grams else None


def _own_size(text: str, variant: Variant) -> str:
    """This variant's part of "M 54 × 72, L 56 × 74 cm"; "" when the line is not of that kind."""
    unit = _LAST_UNIT.search(text)
    for part in text.split(", "):
        head, _gap, rest = part.partition(" ")
        if unit and head == variant.name and rest:
            return rest if rest.endswith(unit[1]) else f"{rest} {unit[1]}"
    return ""


def _step(amounts: Sequence[Amount]) -> int:
    """What the unit price is told for: of the largest pack's own order."""
    return _LARGE if max(amount.of for amount in amounts) >= _LARGE else _SMALL


def _step_words(step: int, is_liquid: bool, language: str) -> str:
    if not is_liquid:
        return weight(step, language)
    return "100 ml" if step == _SMALL else _("liter")


def _unit_prices(listing: ListingInfo, nets: Sequence[int | None], language: str) -> list[str]:
    """Unit price by variant, for food and drink; all empty where each pack is one such unit."""
    is_food = any(code == "best_before_days" for code, _text in listing.details)
    amounts = [
        amount_in(variant.name) or (Amount(Decimal(net), False) if net else None)
        for variant, net in zip(listing.variants, nets, strict=True)
    ]
    known = [amount for amount in amounts if amount]
    if not is_food or not known or all(amount.of == _step(known) for amount in known):
        return [""] * len(amounts)
    step = _step(known)
    return [
        _("%(price)s per %(weight)s")
        % {
            "price": rupiah(variant.price * step / amount.of, language),
            "weight": _step_words(step, amount.is_liquid, language),
        }
        if amount
        else ""
        for variant, amount in zip(listing.variants, amounts, strict=True)
    ]


def measures_of(listing: ListingInfo, language: str) -> list[Measures]:
    """Every variant's measures, in the order of the variants."""
    size = dict(listing.details).get("size", "")
    nets = [_net_grams(listing, variant) for variant in listing.variants]
    prices = _unit_prices(listing, nets, language)
    return [
        Measures(
            name=variant.name,
            net=weight(net, language) if net else "",
            packed=weight(variant.weight_grams, language) if variant.weight_grams else "",
            size=_own_size(size, variant),
            unit_price=price,
        )
        for variant, net, price in zip(listing.variants, nets, prices, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class SizeTable:
    """The measures that differ, a column each. rows: a variant's name and its cells."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


# Heads, to be translated where they are shown, and the cells below them.
_Column = tuple[str, Callable[[Measures], str]]
_NET: _Column = (gettext_noop("Net weight"), lambda one: one.net)
_PACKED: _Column = (gettext_noop("Shipping weight"), lambda one: one.packed)
_COLUMNS: tuple[_Column, ...] = (
    _NET,
    (gettext_noop("Size"), lambda one: one.size),
    _PACKED,
    (gettext_noop("Unit price"), lambda one: one.unit_price),
)


def size_table(measures: Sequence[Measures]) -> SizeTable | None:
    """What differs between the variants; None when nothing does or there is only one."""
    chosen = [(head, cell) for head, cell in _COLUMNS if len({cell(one) for one in measures}) > 1]
    if not chosen:
        return None
    rows = tuple((one.name, tuple(cell(one) for _head, cell in chosen)) for one in measures)
    return SizeTable(tuple(_(head) for head, _cell in chosen), rows)


def shared(measures: Sequence[Measures]) -> list[tuple[str, str]]:
    """Weights that all variants have in common, as rows of a list of facts."""
    rows = []
    for msgid, cell in (_NET, _PACKED):
        texts = {cell(one) for one in measures}
        if len(texts) == 1 and texts != {""}:
            rows.append((_(msgid), texts.pop()))
    return rows


def _numbers(text: str) -> set[str]:
    return set(_NUMBER.findall(text))


def size_rows(listing: ListingInfo, measures: Sequence[Measures]) -> list[tuple[str, str]]:
    """The listing's line of sizes, said whose it is; none when the table tells it by variant."""
    text = dict(listing.details).get("size", "")
    if not text or (measures and all(one.size for one in measures)):
        return []
    owner = _owner(listing, measures, text)
    return [(f"{_('Size')} ({owner.name})" if owner and owner.name else _("Size"), text)]


def _owner(listing: ListingInfo, measures: Sequence[Measures], text: str) -> Variant | None:
    """The one variant that a size belongs to: by the numbers in its name, else the first of packs
    that hold different amounts; None: all.
    """
    variants = listing.variants
    fitting = [v for v in variants if _numbers(v.name) and _numbers(v.name) <= _numbers(text)]
    if len(variants) > 1 and len(fitting) == 1:
        return fitting[0]
    measured = [v for v in variants if _net_grams(listing, v) == listing.net_weight_grams]
    differ = len({one.net for one in measures}) > 1
    return measured[0] if listing.net_weight_grams and differ and measured else None
