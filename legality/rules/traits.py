"""What goods are told by: a trait holds when everything that it states is so."""

from __future__ import annotations

import re
from functools import lru_cache

from legality.types import Facts, RuleBook, Trait


@lru_cache(maxsize=256)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Finds one of the words, each a whole word. Literal alternatives: time grows with the text."""
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)", re.IGNORECASE)


def _says(words: tuple[str, ...], text: str) -> bool:
    return bool(words and _any_of(words).search(text))


def trait_holds(trait: Trait, facts: Facts) -> bool:
    """Whether goods have a trait. A shelf life that nobody stated is never a short one."""
    if trait.kinds and facts.kind_slug not in trait.kinds:
        return False
    if trait.keeps_at_most is not None and (
        facts.keeps_days is None or facts.keeps_days > trait.keeps_at_most
    ):
        return False
    if not (trait.name_words or trait.material_words):
        return not _says(trait.without_words, facts.name)
    told = _says(trait.name_words, facts.name) or _says(trait.material_words, facts.composition)
    return told and not _says(trait.without_words, facts.name)


def traits_of(facts: Facts, book: RuleBook) -> frozenset[str]:
    """Codes of the traits that goods have."""
    return frozenset(code for code, trait in book.traits.items() if trait_holds(trait, facts))
