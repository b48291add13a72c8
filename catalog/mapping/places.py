"""Which facility a line belongs to: by its own words, those above it, the sheet's name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from catalog.mapping.asking import Asked
from catalog.mapping.names import Gazetteer, Match, facility_words
from catalog.mapping.values import Choice, Doubt, Flaw, flaw

NONE_OF_THEM = "bukan"
MOST_CHOICES = 12


@dataclass
class Places:
    """Facilities by their names, and what each sheet's own name and titles say.

    slugs, labels: by facility id; inside: ids that this import may write to.
    """

    gazetteer: Gazetteer
    slugs: Mapping[int, str]
    labels: Mapping[int, str]
    inside: frozenset[int]
    _by_sheet: dict[str, int | Doubt | None] = field(default_factory=dict)
    _by_text: dict[str, Match] = field(default_factory=dict)

    def is_facility(self, text: str) -> bool:
        """Whether a short line of text names a facility, known or of a known form."""
        return bool(facility_words(text)) or self._match(text).is_sure

    def sheet_is(self, sheet: str, titles: Sequence[str]) -> None:
        """Learn from a sheet's name and the texts above its headings."""
        said = [sheet, *(words for text in titles if (words := facility_words(text)))]
        matches = [self._match(facility_words(text) or text) for text in said]
        sure = {match.facility_ids[0] for match in matches if match.is_sure}
        if len(sure) == 1:
            self._by_sheet[sheet] = sure.pop()
        else:
            near = sure or {one for match in matches for one in match.facility_ids}
            self._by_sheet[sheet] = self._sheet_doubt(sheet, sorted(near))

    def _sheet_doubt(self, sheet: str, near: Sequence[int]) -> Doubt:
        if not near and len(self.inside) <= MOST_CHOICES:
            near = sorted(self.inside)
        choices = tuple(Choice(self.slugs[one], self.labels[one]) for one in near)
        params = (("sheet", sheet),)
        return Doubt("upt-lembar", sheet, "ask_sheet_facility", choices, params, is_free=True)

    def _match(self, text: str) -> Match:
        if text not in self._by_text:
            self._by_text[text] = self.gazetteer.find(text)
        return self._by_text[text]

    def find(self, text: str, sheet: str, asked: Asked) -> int | Flaw | Doubt:
        """The facility of a line. text: "" when neither it nor a line above it says."""
        if not text:
            return self._of_sheet(sheet, asked)
        match = self._match(text)
        if match.is_sure:
            return self._in_scope(match.facility_ids[0], text)
        choices = [Choice(self.slugs[one], self.labels[one]) for one in match.facility_ids]
        doubt = Doubt(
            "upt",
            text,
            "ask_facility",
            (*choices, Choice(NONE_OF_THEM, "bukan salah satunya")),
            (("text", text),),
            is_free=True,
        )
        answered = self._answered(doubt, asked)
        unknown = flaw("facility_unknown", text=text)
        if answered is not None:
            return self._in_scope(answered, text) if answered else unknown
        return doubt if choices else unknown

    def _of_sheet(self, sheet: str, asked: Asked) -> int | Flaw | Doubt:
        known = self._by_sheet.get(sheet)
        if isinstance(known, Doubt):
            answered = self._answered(known, asked)
            return self._in_scope(answered, sheet) if answered else known
        return flaw("facility_missing") if known is None else self._in_scope(known, sheet)

    def _answered(self, doubt: Doubt, asked: Asked) -> int | None:
        """The facility that an answer names; 0 for none of them, None without an answer."""
        answer = asked.answer(doubt)
        if answer is None:
            return None
        if answer == NONE_OF_THEM:
            return 0
        for facility_id, slug in self.slugs.items():
            if slug == answer:
                return facility_id
        asked.refuse(doubt)
        return None

    def _in_scope(self, facility_id: int, text: str) -> int | Flaw:
        return facility_id if facility_id in self.inside else flaw("facility_outside", text=text)
