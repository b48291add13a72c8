"""Changes as people read them: what one request did to one thing is one block of lines."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from html import escape
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from catalog.rich_text import lines_of
from catalog.selectors.history_types import BEFORE, START, Change, Field, Page, Sources, Who
from catalog.types import Role
from storefront.web import formats
from storefront.web.components import history_words as words
from storefront.web.components.history_acts import ACTS
from storefront.web.components.history_fields import FIELDS, FIELDS_OF
from storefront.web.components.history_lists import WORDS

Link = Callable[[str, str], str]
_CURSOR = re.compile(r"(\d{1,19})\.(\d{1,19})", re.ASCII)
_LONG = 60  # letters from which only what changed is shown
_AROUND = 4  # words of a long text on each side of what changed
_FILLED = 400  # letters of a text that was not there before


@dataclass(frozen=True)
class Line:
    """One field. before, after: HTML; a line without `before` says only what is there."""

    label: str
    before: SafeString
    after: SafeString
    is_marked: bool = False


@dataclass(frozen=True)
class Entry:
    """One row's change. title: "Variant changed: 250 g"; is_folded: everything of a new row."""

    title: str
    lines: list[Line]
    is_folded: bool
    note: str


@dataclass(frozen=True)
class Block:
    """What was done to one thing at once. day: given where it begins; page: the thing's own."""

    number: str
    day: str
    clock: str
    who: str
    address: str
    request: str
    acts: list[str]
    title: str
    group: str
    home: str
    entries: list[Entry]
    page: str = ""


def blocks_of(
    page: Page, sources: Sources, *, zone: str, language: str, link: Link = lambda _group, _home: ""
) -> list[Block]:
    """The page's changes, in their order. zone: WIB, WITA or WIT; link: a thing's own page."""
    told = _Teller(page, sources, zone, language)
    found, day = [], ""
    for _key, group in groupby(page.changes, key=_together):
        changes = list(group)
        block = told.block(changes)
        if block is None:
            continue
        today = told.day(changes[0].at)
        found.append(
            replace(
                block,
                day="" if today == day else today,
                page=link(block.group, block.home) if block.home else "",
            )
        )
        day = today
    return found


def asked_before(request: HttpRequest) -> tuple[int, int]:
    """Where the page before ended; what nobody wrote here is the beginning."""
    found = _CURSOR.fullmatch(request.GET.get("sebelum", ""))
    if found is None:
        return START, START
    return min(int(found[1]), START), min(int(found[2]), START)


def older_than(page: Page, chosen: Mapping[str, str]) -> str:
    """The address of the page of older changes, "" where there are none; chosen: its filters."""
    if page.after is None:
        return ""
    cursor = {"sebelum": f"{page.after[0]}.{page.after[1]}"}
    return "?" + urlencode({key: one for key, one in {**chosen, **cursor}.items() if one})


def _together(one: Change) -> tuple[object, ...]:
    moment = one.who.request or one.at.replace(microsecond=0, second=0)
    return (one.group, one.home, one.who, moment, one.what == "stock")


def who_text(who: Who) -> str:
    """ "Sari (operator)"; of the shop itself what it did, where that has a word for people."""
    if who.role == BEFORE:
        return gettext("From before changes were written down")
    if who.role == Role.SYSTEM:
        itself = gettext("The shop itself")
        work = WORDS["itself"].get(who.name, "")
        return f"{itself} ({gettext(work)})" if work else itself
    if not who.name:
        return gettext("Not told who")
    role = WORDS["role"].get(who.role, "")
    return f"{who.name} ({gettext(role)})" if role else who.name


@dataclass(frozen=True)
class _Teller:
    page: Page
    sources: Sources
    zone: str
    language: str

    def day(self, at: datetime) -> str:
        return formats.long_date(at.astimezone(formats.ZONES[self.zone]).date(), self.language)

    def block(self, changes: list[Change]) -> Block | None:
        entries = [entry for one in changes if (entry := self._entry(one))]
        if not entries:
            return None
        first = changes[0]
        return Block(
            number=f"{'s' if first.what == 'stock' else 'p'}{first.number}",
            day="",
            clock=formats.clock(first.at, self.zone, self.language),
            who=who_text(first.who),
            address=first.who.address,
            request=first.who.request,
            acts=self._acts(changes),
            title=self._title(first),
            group=first.group,
            home=first.home,
            entries=entries,
        )

    def _acts(self, changes: list[Change]) -> list[str]:
        if changes[0].what == "stock":
            reasons = [WORDS["reason"][one.row["reason"]] for one in changes]
            return [gettext(reason) for reason in dict.fromkeys(reasons)]
        said = dict.fromkeys(act for one in changes for act in one.acts)
        named = [(ACTS[action], reason) for action, reason in said if action in ACTS]
        return [f"{gettext(act)}: {reason}" if reason else gettext(act) for act, reason in named]

    def _title(self, one: Change) -> str:
        target = self.sources.homes[one.group][1]
        name = self.page.names.get((target, one.home), "")
        return name or str(one.row.get("email") or one.row.get("name") or "")

    def _entry(self, one: Change) -> Entry | None:
        hidden = words.HIDDEN | words.HIDDEN_OF.get(one.kind, frozenset())
        fields = [field for field in one.fields if field.column not in hidden]
        if one.what == "update" and not fields and not one.is_blind:
            return None
        kind = gettext(words.KINDS[one.kind])
        verb = gettext(words.VERBS[one.what]) if words.VERBS[one.what] else ""
        own = self._own_name(one)
        return Entry(
            title=" ".join(part for part in (kind, verb) if part) + (f": {own}" if own else ""),
            lines=[self._line(one, field) for field in fields],
            is_folded=one.what in ("insert", "delete"),
            note=gettext("What it was before is not known.") if one.is_blind else one.note,
        )

    def _own_name(self, one: Change) -> str:
        """What tells the row from others of the same thing; "" where it is the thing."""
        if one.kind in words.NAMED_BY:
            column = words.NAMED_BY[one.kind]
            target = (self.sources.keys[column], str(one.row.get(column)))
            return self.page.names.get(target, "") or str(one.row.get("sku", ""))
        if one.kind == "openinghours":
            return formats.weekday(one.row["weekday"], self.language)
        if one.kind in words.NAMELESS:
            return ""
        own = one.row.get("name") or one.row.get("sku") or one.row.get("alt")
        return str(own or "")

    def _line(self, one: Change, field: Field) -> Line:
        own = words.ENGLISH if one.kind.endswith("english") else FIELDS_OF.get(one.kind, {})
        label = gettext((FIELDS | own).get(field.column, field.column))
        before, after = (self._text(one, field.column, v) for v in (field.before, field.after))
        is_text = isinstance(field.before, str) and isinstance(field.after, str)
        if one.what == "update" and is_text and max(len(before), len(after)) > _LONG:
            return Line(label, mark_safe(""), _marked(before, after), is_marked=True)
        if one.what in ("update", "stock"):
            return Line(label, _shown(before), _shown(after))
        return Line(label, mark_safe(""), _shown(after or before))

    def _text(self, one: Change, column: str, value: Any) -> str:
        """A value in words; "" for nothing."""
        if value is None or value == "":
            return gettext("as the goods") if column == "price_override_amount" else ""
        if column in words.PERSONAL and one.row.get("holder_is_person"):
            return gettext("a person, who is not shown")
        target = self.sources.keys.get(column)
        if target:
            return self.page.names.get((target, str(value)), f"#{value}")
        return self._plain(column, value)

    def _plain(self, column: str, value: Any) -> str:
        if isinstance(value, bool):
            return gettext("Yes") if value else gettext("No")
        if column in words.MONEY:
            return formats.rupiah(Decimal(value), self.language)
        if column in ("weight", "net_weight_grams"):
            return formats.weight(int(value), self.language)
        if isinstance(value, int | Decimal):
            return self._number(column, value)
        if isinstance(value, list | dict):
            return _packed(value, WORDS.get(column, {}))
        known = WORDS.get(column, {}).get(str(value))
        return gettext(known) if known else self._moment(column, str(value))

    def _number(self, column: str, value: int | Decimal) -> str:
        if column == "weekday":
            return formats.weekday(int(value), self.language)
        if column in words.YEARS:
            return str(value)
        return formats.decimal_number(Decimal(value), self.language)

    def _moment(self, column: str, value: str) -> str:
        try:
            return self._dated(column, value)
        except ValueError:
            return value

    def _dated(self, column: str, value: str) -> str:
        if column.endswith("_at"):
            moment = datetime.fromisoformat(value)
            return f"{self.day(moment)} {formats.clock(moment, self.zone, self.language)}"
        if column.endswith("_on") or column in words.DAYS:
            return formats.long_date(date.fromisoformat(value), self.language)
        if column == "period":
            first, last = (date.fromisoformat(end) for end in value.strip("[)").split(","))
            days = (first, last - timedelta(days=1))
            return "–".join(formats.short_date(day, self.language) for day in days)
        if column in ("opens", "closes"):
            return formats.hour(value[:5].replace(":", "."), self.language)
        return value


def _packed(value: list[Any] | dict[str, Any], known: Mapping[str, str]) -> str:
    """Several values in a line, those of a closed list in words, rows as officers write them; rich
    text too."""
    if isinstance(value, dict):
        return "\n".join(lines_of(value))
    return ", ".join(
        " | ".join(one) if isinstance(one, list) else gettext(known.get(str(one), str(one)))
        for one in value
    )


def _shown(text: str) -> SafeString:
    if not text:
        nothing = escape(gettext("empty"))
        return mark_safe(f'<span class="nothing">{nothing}</span>')
    short = text if len(text) <= _FILLED else text[:_FILLED].rsplit(" ", 1)[0] + " …"
    return mark_safe(escape(short))


def _marked(before: str, after: str) -> SafeString:
    """Two long texts as one: words gone between −signs, new ones after +signs, the rest cut."""
    return mark_safe(" ".join(_runs(before.split(), after.split())))


def _runs(old: list[str], new: list[str]) -> Iterator[str]:
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    steps = matcher.get_opcodes()
    for place, (step, i, j, k, m) in enumerate(steps):
        if step == "equal":
            yield from _around(old[i:j], place == 0, place == len(steps) - 1)
            continue
        if j > i:
            yield f"<del>−&#8288;{_words(old[i:j])}</del>"
        if m > k:
            yield f"<ins>+&#8288;{_words(new[k:m])}</ins>"


def _around(same: list[str], is_first: bool, is_last: bool) -> Iterator[str]:
    before = [] if is_first else same[:_AROUND]
    after = [] if is_last else same[len(before) :][-_AROUND:]
    yield _words(before)
    if len(before) + len(after) < len(same):
        yield "…"
    yield _words(after)


def _words(found: Iterable[str]) -> str:
    return escape(" ".join(found))
