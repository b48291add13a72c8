"""Lines of a table to goods."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from catalog.mapping.asking import Asked
from catalog.mapping.goods import GoodsRead
from catalog.mapping.headings import Field, Heading
from catalog.mapping.kinds import Kinds, plain
from catalog.mapping.marks import YES, Uncounted, count_of, delivery_of, lead_days_of, yes_of
from catalog.mapping.paper_rows import PaperColumns
from catalog.mapping.papers import PaperKind
from catalog.mapping.places import Places
from catalog.mapping.prices import answered_price, price_of
from catalog.mapping.tables import Record, Table
from catalog.mapping.values import (
    Choice,
    Doubt,
    Flaw,
    Odd,
    Value,
    flaw,
    is_nothing,
    odd_flaw,
    text_of,
)
from catalog.mapping.weights import Bare, Measure, weight_of, weight_said
from catalog.types import Delivery

MOST_NAME = 120
MOST_BRAND = 60
MOST_VARIANT = 120
MOST_TEXT = 4000
_NUMBERED = re.compile(r"^\(?\d{1,3}[.)]\s+")
_NET = re.compile(r"(?i)net|bersih|gramasi|gramatur")
_LETTER = re.compile(r"[^\W\d_]")
_PEOPLE_PARTS = re.compile(r"[,;\n/&]|\bdan\b|\d+[.)]")
_SHORTEST_PERSON = 4
_PLAIN_MEASURES = {"pcs", "pc", "buah", "bh", "biji", "unit", "satuan", "item"}


@dataclass(frozen=True)
class Lexicon:
    """What reading knows of the shop: facilities, kinds of goods, kinds of paper."""

    places: Places
    kinds: Kinds
    papers: Mapping[str, PaperKind]


class TableReader:
    """Reads the lines of one table."""

    def __init__(self, sheet: str, table: Table, lexicon: Lexicon, asked: Asked) -> None:
        self.sheet = sheet
        self.table = table
        self.lexicon = lexicon
        self.asked = asked
        self.columns = table.columns
        self.price_doubt = self._price_column()
        self.papers = PaperColumns(sheet, table, lexicon.papers, asked)
        self.at = {wanted: self.columns.places(wanted) for wanted in Field}

    def _price_column(self) -> Doubt | None:
        """Two columns of prices: which one counts is asked, once for the table."""
        rivals = self.columns.rivals
        if not rivals:
            return None
        choices = tuple(Choice(letter_of(at), self.columns.texts[at]) for at in rivals)
        doubt = Doubt("kolom-harga", self.sheet, "ask_price_column", choices)
        answer = self.asked.answer(doubt)
        if answer is None:
            return doubt
        chosen = next(at for at in rivals if letter_of(at) == answer)
        self.columns = self.columns.with_price(chosen)
        return None

    def read(self, record: Record) -> GoodsRead:
        """One line; every doubt that is not answered is noted in `asked`."""
        goods = GoodsRead(self.sheet, record.line.number)
        self._facility(goods, record)
        self._name(goods, record)
        self._kind(goods, record)
        self._price(goods, record)
        self._texts(goods, record)
        self._weight_and_variant(goods, record)
        self._marks(goods, record)
        self.papers.read(goods, record)
        self._people(goods, record)
        for column, doubt in goods.doubts:
            self.asked.ask(doubt, sheet=self.sheet, line=goods.line, column=column)
        return goods

    def _first(self, record: Record, wanted: Field) -> tuple[int, Value]:
        """The column and the cell of a field; -1 and None when the table has none."""
        places = self.at[wanted]
        return (places[0], record.line.at(places[0])) if places else (-1, None)

    def _facility(self, goods: GoodsRead, record: Record) -> None:
        places = self.at[Field.FACILITY]
        column = places[0] if places else -1
        found = self.lexicon.places.find(record.facility, self.sheet, self.asked)
        if isinstance(found, int):
            goods.facility_id = found
        elif isinstance(found, Doubt):
            goods.doubts.append((column, found))
        else:
            goods.flaws.append((column, found))

    def _name(self, goods: GoodsRead, record: Record) -> None:
        column, value = self._first(record, Field.NAME)
        goods.name = _NUMBERED.sub("", text_of(value))
        if bad := odd_flaw(value):
            goods.flaws.append((column, bad))
        elif not goods.name or is_nothing(goods.name):
            goods.flaws.append((column, flaw("name_missing")))
        elif not _LETTER.search(goods.name):
            goods.flaws.append((column, flaw("name_unread", text=goods.name)))
        elif len(goods.name) > MOST_NAME:
            goods.flaws.append((column, flaw("too_long", most=MOST_NAME)))

    def _kind(self, goods: GoodsRead, record: Record) -> None:
        column, value = self._first(record, Field.KIND)
        kinds = self.lexicon.kinds
        text = text_of(value)
        generic = kinds.is_generic(text)
        goods.kind = kinds.said(text) or (kinds.by_name(goods.name) if generic else "")
        if goods.kind:
            return
        head = plain(goods.name).split(" ")[0]
        doubt = Doubt(
            "jenis",
            f"{plain(text)} {head}".strip() if generic else text,
            "ask_kind_of_goods" if generic else "ask_kind",
            tuple(Choice(slug, label) for slug, label in kinds.labels.items()),
            (("text", head if generic else text),),
        )
        answer = self.asked.answer(doubt)
        if answer is None:
            goods.doubts.append((column, doubt))
        else:
            goods.kind = answer

    def _price(self, goods: GoodsRead, record: Record) -> None:
        places = self.columns.places(Field.PRICE)
        if self.price_doubt is not None:
            goods.doubts.append((places[0], self.price_doubt))
            return
        column = places[0] if places else -1
        scale = self.columns.meant[column].scale if places else 1
        price = price_of(record.line.at(column) if places else None, scale=scale)
        if isinstance(price, Doubt):
            price = self._answered(price, column, goods)
        elif price is None:
            price = flaw("price_missing")
        if isinstance(price, Flaw):
            goods.flaws.append((column, price))
        else:
            goods.price = price

    def _answered(self, doubt: Doubt, column: int, goods: GoodsRead) -> Decimal | None:
        answer = self.asked.answer(doubt)
        price = answered_price(answer) if answer is not None else None
        if price is None:
            if answer is not None:
                self.asked.refuse(doubt)
            goods.doubts.append((column, doubt))
        return price

    def _texts(self, goods: GoodsRead, record: Record) -> None:
        wanted = (
            (Field.BRAND, "brand", MOST_BRAND),
            (Field.UNIT, "unit", MOST_BRAND),
            (Field.DESCRIPTION, "description", MOST_TEXT),
            (Field.COMPOSITION, "composition", MOST_TEXT),
        )
        for kind, name, most in wanted:
            text = self._joined(goods, record, kind, "\n\n")
            if len(text) > most:
                goods.flaws.append((self.at[kind][0], flaw("too_long", most=most)))
            setattr(goods, name, text)

    def _joined(self, goods: GoodsRead, record: Record, kind: Field, between: str) -> str:
        """The texts of all columns of a field."""
        texts = []
        for place in self.at[kind]:
            value = record.line.at(place)
            if isinstance(value, Odd):
                goods.flaws.append((place, odd_flaw(value) or flaw("cell_error")))
            elif not is_nothing(text := text_of(value)):
                texts.append(text)
        return between.join(dict.fromkeys(texts))

    def _weight_and_variant(self, goods: GoodsRead, record: Record) -> None:
        goods.variant = self._joined(goods, record, Field.VARIANT, ", ")
        column, value = self._first(record, Field.WEIGHT)
        unit = self.columns.meant[column].unit if column >= 0 else ""
        weight = weight_of(value, unit=unit)
        if isinstance(weight, Bare):
            weight = self._with_unit(weight, column, goods)
        if isinstance(weight, Measure):
            goods.notes.append(flaw("measure_not_weight"))
            goods.variant = ", ".join(filter(None, [goods.variant, weight.text]))
        elif isinstance(weight, Flaw):
            goods.flaws.append((column, weight))
        elif weight is not None:
            goods.weight_grams = weight
            goods.is_net = _NET.search(self.columns.texts[column]) is not None
        if len(goods.variant) > MOST_VARIANT:
            place = (self.at[Field.VARIANT] or [column])[0]
            goods.flaws.append((place, flaw("too_long", most=MOST_VARIANT)))
        goods.variant_shown = goods.variant or self._made_variant(goods, record)

    def _made_variant(self, goods: GoodsRead, record: Record) -> str:
        if goods.weight_grams:
            return weight_said(goods.weight_grams)
        measure = text_of(self._first(record, Field.MEASURE)[1])
        is_word = _LETTER.search(measure) and not is_nothing(measure)
        told = is_word and measure.casefold().strip(".") not in _PLAIN_MEASURES
        return measure[:MOST_VARIANT].capitalize() if told else "Satuan"

    def _with_unit(self, bare: Bare, column: int, goods: GoodsRead) -> int | Flaw | None:
        choices = (Choice("gram", "gram"), Choice("kg", "kilogram"))
        heading = self.columns.texts[column]
        params = (("column", heading), ("text", f"{bare.number:f}"))
        doubt = Doubt("berat", f"{self.sheet} {heading}", "ask_weight_unit", choices, params)
        answer = self.asked.answer(doubt)
        if answer is None:
            goods.doubts.append((column, doubt))
            return None
        weight = weight_of(float(bare.number), unit=answer)
        return weight if isinstance(weight, int | Flaw) else None

    def _marks(self, goods: GoodsRead, record: Record) -> None:
        column, value = self._first(record, Field.FLAGSHIP)
        goods.is_flagship = bool(self._sign(yes_of(value, topic="unggulan"), column, goods))
        column, value = self._first(record, Field.DELIVERY)
        delivery = self._sign(delivery_of(value), column, goods)
        if isinstance(delivery, bool):
            delivery = Delivery.PARCEL if delivery else Delivery.PICKUP
        goods.delivery = delivery
        column, value = self._first(record, Field.STOCK)
        stock = count_of(value)
        if isinstance(stock, Uncounted):
            goods.notes.append(flaw("stock_uncounted"))
        elif isinstance(stock, Flaw):
            goods.flaws.append((column, stock))
        else:
            goods.stock = stock
        column, value = self._first(record, Field.LEAD)
        days = lead_days_of(value)
        if isinstance(days, Flaw):
            goods.flaws.append((column, days))
        else:
            goods.lead_days = days

    def _sign(
        self, said: Delivery | bool | Flaw | Doubt | None, column: int, goods: GoodsRead
    ) -> Delivery | bool | None:
        """What a sign means, after the answers that were given."""
        if isinstance(said, Doubt):
            answer = self.asked.answer(said)
            if answer is not None:
                return answer == YES
            goods.doubts.append((column, said))
            return None
        if isinstance(said, Flaw):
            goods.flaws.append((column, said))
            return None
        return said

    def _people(self, goods: GoodsRead, record: Record) -> None:
        """A maker's name that stands in another cell keeps the line out."""
        names = people_of(record, self.at[Field.PERSON])
        if not names:
            return
        for kind in (Field.NAME, Field.VARIANT, Field.BRAND, Field.UNIT, Field.DESCRIPTION,
                     Field.COMPOSITION, Field.HOLDER, Field.PAPER):  # fmt: skip
            for place in self.at[kind]:
                text = text_of(record.line.at(place)).casefold()
                if any(name in text for name in names):
                    goods.flaws.append((place, flaw("holds_person")))


def people_of(record: Record, places: list[int]) -> list[str]:
    """Names in the columns of persons, lower case."""
    texts = [record.line.at(place) for place in places]
    parts = [
        part.strip(" .-:").casefold()
        for text in texts
        if isinstance(text, str)
        for part in _PEOPLE_PARTS.split(text)
    ]
    return [part for part in parts if len(part) >= _SHORTEST_PERSON and not is_nothing(part)]


def letter_of(column: int) -> str:
    """A column's letters as a sheet shows them; 0 is A."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def unused(heading: Heading | None) -> bool:
    """Whether a column is known or not, but nothing of it comes in."""
    return heading is None or heading.field in {Field.OTHER, Field.PERSON}
