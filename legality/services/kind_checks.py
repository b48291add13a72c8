"""What is refused of a kind of paper as officers describe it: how its numbers are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from django.utils.translation import gettext, gettext_noop

from catalog.errors import Invalid
from legality.number_findings import OF_FORMS, choosable
from legality.patterns import NumberPattern, PatternRefused, pattern_made

MOST_ROWS = 200
MOST_CELL = 300
FORM_COLUMNS, CODE_COLUMNS = 4, 5
Rows = Sequence[Sequence[str]]
_PLACE = re.compile(r"\{([a-z_]*)\}")

WRITTEN_WITHOUT = gettext_noop("This needs a pattern whose parts it can name.")
PARTS_ONCE = gettext_noop("Name every part of the pattern once: %(parts)s.")
ROW = gettext_noop("Line %(number)s: %(reason)s")
TOO_MANY_ROWS = gettext_noop("At most %(most)s lines.")
COLUMNS = gettext_noop("write %(most)s columns, none longer than %(length)s letters.")
NO_FINDING = gettext_noop("the second column is one of: %(codes)s.")
NO_NAME = gettext_noop("say what it is, in both languages.")
NO_PART = gettext_noop("the first column is a part of the pattern: %(parts)s.")
NO_CODE = gettext_noop("the code is missing.")
NO_GOODS = gettext_noop("no goods are called %(slug)s.")
UNKNOWN_FINDING = gettext_noop("There is no finding called %(code)s.")
UNKNOWN_GOODS = gettext_noop("There are no goods called %(slug)s.")


def _refuse(field: str, sentence: str, **params: object) -> Invalid:
    said = gettext(sentence)
    return Invalid(field=field, reason=said % params if params else said)


def pattern_require(field: str, text: str) -> NumberPattern | None:
    """The pattern, None for none. Raises Invalid."""
    try:
        return pattern_made(text) if text else None
    except PatternRefused as refused:
        raise _refuse(field, refused.sentence, **refused.params) from refused


def form_require(form: str, pattern: NumberPattern | None) -> None:
    """Raises Invalid unless a way of writing names the pattern's parts, each once."""
    if not form:
        return
    if pattern is None or not pattern.parts:
        raise _refuse("number_form", WRITTEN_WITHOUT)
    places = _PLACE.findall(form)
    if sorted(places) != sorted(pattern.parts) or set("{}") & set(_PLACE.sub("", form)):
        parts = " ".join(f"{{{part}}}" for part in pattern.compiled.groupindex)
        raise _refuse("number_form", PARTS_ONCE, parts=parts)


def other_forms_require(rows: Rows) -> None:
    """Raises Invalid for the first row of another form that says nothing usable."""
    codes = {str(code) for code in OF_FORMS}

    def wrong(row: Sequence[str]) -> str:
        try:
            pattern_made(row[0])
        except PatternRefused as refused:
            return gettext(refused.sentence) % refused.params
        if row[1] not in codes:
            return gettext(NO_FINDING) % {"codes": ", ".join(sorted(codes))}
        return "" if row[0] and row[2] and row[3] else gettext(NO_NAME)

    _rows_require("other_forms", rows, FORM_COLUMNS, wrong)


def part_codes_require(rows: Rows, pattern: NumberPattern | None, goods: Collection[str]) -> None:
    """Raises Invalid for the first code of a part that says nothing usable. goods: slugs."""
    parts = pattern.parts if pattern else frozenset()

    def wrong(row: Sequence[str]) -> str:
        if row[0] not in parts:
            return gettext(NO_PART) % {"parts": ", ".join(sorted(parts)) or "–"}
        if not row[1]:
            return gettext(NO_CODE)
        if not (row[2] and row[3]):
            return gettext(NO_NAME)
        strange = next((slug for slug in row[4].split() if slug not in goods), "")
        return gettext(NO_GOODS) % {"slug": strange} if strange else ""

    _rows_require("part_codes", rows, CODE_COLUMNS, wrong)


def _rows_require(
    field: str, rows: Rows, columns: int, wrong: Callable[[Sequence[str]], str]
) -> None:
    if len(rows) > MOST_ROWS:
        raise _refuse(field, TOO_MANY_ROWS, most=MOST_ROWS)
    for number, row in enumerate(rows, start=1):
        if len(row) != columns or max(map(len, row)) > MOST_CELL:
            reason = gettext(COLUMNS) % {"most": columns, "length": MOST_CELL}
        else:
            reason = wrong(row)
        if reason:
            raise _refuse(field, ROW, number=number, reason=reason)


def blocking_require(codes: Collection[str]) -> None:
    """Raises Invalid for a finding that there is not."""
    known = {str(code) for code in choosable()}
    for code in codes:
        if code not in known:
            raise _refuse("blocking", UNKNOWN_FINDING, code=code)


def goods_require(slugs: Collection[str], goods: Collection[str]) -> None:
    """Raises Invalid for a kind of goods that there is not."""
    for slug in slugs:
        if slug not in goods:
            raise _refuse("goods", UNKNOWN_GOODS, slug=slug)
