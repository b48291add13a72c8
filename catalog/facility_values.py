"""What people may write about a facility, as plain texts, and how each text is read.

Every field has one canonical text ("+6281234567890", "08.00-12.00 13.00-15.00"), empty for nothing.
Forms, what was shown to whom, and what a change was from and to are all mappings of such texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_noop

from catalog.models.facilities import UnitKind
from catalog.plain_text import plain

Texts = Mapping[str, str]
STORY_MOST = 2000  # letters; the house asks for about 120 words
MOST_ALIASES, ALIAS_MOST = 20, 120
TRAINED_LEAST, TRAINED_MOST = 5, 2000
CLASSES = ("", "I", "IIA", "IIB", "II", "III")
DAYS = tuple(str(day) for day in range(7))
MOST_SPANS = 2
_YES = "1"
_TIME = re.compile(r"(\d{1,2})(?:[.:,]?(\d{2}))?")
_SPAN = re.compile(r"(\d\d\.\d\d)-(\d\d\.\d\d)")
_INDONESIA = 62


class Refused(Exception):
    """A text cannot be read. sentence: a msgid; params: its values."""

    def __init__(self, sentence: str, **params: object) -> None:
        self.sentence, self.params = sentence, params
        super().__init__(sentence)


Rule = Callable[[str], str]


def _fits(text: str, most: int) -> str:
    if len(text) > most:
        raise Refused(
            gettext_noop("This is too long: %(count)s letters, at most %(most)s."),
            count=len(text),
            most=most,
        )
    return text


def _line(most: int, missing: str = "") -> Rule:
    """One line. missing: what is said when nothing is written, "" where that is fine."""

    def rule(text: str) -> str:
        found = " ".join(plain(text).split())
        if missing and not found:
            raise Refused(missing)
        return _fits(found, most)

    return rule


def _paragraphs(text: str) -> str:
    lines = [" ".join(line.split()) for line in plain(text).split("\n")]
    return _fits(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), STORY_MOST)


def phone_text(text: str) -> str:
    """An Indonesian number as "+62...", "" for nothing. Raises Refused."""
    text = plain(text).strip()
    if not text:
        return ""
    try:
        number = phonenumbers.parse(text, "ID")
    except phonenumbers.NumberParseException:
        number = None
    if (
        number is None
        or number.country_code != _INDONESIA
        or number.extension
        or not phonenumbers.is_valid_number(number)
    ):
        raise Refused(
            gettext_noop(
                "This is no Indonesian number. Write it like 0812-3456-7890 or 0451-421234."
            )
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def email_text(text: str) -> str:
    """An e-mail address, "" for nothing. Raises Refused."""
    text = plain(text).strip()
    try:
        if text:
            validate_email(_fits(text, 254))
    except ValidationError as error:
        raise Refused(gettext_noop("Write an e-mail address like lapas@contoh.go.id.")) from error
    return text


def _aliases(text: str) -> str:
    found: dict[str, str] = {}
    for line in plain(text).split("\n"):
        name = " ".join(line.split())
        found.setdefault(name.casefold(), name)
    names = [name for name in found.values() if name]
    if len(names) > MOST_ALIASES:
        raise Refused(gettext_noop("At most %(most)s other names, please."), most=MOST_ALIASES)
    for name in names:
        _fits(name, ALIAS_MOST)
    return "\n".join(names)


def _satker(text: str) -> str:
    text = plain(text).strip()
    if text and not re.fullmatch(r"[0-9]{6}", text):
        raise Refused(gettext_noop("A satker code has six digits."))
    return text


def _one_of(values: Iterable[str]) -> Rule:
    allowed = frozenset(values)

    def rule(text: str) -> str:
        if text.strip() not in allowed:
            raise Refused(gettext_noop("Choose one of the list."))
        return text.strip()

    return rule


def _trained(text: str) -> str:
    text = plain(text).strip()
    if not text:
        return ""
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise Refused(gettext_noop("Write a number only, or leave it empty."))
    number = int(text)
    if number < TRAINED_LEAST:
        raise Refused(
            gettext_noop(
                "Fewer than five could be recognized. Leave it empty until there are five."
            )
        )
    if number > TRAINED_MOST:
        raise Refused(gettext_noop("This number cannot be meant."))
    return str(number)


def _yes(text: str) -> str:
    return _YES if text.strip() == _YES else ""


# --- Opening hours


def _time(text: str) -> str:
    match = _TIME.fullmatch(plain(text).strip())
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 0)
    if (hour, minute) == (24, 0):
        raise Refused(gettext_noop("24.00 is not taken. Write 23.59 for the end of the day."))
    if hour > 23 or minute > 59:  # noqa: PLR2004 # of a clock
        raise Refused(gettext_noop("Write times like 08.00 or 15.30."))
    return f"{hour:02}.{minute:02}"


def day_text(spans: Sequence[tuple[str, str]]) -> str:
    """The spans of a day from its cells, empty ones left out; "" for a closed day."""
    found: list[tuple[str, str]] = []
    for opens, closes in spans:
        if not (opens.strip() or closes.strip()):
            continue
        if not (opens.strip() and closes.strip()):
            raise Refused(gettext_noop("Write both: when it opens and when it closes."))
        found.append((_time(opens), _time(closes)))
    if any(closes <= opens for opens, closes in found):
        raise Refused(gettext_noop("It closes before it opens."))
    found.sort()
    if any(later[0] < earlier[1] for earlier, later in zip(found, found[1:], strict=False)):
        raise Refused(gettext_noop("The two spans overlap."))
    return " ".join(f"{opens}-{closes}" for opens, closes in found)


def day_spans(text: str) -> list[tuple[str, str]]:
    """The reverse."""
    return [(match[1], match[2]) for match in _SPAN.finditer(text)]


def _day(text: str) -> str:
    parts = text.split()
    if len(parts) > MOST_SPANS or not all(_SPAN.fullmatch(part) for part in parts):
        raise Refused(gettext_noop("Write times like 08.00 or 15.30."))
    return day_text(day_spans(text))


# --- The forms: a rule a field

PROFILE: dict[str, Rule] = {
    "short_name": _line(60, gettext_noop("Give the place a short name.")),
    "craft_line": _line(140),
    "craft_line_en": _line(140),
    "story": _paragraphs,
    "story_en": _paragraphs,
    "address": _line(200, gettext_noop("Write the address.")),
    "phone": phone_text,
    "whatsapp": phone_text,
    "email": email_text,
    "aliases": _aliases,
}
# What only those write who open facilities.
OFFICIAL: dict[str, Rule] = {
    "official_name": _line(160, gettext_noop("Write the official name.")),
    "klass": _one_of(CLASSES),
    "satker_code": _satker,
}
HOURS: dict[str, Rule] = dict.fromkeys(DAYS, _day)
UNIT: dict[str, Rule] = {
    "kind": _one_of(UnitKind.values),
    "name": _line(80, gettext_noop("Give the workshop a name.")),
    "name_en": _line(80),
    "skill": _line(120, gettext_noop("Say what is made or practised there.")),
    "skill_en": _line(120),
    "trained": _trained,
    "training_partner": _line(120),
    "training_partner_en": _line(120),
    "is_certified": _yes,
}
BRAND: dict[str, Rule] = {"name": _line(60, gettext_noop("Give the brand a name."))}


class ReadTexts(NamedTuple):
    """texts: canonical, as typed where refused; faults: what was refused, by field."""

    texts: dict[str, str]
    faults: dict[str, Refused]


def read(rules: Mapping[str, Rule], typed: Texts, seen: Texts) -> ReadTexts:
    """A form's texts. What was not sent or is as it was shown stays, whatever today's rules say."""
    found = ReadTexts({}, {})
    for name, rule in rules.items():
        was = seen.get(name, "")
        text = typed.get(name, was)
        try:
            found.texts[name] = was if name in seen and text == was else rule(text)
        except Refused as fault:
            found.texts[name], found.faults[name] = text, fault
    return found


# --- Two people


@dataclass(frozen=True)
class Merged:
    """values: both people's changes, mine where they clash; clashes: what is there now."""

    values: dict[str, str]
    clashes: dict[str, str]


def merged(seen: Texts, wanted: Texts, now: Texts) -> Merged:
    """What only one of two people changed is taken; what both changed otherwise is a clash."""
    values, clashes = dict(now), {}
    for name, mine in wanted.items():
        theirs = now.get(name, "")
        if mine in (seen.get(name, ""), theirs):
            continue
        values[name] = mine
        if theirs != seen.get(name, ""):
            clashes[name] = theirs
    return Merged(values, clashes)
