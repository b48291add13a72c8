"""Loading the rate table from a CSV sheet: all of it or nothing, and twice changes nothing more.

A line: service, origin, destination, first kilogram, next kilogram, days from, days to. Places are
codes of Kemendagri ("72.71", "72"), empty for anywhere. A line whose prices and days are all empty
takes the rate away. Rates that the sheet does not name stay.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils.translation import gettext, gettext_noop

from catalog.audit import audit_entry
from catalog.errors import DomainError, ErrorCode
from catalog.models import Province, Regency
from catalog.services.reference import keeper_require, one_at_a_time
from catalog.types import Actor
from storefront.orders.models import CourierService, ShippingRate

LOADED = "rates.loaded"
COLUMNS = (
    *("layanan", "asal", "tujuan", "kilo_pertama", "kilo_berikutnya", "hari_dari", "hari_sampai"),
)
MOST_BYTES = 20_000_000
MOST_LINES = 300_000
MOST_FAULTS = 50  # that are told at once
MOST_PRICE = 100_000_000  # rupiah
MOST_DAYS = 60
_TABLE = ShippingRate._meta.db_table
_KEY = ("service_id", "origin", "destination")
_FIELDS = ("first_kg", "next_kg", "days_min", "days_max")
_NUMBER = re.compile(r"\d{1,12}", re.ASCII)
_PRICE = re.compile(r"(?:Rp\s?)?(\d{1,3}(?:\.\d{3})+|\d{1,12})", re.ASCII | re.IGNORECASE)
_BATCH = 20_000
_SAID = 40  # letters of a wrong value that are repeated

NO_HEADING = gettext_noop("The first line must name the columns: %(columns)s.")
NOT_COLUMNS = gettext_noop("This line has %(count)s columns, not %(wanted)s.")
NO_SERVICE = gettext_noop("“%(value)s” is no service of a courier here.")
NO_PLACE = gettext_noop("“%(value)s” is no code of a province or kab/kota.")
NO_PRICE = gettext_noop("“%(value)s” is no price in whole rupiah.")
NO_DAYS = gettext_noop("“%(value)s” is no number of days from 0 to %(most)s.")
DAYS_TURNED = gettext_noop("The first number of days is above the second.")
TWICE = gettext_noop("Line %(line)s has the same service and places.")
TOO_LONG = gettext_noop("The sheet is too long.")
NO_CSV = gettext_noop("This is no CSV: look at the quotation marks of this line.")
UNREADABLE = gettext_noop("This is no text in UTF-8.")


class Fault(NamedTuple):
    """What is wrong with a line of the sheet. line: as counted in the file, from 1."""

    line: int
    sentence: str


class SheetRefused(DomainError):
    """Nothing was loaded. faults: of at most MOST_FAULTS lines; count: of all."""

    code = ErrorCode.INVALID
    template = gettext_noop("Nothing was loaded: %(count)s lines cannot be read.")

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults[:MOST_FAULTS])
        super().__init__(count=len(faults))


class Loaded(NamedTuple):
    """Lines of the sheet, and of them: new rates, changed ones, those taken away."""

    lines: int
    added: int
    changed: int
    removed: int


Key = tuple[str, str, str]


class _Wish(NamedTuple):
    """A line as read. values: of _FIELDS, None to take the rate away."""

    line: int
    key: Key
    values: tuple[Decimal, Decimal, int, int] | None


@transaction.atomic
def rates_load(*, actor: Actor, text: str | bytes) -> Loaded:
    """Write a sheet into the rate table. Raises NotFound, NotAllowed, SheetRefused (then nothing
    was written)."""
    keeper_require(actor)
    content = _decoded(text)
    wishes = _Reader.of_today().read(content)
    one_at_a_time(_TABLE)
    loaded = _write(wishes)
    if any(loaded[1:]):
        digest = hashlib.sha256(content.encode()).hexdigest()
        audit_entry(actor, LOADED, _TABLE, "", {**loaded._asdict(), "sha256": digest}).save(
            force_insert=True
        )
    return loaded


def rates_sheet() -> str:
    """The whole table as a sheet, which loads again without a change. One statement."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(COLUMNS)
    rows = ShippingRate.objects.order_by(*_KEY)
    writer.writerows(rows.values_list(*_KEY, *_FIELDS).iterator())
    return target.getvalue()


def _decoded(text: str | bytes) -> str:
    if len(text) > MOST_BYTES:
        raise SheetRefused([Fault(1, gettext(TOO_LONG))])
    if isinstance(text, str):
        return text.removeprefix("\ufeff")
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = text[: error.start].count(b"\n") + 1
        raise SheetRefused([Fault(line, gettext(UNREADABLE))]) from error


class _Refused(Exception):
    """Why a cell cannot be read."""


@dataclass
class _Reader:
    """Reads lines. services, places: codes that there are."""

    services: frozenset[str]
    places: frozenset[str]

    @classmethod
    def of_today(cls) -> _Reader:
        """With the codes of today. Three statements."""
        places = {*Province.objects.values_list("pk", flat=True), ""}
        places.update(Regency.objects.values_list("pk", flat=True))
        services = CourierService.objects.values_list("pk", flat=True)
        return cls(frozenset(services), frozenset(places))

    def read(self, text: str) -> list[_Wish]:
        """All lines. Raises SheetRefused with what is wrong with which."""
        heading = text.partition("\n")[0]
        delimiter = ";" if heading.count(";") > heading.count(",") else ","
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        faults: list[Fault] = []
        wishes: dict[Key, _Wish] = {}
        try:
            self._heading(next(rows, []))
            filled = (cells for cells in rows if any(cell.strip() for cell in cells))
            for count, cells in enumerate(filled):
                if count >= MOST_LINES:
                    raise SheetRefused([Fault(rows.line_num, gettext(TOO_LONG))])
                self._line(rows.line_num, cells, wishes, faults)
        except csv.Error:
            faults.append(Fault(rows.line_num, gettext(NO_CSV)))
        if faults:
            raise SheetRefused(faults)
        return list(wishes.values())

    def _heading(self, cells: Sequence[str]) -> None:
        if tuple(cell.strip().lower() for cell in cells) != COLUMNS:
            sentence = gettext(NO_HEADING) % {"columns": ", ".join(COLUMNS)}
            raise SheetRefused([Fault(1, sentence)])

    def _line(
        self, line: int, cells: Sequence[str], wishes: dict[Key, _Wish], faults: list[Fault]
    ) -> None:
        try:
            wish = self._wish(line, [cell.strip() for cell in cells])
            if wish.key in wishes:
                raise _Refused(gettext(TWICE) % {"line": wishes[wish.key].line})
            wishes[wish.key] = wish
        except _Refused as refused:
            faults.append(Fault(line, str(refused)))

    def _wish(self, line: int, cells: Sequence[str]) -> _Wish:
        if len(cells) != len(COLUMNS):
            values = {"count": len(cells), "wanted": len(COLUMNS)}
            raise _Refused(gettext(NOT_COLUMNS) % values)
        service, origin, destination, *rest = cells
        if service not in self.services:
            raise _Refused(gettext(NO_SERVICE) % {"value": _short(service)})
        for place in (origin, destination):
            if place not in self.places:
                raise _Refused(gettext(NO_PLACE) % {"value": _short(place)})
        key = (service, origin, destination)
        if not any(rest):
            return _Wish(line, key, None)
        low, high = _days(rest[2]), _days(rest[3])
        if low > high:
            raise _Refused(gettext(DAYS_TURNED))
        return _Wish(line, key, (_rupiah(rest[0]), _rupiah(rest[1]), low, high))


def _short(text: str) -> str:
    return text if len(text) <= _SAID else text[:_SAID] + "…"


def _rupiah(text: str) -> Decimal:
    found = _PRICE.fullmatch(text)
    amount = Decimal(found[1].replace(".", "")) if found else None
    if amount is None or amount > MOST_PRICE:
        raise _Refused(gettext(NO_PRICE) % {"value": _short(text)})
    return amount


def _days(text: str) -> int:
    if not _NUMBER.fullmatch(text) or int(text) > MOST_DAYS:
        raise _Refused(gettext(NO_DAYS) % {"value": _short(text), "most": MOST_DAYS})
    return int(text)


def _write(wishes: Iterable[_Wish]) -> Loaded:
    """Write what differs from what there is."""
    wishes = list(wishes)
    services = {wish.key[0] for wish in wishes}
    rows = ShippingRate.objects.filter(service__in=services)
    there = {
        (service, origin, destination): (pk, tuple(values))
        for pk, service, origin, destination, *values in rows.values_list("pk", *_KEY, *_FIELDS)
    }
    added, changed, removed = [], [], []
    for wish in wishes:
        pk, values = there.get(wish.key, (None, None))
        if wish.values is None:
            removed += [pk] if pk else []
        elif pk is None:
            added.append((*wish.key, *wish.values))
        elif values != wish.values:
            changed.append((*wish.key, *wish.values))
    _put([*added, *changed])
    ShippingRate.objects.filter(pk__in=removed).delete()
    return Loaded(len(wishes), len(added), len(changed), len(removed))


# Django's own update of many took minutes for fifty thousand.
_PUT = """INSERT INTO orders_shippingrate
 (service_id, origin, destination, first_kg, next_kg, days_min, days_max)
SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::numeric[], %s::numeric[],
 %s::int[], %s::int[])
ON CONFLICT (service_id, origin, destination) DO UPDATE SET first_kg = excluded.first_kg,
 next_kg = excluded.next_kg, days_min = excluded.days_min, days_max = excluded.days_max"""


def _put(rows: Sequence[tuple[Any, ...]]) -> None:
    """rows: of _KEY and _FIELDS."""
    with connection.cursor() as cursor:
        for first in range(0, len(rows), _BATCH):
            columns = zip(*rows[first : first + _BATCH], strict=True)
            cursor.execute(_PUT, [list(column) for column in columns])
