"""Recognizes lines of headings, of one line or two, and settles what each column is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from catalog.mapping.headings import (
    Field,
    Heading,
    child_is_known,
    cleaned,
    heading_below,
    heading_of,
)
from catalog.mapping.values import Line, Value, text_of

# Fields of which a row can hold several columns; of others the first column counts.
_SEVERAL = frozenset(
    {Field.PAPER, Field.ISSUED, Field.EXPIRES, Field.VARIANT, Field.DESCRIPTION, Field.PERSON}
    | {Field.OTHER, Field.HOLDER}
)
_LEAST_KNOWN_SHARE = 0.5
_LEAST_HEADINGS = 2
Beside = Mapping[int, Mapping[int, Value]]


@dataclass(frozen=True)
class Columns:
    """What each column is. texts: its heading; meant: by column, for those understood;
    rivals: columns that could be the price as well as the first one."""

    texts: Mapping[int, str]
    meant: Mapping[int, Heading]
    rivals: tuple[int, ...] = ()

    def places(self, wanted: Field) -> list[int]:
        """The columns of a field, from the left."""
        return [place for place, heading in sorted(self.meant.items()) if heading.field is wanted]

    def with_price(self, place: int) -> Columns:
        """The same with one of the rivals as the only price."""
        meant = {
            at: heading
            for at, heading in self.meant.items()
            if heading.field is not Field.PRICE or at == place
        }
        return replace(self, meant=meant, rivals=())


class Head(NamedTuple):
    """A heading that was found. lines: numbers of its one to three lines."""

    lines: tuple[int, ...]
    columns: Columns


def columns_at(lines: Sequence[Line], place: int, beside: Beside) -> Head | None:
    """The heading that begins at a line, None when the line is none."""
    line = lines[place]
    texts = _texts(line, beside)
    # a title that is merged over all columns is one text, however often it is spread
    if len(set(texts.values())) < _LEAST_HEADINGS or any(
        isinstance(value, int | float) for value in line.cells
    ):
        return None
    numbers = [line.number]
    meant = {at: heading for at, text in texts.items() if (heading := heading_of(text))}
    following = lines[place + 1] if place + 1 < len(lines) else None
    if following and following.number == line.number + 1 and _is_second(texts, following):
        texts, meant = _joined(texts, _texts(following, {}))
        numbers.append(following.number)
    if not _is_heading(texts, meant):
        return None
    after = place + len(numbers)
    if after < len(lines) and _is_numbering(lines[after]):
        numbers.append(lines[after].number)
    return Head(tuple(numbers), _settled(texts, meant))


def _texts(line: Line, beside: Beside) -> dict[int, str]:
    """Heading texts by column, merged cells spread over the columns that they cover."""
    cells = {**beside.get(line.number, {})}
    cells.update((place, value) for place, value in enumerate(line.cells) if value is not None)
    return {place: text_of(value) for place, value in cells.items() if isinstance(value, str)}


def _is_heading(texts: Mapping[int, str], meant: Mapping[int, Heading]) -> bool:
    fields = {heading.field for heading in meant.values()}
    has_name = Field.NAME in fields or Field.FLAGSHIP in fields and Field.PRICE in fields
    enough = len({cleaned(texts[place]) for place in meant}) >= _LEAST_HEADINGS
    return has_name and enough and len(meant) >= _LEAST_KNOWN_SHARE * len(texts)


def _is_second(texts: Mapping[int, str], line: Line) -> bool:
    """Whether a line belongs to the heading above it: all of its cells are known headings."""
    if any(value is not None and not isinstance(value, str) for value in line.cells):
        return False
    below = _texts(line, {})
    if not below:
        return False
    known = [child_is_known(text) for place, text in below.items() if text != texts.get(place)]
    return bool(known) and all(known)


def _parent(texts: Mapping[int, str], place: int) -> str:
    """The heading above, or the one left of it that reaches over."""
    left = [at for at in texts if at <= place]
    return texts[max(left)] if left else ""


def _joined(
    above: Mapping[int, str], below: Mapping[int, str]
) -> tuple[dict[int, str], dict[int, Heading]]:
    texts: dict[int, str] = {}
    meant: dict[int, Heading] = {}
    for place in sorted({*above, *below}):
        child = below.get(place, "")
        parent = _parent(above, place) if child else above.get(place, "")
        same = not child or child == parent
        texts[place] = parent if same else f"{parent} / {child}".strip(" /")
        heading = heading_of(parent) if same else heading_below(parent, child)
        if heading is not None:
            meant[place] = heading
    return texts, meant


def _is_numbering(line: Line) -> bool:
    """ "1 2 3 4" or "(1) (2) (3)" below the headings."""
    said = [text_of(value).strip("()") for value in line.cells if value is not None]
    if len(said) <= _LEAST_HEADINGS or not all(text.isdigit() for text in said):
        return False
    numbers = [int(text) for text in said]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] in {1, 2}


def _settled(texts: dict[int, str], meant: dict[int, Heading]) -> Columns:
    """One column a field, but where several are usual."""
    meant = _names_settled(texts, dict(meant))
    prices = [place for place, heading in sorted(meant.items()) if heading.field is Field.PRICE]
    seen: set[Field] = set()
    for place in sorted(meant):
        kind = meant[place].field
        if kind in seen and kind not in _SEVERAL and kind is not Field.PRICE:
            del meant[place]
        seen.add(kind)
    best = _best_price(texts, prices)
    for place in prices if len(best) == 1 else ():
        if place not in best:
            del meant[place]
    return Columns(texts, meant, tuple(best) if len(best) > 1 else ())


def _names_settled(texts: Mapping[int, str], meant: dict[int, Heading]) -> dict[int, Heading]:
    """ "Nama" beside a column of goods is a person's; "Produk unggulan" without one is goods."""
    names = [place for place, heading in meant.items() if heading.field is Field.NAME]
    if any(meant[place].strength > 1 for place in names):
        weak = [place for place in names if meant[place].strength == 1]
        return {**meant, **{place: Heading(Field.PERSON) for place in weak}}
    if not names:
        for place, heading in meant.items():
            if heading.field is Field.FLAGSHIP and cleaned(texts[place]).startswith("produk"):
                return {**meant, place: Heading(Field.NAME)}
    return meant


def _best_price(texts: Mapping[int, str], prices: list[int]) -> list[int]:
    """ "Harga jual" before "Harga"; else all that are left."""
    selling = [place for place in prices if "jual" in cleaned(texts[place])]
    return selling or prices
