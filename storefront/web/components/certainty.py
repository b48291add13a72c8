"""How sure a legal fact is, as officers read it."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_lazy, gettext_noop

# English msgids, by code.
CERTAINTY_WORDS = {
    "V": gettext_noop("as the source says"),
    "I": gettext_noop("inferred"),
    "U": gettext_noop("not verified"),
}
CERTAINTIES = tuple((code, gettext_lazy(word)) for code, word in CERTAINTY_WORDS.items())


def certainty_word(code: str) -> str:
    """In the language in use."""
    return gettext(CERTAINTY_WORDS[code])
