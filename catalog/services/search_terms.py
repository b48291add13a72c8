"""Teaching the search words: one row a lesson, many at once from pasted lines.

A row that came with the shop would come back at the next load if it were changed in place, so a
changed row is switched off and the new one stands beside it. In force within five seconds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext_noop

from catalog.audit import audit_entry
from catalog.errors import Invalid, NotFound
from catalog.models import AuditEntry, Province, Regency, SearchTerm, TermUse
from catalog.selectors.search_terms import KINDS, LONGEST, phrase_of
from catalog.selectors.search_text import WORD_LENGTH, plain
from catalog.services.reference import differences, keeper_require, kept_down, one_at_a_time
from catalog.types import Actor

CHANGED, ADDED = "search_term.changed", "search_term.added"
LINES_MOST = 500
PHRASE_LENGTH, MEANS_LENGTH = 60, 80
# Fields of CatalogQuery that a word may stand for.
FLAGS = ("in_stock", "shippable", "made_to_order", "flagship")
ALL_PAPERS = "*"
_TABLE = SearchTerm._meta.db_table


@dataclass(frozen=True)
class TermValues:
    """Of SearchTerm."""

    use: str
    phrase: str
    means: str = ""
    is_on: bool = True


def term_values(row: SearchTerm) -> TermValues:
    """As it is."""
    return TermValues(row.use, row.phrase, row.means, row.is_on)


class Codes(NamedTuple):
    """What names of places and papers may stand for."""

    places: frozenset[str]
    papers: frozenset[str]


def codes_now(papers: Iterable[str]) -> Codes:
    """papers: codes of the kinds of papers, which are not the catalogue's. Two statements."""
    provinces = Province.objects.values_list("slug", flat=True)
    regencies = Regency.objects.values_list("code", flat=True)
    return Codes(frozenset((*provinces, *regencies)), frozenset((*papers, ALL_PAPERS, "")))


def plain_term(values: TermValues, codes: Codes) -> TermValues:
    """The row in the search's own plain words. Raises Invalid (phrase, means)."""
    if values.use not in TermUse.values:
        raise Invalid(field="use", reason=gettext_noop("Choose one of the list."))
    words = " ".join(_words("phrase", values.phrase, values.use))
    phrase = _short("phrase", words, PHRASE_LENGTH)
    means = _means(values, codes)
    if means == phrase:
        raise Invalid(field="means", reason=gettext_noop("Both sides say the same."))
    return TermValues(values.use, phrase, means, values.is_on)


def _short(field: str, text: str, most: int) -> str:
    if len(text) > most:
        raise Invalid(field=field, reason=gettext_noop("This is too long."))
    return text


def _words(field: str, text: str, use: str) -> tuple[str, ...]:
    for word in plain(_short(field, text, PHRASE_LENGTH + MEANS_LENGTH)).split():
        _short(field, word, WORD_LENGTH)  # the search cuts it off: nobody would find by it
    words = phrase_of(text)
    most = 1 if use == TermUse.STEM else LONGEST
    if not words:
        raise Invalid(field=field, reason=gettext_noop("Write a word of letters or digits."))
    if len(words) > most:
        one = gettext_noop("Write one word alone.")
        raise Invalid(field=field, reason=one if most == 1 else gettext_noop("At most 6 words."))
    return words


def _means(values: TermValues, codes: Codes) -> str:
    use, means = values.use, values.means.strip()
    if use == TermUse.STOP:
        if means:
            reason = gettext_noop("A word that is left out stands for nothing: leave this empty.")
            raise Invalid(field="means", reason=reason)
        return ""
    if use in (TermUse.STEM, TermUse.SPELLING, TermUse.SYNONYM):
        return _short("means", " ".join(_words("means", means, use)), MEANS_LENGTH)
    return _code(use, _short("means", means.lower(), MEANS_LENGTH), codes)


_WRONG_CODE = {
    TermUse.PLACE: gettext_noop("Give the address of a province or the code of a kab/kota."),
    TermUse.PAPER: gettext_noop("Give the code of a kind of paper, or * for any."),
    TermUse.FLAG: gettext_noop("Give in_stock, shippable, made_to_order or flagship."),
    TermUse.MAKER: gettext_noop("Begin with lapas, rutan, lpka, bapas or kelas."),
}


def _code(use: str, means: str, codes: Codes) -> str:
    fits = {
        TermUse.PLACE: means in codes.places,
        TermUse.PAPER: means in codes.papers,
        TermUse.FLAG: means in FLAGS,
        TermUse.MAKER: means.partition(" ")[0] in (*KINDS, "kelas"),
    }
    if not fits[TermUse(use)]:
        raise Invalid(field="means", reason=_WRONG_CODE[TermUse(use)])
    return means


@transaction.atomic
def term_change(
    *, actor: Actor, term_id: int, wanted: TermValues, seen: TermValues, codes: Codes
) -> int:
    """Change a row; the key of the row that says so now comes back, another one for other words.

    Raises NotFound, NotAllowed, Invalid (also when a row says so already), Stale.
    """
    keeper_require(actor)
    row = SearchTerm.objects.select_for_update().filter(pk=term_id).first()
    if row is None:
        raise NotFound
    now = term_values(row)
    changes = differences(now, plain_term(wanted, codes), seen)
    if not changes:
        return row.pk
    if changes.keys() == {"is_on"}:
        row.is_on = changes["is_on"][1]
        row.save(update_fields=["is_on"])
        kept_down(actor, CHANGED, _TABLE, row.pk, changes)
        return row.pk
    made, is_new = _made(actor, plain_term(wanted, codes))
    if not is_new:
        reason = gettext_noop("Another row says this already.")
        raise Invalid(field="phrase", reason=reason)
    row.is_on = False
    row.save(update_fields=["is_on"])
    kept_down(actor, CHANGED, _TABLE, row.pk, changes)
    return made.pk


@transaction.atomic
def term_add(*, actor: Actor, wanted: TermValues, codes: Codes) -> int:
    """A new row; its key. One that says the same already is switched as wanted and nothing is
    added.

    Raises NotFound, NotAllowed, Invalid.
    """
    keeper_require(actor)
    plain = plain_term(wanted, codes)
    row, is_new = _made(actor, plain)
    if not is_new and row.is_on != plain.is_on:
        kept_down(actor, CHANGED, _TABLE, row.pk, {"is_on": (row.is_on, plain.is_on)})
        SearchTerm.objects.filter(pk=row.pk).update(is_on=plain.is_on)
    return row.pk


def _made(actor: Actor, plain: TermValues) -> tuple[SearchTerm, bool]:
    one_at_a_time("search terms")
    key = {"use": plain.use, "phrase": plain.phrase, "means": plain.means}
    row, is_new = SearchTerm.objects.get_or_create(**key, defaults={"is_on": plain.is_on})
    if is_new:
        changes = {name: (None, value) for name, value in vars(plain).items()}
        kept_down(actor, ADDED, _TABLE, row.pk, changes)
    return row, is_new


class Line(NamedTuple):
    """A pasted line. values: as understood, None where it was not; reason: why not; is_there: a
    row says so already and is on."""

    number: int
    text: str
    values: TermValues | None
    reason: str = ""
    is_there: bool = False


def lines_read(use: str, text: str, codes: Codes) -> list[Line]:
    """What pasted lines ("kripik = keripik", one word a line for STOP) are understood as. Empty
    lines are left out. One statement. Raises Invalid for more than LINES_MOST.
    """
    given = [
        (number, line.strip())
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip()
    ]
    if not given:
        raise Invalid(field="lines", reason=gettext_noop("Paste at least one line."))
    if len(given) > LINES_MOST:
        raise Invalid(field="lines", reason=gettext_noop("Paste at most 500 lines at once."))
    there = set(SearchTerm.objects.filter(use=use, is_on=True).values_list("phrase", "means"))
    lines = []
    for number, line in given:
        read = _line(use, number, line, codes)
        if read.values is not None:
            pair = (read.values.phrase, read.values.means)
            read = read._replace(is_there=pair in there)
            there.add(pair)
        lines.append(read)
    return lines


def _line(use: str, number: int, text: str, codes: Codes) -> Line:
    phrase, equals, means = text.partition("=")
    if use != TermUse.STOP and not equals:
        reason = gettext_noop("Write both sides with = between them.")
        return Line(number, text, None, reason)
    try:
        return Line(number, text, plain_term(TermValues(use, phrase, means), codes))
    except Invalid as refused:
        return Line(number, text, None, str(refused.params["reason"]))


@transaction.atomic
def terms_add(*, actor: Actor, values: Iterable[TermValues], codes: Codes) -> int:
    """Add many rows, or switch on those that are off; how many were not there before comes back.

    Four statements. Raises NotFound, NotAllowed, Invalid (one of them; then none is added).
    """
    keeper_require(actor)
    wanted = list(dict.fromkeys(plain_term(one, codes) for one in values))
    one_at_a_time("search terms")
    uses = {one.use for one in wanted}
    there = {
        (row.use, row.phrase, row.means): row
        for row in SearchTerm.objects.select_for_update().filter(
            use__in=uses, phrase__in=[one.phrase for one in wanted]
        )
    }
    known = {one: there.get((one.use, one.phrase, one.means)) for one in wanted}
    off = [row for row in known.values() if row is not None and not row.is_on]
    SearchTerm.objects.filter(pk__in=[row.pk for row in off]).update(is_on=True)
    made = SearchTerm.objects.bulk_create(
        SearchTerm(**vars(one)) for one, row in known.items() if row is None
    )
    AuditEntry.objects.bulk_create(
        [
            *(_entry(actor, ADDED, row, vars(term_values(row))) for row in made),
            *(_entry(actor, CHANGED, row, {"is_on": True}) for row in off),
        ]
    )
    return len(made) + len(off)


def _entry(actor: Actor, action: str, row: SearchTerm, values: dict[str, object]) -> AuditEntry:
    before = {"is_on": False} if action == CHANGED else {}
    changes = {name: [before.get(name), value] for name, value in values.items()}
    return audit_entry(actor, action, _TABLE, row.pk, {"changes": changes})
