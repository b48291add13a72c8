"""Facilities by any of their names: official, short, alias, abbreviated.

A name is cut into kind, class and place. Two names are one when kind and place are the same and
no two different classes are said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import NamedTuple

# Longest first: what a name begins with, and the kind that it means.
_KINDS = (
    (
        r"lembaga pemasyarakatan narkotika|lapas narkotika|lp narkotika|lapastika|"
        r"lapas nark|lapas khusus narkotika", "lapas narkotika"),
    (
        r"lembaga pemasyarakatan perempuan|lapas perempuan|lapas wanita|lp perempuan|"
        r"lp wanita|lpp", "lapas perempuan"),
    (r"lembaga pemasyarakatan terbuka|lapas terbuka|lp terbuka|lpt", "lapas terbuka"),
    (r"lembaga pemasyarakatan pemuda|lapas pemuda|lp pemuda", "lapas pemuda"),
    (r"lembaga pembinaan khusus anak|lapas anak|lp anak|lpka", "lpka"),
    (r"lembaga pemasyarakatan|lapas|lp", "lapas"),
    (r"rumah tahanan negara perempuan|rutan perempuan", "rutan perempuan"),
    (r"rumah tahanan negara|rumah tahanan|rutan|cabang rutan|cabrutan", "rutan"),
    (r"balai pemasyarakatan|bapas", "bapas"),
)  # fmt: skip
_KIND = [(re.compile(rf"\b(?:{pattern})\b"), kind) for pattern, kind in _KINDS]
_CLASS = re.compile(
    r"\b(?:kelas|klas|kls|kl)\s*\.?\s*(iii|ii|i|[123])\s*[-.\s]?\s*([ab])?\b|"
    r"\b(ii)\s*-?\s*([ab])\b|\b(iii|ii|i)(?=\s)"
)
_ARABIC = {"1": "I", "2": "II", "3": "III"}
_FILLER = re.compile(
    r"\b(?:upt|unit pelaksana teknis|nama|satker|satuan kerja|di|kota|kabupaten|kab)\b"
)
_LOOKS_LIKE = re.compile(
    r"(?i)\b(?:lapas\w*|lembaga pemasyarakatan|lembaga pembinaan|rutan|rumah tahanan|"
    r"lpka|lpp|lpn|bapas|balai pemasyarakatan|cabrutan)\b|\blp\s+(?:kls|kelas|klas|"
    r"narkotika|perempuan|i)"
)
_AFTER_NAME = re.compile(
    r"(?i)\b(?:tahun|bulan|periode|triwulan|semester|tw\b|ta\b|per\b|kanwil|kantor wilayah)"
    r"|\d{4}|[(;|/]| - "
)
_NUMBERING = re.compile(r"^\s*(?:\(?[0-9]{1,3}[.)]|[A-Za-z][.)]|(?:[ivxIVX]{1,5})[.)])\s+")
_CLOSE = 0.82
_ABBREVIATION = range(2, 6)


class Name(NamedTuple):
    """A name in parts. kind "" and klass "" when not said; place without spaces."""

    kind: str
    klass: str
    place: str


class Match(NamedTuple):
    """Facilities that a name may mean. is_sure: it means the one that is there."""

    facility_ids: tuple[int, ...]
    is_sure: bool


def name_of(text: str) -> Name:
    """The parts of a facility's name."""
    words = re.sub(r"[^a-z0-9\s-]", " ", _NUMBERING.sub("", text).casefold())
    words = " ".join(words.replace("-", " ").split())
    kind = ""
    for pattern, meant in _KIND:
        if found := pattern.search(words):
            kind = meant
            words = words[: found.start()] + " " + words[found.end() :]
            break
    words = f" {words} "
    klass, words = _class_cut(words)
    return Name(kind, klass, re.sub(r"\s", "", _FILLER.sub(" ", words)))


def _class_cut(words: str) -> tuple[str, str]:
    """The class that is said and the words without it."""
    found = _CLASS.search(words)
    if not found:
        return "", words
    roman = (found[1] or found[3] or found[5] or "").upper()
    letter = (found[2] or found[4] or "").upper()
    rest = words[: found.start()] + " " + words[found.end() :]
    return _ARABIC.get(roman, roman) + letter, rest


def facility_words(text: str) -> str:
    """The part of a title that names a facility ("DAFTAR PRODUK LAPAS PALU TAHUN 2026")."""
    found = _LOOKS_LIKE.search(text)
    return _AFTER_NAME.split(text[found.start() :])[0].strip(" -–:,") if found else ""


@dataclass
class Gazetteer:
    """All facilities by the parts of their names."""

    by_name: dict[tuple[str, str], set[int]] = field(default_factory=dict)
    by_place: dict[str, set[int]] = field(default_factory=dict)
    classes: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[tuple[int, str, Iterable[str]]]) -> Gazetteer:
        """rows: facility id, class, all of its names."""
        made = cls()
        for facility_id, klass, names in rows:
            made.classes[facility_id] = klass
            for text in names:
                name = name_of(text)
                if name.place:
                    made.by_name.setdefault((name.kind, name.place), set()).add(facility_id)
                    made.by_place.setdefault(name.place, set()).add(facility_id)
        return made

    def find(self, text: str) -> Match:
        """Who is meant. Sure when exactly one has this kind and place, or, with no kind said,
        exactly one has this place; else those that come near."""
        name = name_of(text)
        if not name.place:
            return Match((), False)
        exact = self.by_name.get((name.kind, name.place), set())
        if not name.kind and not exact:
            exact = self.by_place.get(name.place, set())
        fitting = {one for one in exact if self._class_fits(one, name.klass)}
        if len(fitting) == 1:
            return Match(tuple(fitting), True)
        near = fitting or exact or self._near(name)
        return Match(tuple(sorted(near))[:8], False)

    def _class_fits(self, facility_id: int, klass: str) -> bool:
        return not klass or not self.classes[facility_id] or klass == self.classes[facility_id]

    def _near(self, name: Name) -> set[int]:
        """Same place with another kind; a place almost spelled so; an abbreviation of a place."""
        if name.place in self.by_place:
            return self.by_place[name.place]
        of_kind = {
            key: ids for key, ids in self.by_name.items() if not name.kind or key[0] == name.kind
        }
        spelled = {
            one
            for (_kind, place), ids in of_kind.items()
            if SequenceMatcher(None, place, name.place).ratio() >= _CLOSE
            for one in ids
        }
        return spelled or {
            one
            for (_kind, place), ids in of_kind.items()
            if _abbreviates(name.place, place)
            for one in ids
        }


def _abbreviates(short: str, place: str) -> bool:
    """ "smd" for "samarinda": first letter and the others in order."""
    if len(short) not in _ABBREVIATION or place[:1] != short[:1]:
        return False
    letters = iter(place)
    return all(letter in letters for letter in short)
