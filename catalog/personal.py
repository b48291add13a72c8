"""Finding what may tell who a maker is, before it is shown to everybody.

Nobody can know whether a name is a maker's. What looks like it is asked about; a person answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext_noop
from lokal.samaran import detect_pii

NUMBER = gettext_noop("This looks like the number of a person (NIK or the like).")
PERSON = gettext_noop("This looks like the name of a maker.")

_NUMBERS = frozenset({"NIK", "KK", "NPWP", "PASSPORT", "SIM", "BPJS", "AKTA"})
_SIXTEEN = re.compile(r"(?<!\d)\d(?:[ .\-]?\d){15}(?!\d)")
_WHO = r"napi|narapidana|tahanan|wbp|warga\s+binaan|anak\s+binaan|andikpas|inmate|prisoner"
_BEFORE = (
    r"bernama|named|atas\s+nama|a\.?\s?n\.?|berinisial|inisial|bapak|pak|ibu|bu|sdr[i.]?|saudara"
)
_NAMED = re.compile(rf"\b(?i:{_WHO})(?i:\s+(?:{_BEFORE}))*\s+([A-Z](?:\.|[A-Za-z'’-]+))")
# Capitals that follow such a word and name no person.
_NO_NAMES = frozenset(
    ("lapas", "rutan", "lpka", "bapas", "kelas", "lembaga", "pemasyarakatan", "indonesia")
)


def personal_marks(text: str) -> list[str]:
    """Sentences (msgids) about what in a text may be somebody's; none for most texts."""
    found = []
    if _SIXTEEN.search(text) or any(match.type in _NUMBERS for match in detect_pii(text)):
        found.append(NUMBER)
    if _names(_NAMED.findall(text)):
        found.append(PERSON)
    return found


def _names(words: Iterable[str]) -> bool:
    return any(word.casefold() not in _NO_NAMES for word in words)
