"""What a catalogue address asks for, read in one place, and written back in one order.

Values that mean nothing are left out and said on the page; nothing here raises for what a visitor
can type. Whether a cursor fits is for the selector to say.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from catalog.types import CatalogQuery, Sort

# Parameter of the address and field of the query, in the order of the canonical address.
GROUPS = {
    "jenis": "kinds",
    "provinsi": "provinces",
    "kantor": "offices",
    "fasilitas": "facilities",
    "surat": "papers",
}
FLAGS = {
    "stok": "in_stock",
    "unggulan": "flagship",
    "kirim": "shippable",
    "dibuat": "made_to_order",
}
PRICES = {"harga-dari": "price_from", "harga-sampai": "price_to"}
PRICE = "harga"  # both ends together, as one filter
YES = "ya"
TEXT, LITERAL, RANGE, SORT, NEAR, AFTER = "q", "persis", "kisaran", "urut", "dekat", "setelah"
MOST_LETTERS = 200
MOST_CHOSEN = 40  # values of one group; more make an address that nobody can read or send
_PRICE = re.compile(r"(?:Rp)?\s*(\d{1,3}(?:[.,\s]\d{3})+|\d{1,12})", re.IGNORECASE)
_SORTS = frozenset(sort.value for sort in Sort)
_Bounds = tuple[Decimal | None, Decimal | None]
_SAID = 40  # letters of an unknown value that a page repeats


@dataclass(frozen=True)
class Vocabulary:
    """Values that the catalogue knows today, with their labels, by parameter.

    without_goods: labels of places that are known and have nothing today; starts: labels of where
    "Terdekat" may start, by code; start_slugs: codes of provinces by slug.
    """

    labels: Mapping[str, Mapping[str, str]]
    without_goods: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    starts: Mapping[str, str] = field(default_factory=dict)
    start_slugs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Parameters:
    """A read address. query: what it asks for beside the words; text: the words, cleaned;
    is_literal: they are not to be interpreted; after: the cursor as it came; complaints: sentences
    for the page; wrong_prices: what was typed and cannot be read, by parameter."""

    query: CatalogQuery
    after: str
    complaints: tuple[str, ...]
    text: str = ""
    is_literal: bool = False
    wrong_prices: Mapping[str, str] = field(default_factory=dict)

    def canonical(self) -> str:
        """The query string that this address should have."""
        return address_query(self.query, self.after, text=self.text, literal=self.is_literal)

    def onwards(self, after: str) -> str:
        """The query string of the page that follows a place."""
        return address_query(self.query, after, text=self.text, literal=self.is_literal)

    def with_query(self, query: CatalogQuery, *, literal: bool | None = None) -> str:
        """The query string of another choice for the same words."""
        is_literal = self.is_literal if literal is None else literal
        return address_query(query, text=self.text, literal=is_literal)


def default_sort(text: str) -> Sort:
    """The order that an address need not name."""
    return Sort.BEST if text else Sort.NEWEST


def address_query(
    query: CatalogQuery, after: str = "", *, text: str = "", literal: bool = False
) -> str:
    """A query as it stands in an address: fixed order of groups, values sorted, nothing idle."""
    pairs = [(TEXT, text)] if text else []
    if text and literal:
        pairs.append((LITERAL, YES))
    pairs += [
        (parameter, value)
        for parameter, group in GROUPS.items()
        for value in sorted(getattr(query, group))
    ]
    pairs += [(parameter, YES) for parameter, flag in FLAGS.items() if getattr(query, flag)]
    pairs += [
        (parameter, f"{price:f}")
        for parameter, name in PRICES.items()
        if (price := getattr(query, name)) is not None
    ]
    if query.sort is not default_sort(text):
        pairs.append((SORT, query.sort.value))
    if query.near and query.sort is Sort.NEAREST:
        pairs.append((NEAR, query.near))
    if after:
        pairs.append((AFTER, after))
    return urlencode(pairs)


def cleaned(text: str) -> str:
    """Words as people can have meant them: without signs that cannot be seen, blanks joined."""
    composed = unicodedata.normalize("NFC", text[: 4 * MOST_LETTERS])
    seen = "".join(
        " " if sign.isspace() else sign
        for sign in composed
        if sign.isspace() or unicodedata.category(sign)[0] != "C"
    )
    return " ".join(seen.split())[:MOST_LETTERS].rstrip()


def parse(given: QueryDict, vocabulary: Vocabulary) -> Parameters:
    """Read an address. Unknown parameters are ignored, as trackers add them."""
    reader = _Reader(given, vocabulary)
    text = cleaned(given.get(TEXT, ""))
    low, high = reader.prices()
    groups: dict[str, Any] = {field: reader.values(name) for name, field in GROUPS.items()}
    flags: dict[str, Any] = {field: reader.flag(name) for name, field in FLAGS.items()}
    sort = reader.sort(text)
    query = CatalogQuery(
        **groups,
        **flags,
        price_from=low,
        price_to=high,
        sort=sort,
        near=reader.near() if sort is Sort.NEAREST else "",
    )
    return Parameters(
        query,
        given.get(AFTER, ""),
        tuple(reader.complaints),
        text,
        bool(text) and given.get(LITERAL) == YES,
        reader.wrong_prices,
    )


class _Reader:
    """Reads one address and collects what it had to leave out."""

    def __init__(self, given: QueryDict, vocabulary: Vocabulary) -> None:
        self._given = given
        self._words = vocabulary
        self.complaints: list[str] = []
        self.wrong_prices: dict[str, str] = {}

    def _leave_out(self, values: Iterable[str]) -> None:
        for value in values:
            said = value if len(value) <= _SAID else value[:_SAID] + "…"
            self.complaints.append(
                _("“%(value)s” is not something this list knows, so it is left out.")
                % {"value": said}
            )

    def values(self, parameter: str) -> tuple[str, ...]:
        asked = {value for value in self._given.getlist(parameter) if value}
        known = self._words.labels.get(parameter, {})
        unknown = sorted(asked - known.keys())[:3]
        empty = self._words.without_goods.get(parameter, {})
        self.complaints += [
            _("There are no goods from %(place)s yet, so goods from other places are shown.")
            % {"place": empty[value]}
            for value in unknown
            if value in empty
        ]
        self._leave_out(value for value in unknown if value not in empty)
        return self._few(sorted(asked & known.keys()))

    def _few(self, chosen: list[str]) -> tuple[str, ...]:
        if len(chosen) > MOST_CHOSEN:
            self.complaints.append(
                _("Only the first %(most)s of %(count)s values are used. Choose fewer.")
                % {"most": MOST_CHOSEN, "count": len(chosen)}
            )
        return tuple(chosen[:MOST_CHOSEN])

    def near(self) -> str:
        """The kab/kota when it lies in the province chosen beside it, else the province."""
        asked = [value for value in self._given.getlist(NEAR)[:4] if value]
        codes = [self._words.start_slugs.get(value, value) for value in asked]
        self._leave_out(
            value
            for value, code in zip(asked, codes, strict=True)
            if code not in self._words.starts
        )
        known = [code for code in codes if code in self._words.starts]
        inside = [code for code in known if code[:2] == known[0][:2]]
        return max(inside, key=len, default="")

    def flag(self, parameter: str) -> bool:
        value = self._given.get(parameter, "")
        if value and value != YES:
            self._leave_out([value])
        return value == YES

    def sort(self, text: str) -> Sort:
        value = self._given.get(SORT, "")
        if value and value not in _SORTS:
            self._leave_out([value])
        sort = Sort(value) if value in _SORTS else default_sort(text)
        return sort if text or sort is not Sort.BEST else Sort.NEWEST

    def prices(self) -> _Bounds:
        low, high = self._range() or (self._price("harga-dari"), self._price("harga-sampai"))
        if low is not None and high is not None and low > high:
            self.complaints.append(
                _("The lowest price was above the highest, so the two changed places.")
            )
            low, high = high, low
        return low, high

    def _range(self) -> _Bounds | None:
        """A ready range, "25000-50000" with either side open, as the buttons send it."""
        value = self._given.get(RANGE, "")
        if not value:
            return None
        found = re.fullmatch(r"(\d{0,12})-(\d{0,12})", value)
        if found is None:
            self._leave_out([value])
            return None
        low, high = found.groups()
        return (Decimal(low) if low else None, Decimal(high) if high else None)

    def _price(self, parameter: str) -> Decimal | None:
        """A price as people type it: 15000, 15.000, Rp15.000. Zero and nothing mean no bound."""
        value = self._given.get(parameter, "").strip()
        if not value:
            return None
        found = _PRICE.fullmatch(value)
        if found is None:
            self.wrong_prices[parameter] = value[:_SAID]
            return None
        amount = Decimal(re.sub(r"[.,\s]", "", found.group(1)))
        return amount or None


def price_complaint(value: str) -> str:
    """What is wrong with a price that cannot be read."""
    return _("“%(value)s” is not a price. Write whole rupiah, for example 15000.") % {
        "value": value
    }


def merged(query: CatalogQuery, understood: CatalogQuery) -> CatalogQuery:
    """What an address asks for together with what its words mean. Prices and the place of the
    address go before those of the words."""
    groups: dict[str, Any] = {
        group: tuple(sorted({*getattr(query, group), *getattr(understood, group)}))
        for group in GROUPS.values()
    }
    flags: dict[str, Any] = {
        flag: getattr(query, flag) or getattr(understood, flag) for flag in FLAGS.values()
    }
    has_price = query.price_from is not None or query.price_to is not None
    prices = query if has_price else understood
    return replace(
        query,
        **groups,
        **flags,
        price_from=prices.price_from,
        price_to=prices.price_to,
        near=query.near or understood.near,
        ranked=understood.ranked,
    )


def beside(query: CatalogQuery, understood: CatalogQuery) -> CatalogQuery:
    """What an address has to say beside its words: nothing that the words say already."""
    groups: dict[str, Any] = {
        group: tuple(
            value for value in getattr(query, group) if value not in getattr(understood, group)
        )
        for group in GROUPS.values()
    }
    flags: dict[str, Any] = {
        flag: getattr(query, flag) and not getattr(understood, flag) for flag in FLAGS.values()
    }
    same = (query.price_from, query.price_to) == (understood.price_from, understood.price_to)
    prices: dict[str, Any] = {"price_from": None, "price_to": None} if same else {}
    return replace(query, **groups, **flags, **prices)


def values_in_force(query: CatalogQuery) -> list[tuple[str, str]]:
    """Parameter and value of everything that narrows a list, in the order of the address."""
    found = [
        (parameter, value) for parameter, group in GROUPS.items() for value in getattr(query, group)
    ]
    found += [(name, "") for name in FLAGS if getattr(query, FLAGS[name])]
    if any(getattr(query, name) is not None for name in PRICES.values()):
        found.append((PRICE, ""))
    return found


def _changed(query: CatalogQuery, name: str, value: object) -> CatalogQuery:
    changes: dict[str, Any] = {name: value}
    return replace(query, **changes)


def without(query: CatalogQuery, parameter: str, value: str = "") -> CatalogQuery:
    """The query without one value of a group (or the whole group), a flag, or the price."""
    if parameter in GROUPS:
        group = GROUPS[parameter]
        kept = tuple(v for v in getattr(query, group) if value and v != value)
        return _changed(query, group, kept)
    if parameter in FLAGS:
        return _changed(query, FLAGS[parameter], False)
    return replace(query, price_from=None, price_to=None)


def with_value(query: CatalogQuery, parameter: str, value: str) -> CatalogQuery:
    """The query with one more value of a group, or a flag set."""
    if parameter in GROUPS:
        group = GROUPS[parameter]
        return _changed(query, group, (*getattr(query, group), value))
    return _changed(query, FLAGS[parameter], True)
