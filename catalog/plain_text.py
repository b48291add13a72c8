"""Texts that people type or paste: every sign of them can be seen."""

from __future__ import annotations

import unicodedata

# Signs without a shape, and those that turn the direction of what follows.
_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))
# Letters by their class, and blank all the same.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
# What parts words or lines, whatever wrote it: a spreadsheet's tab, an old computer's lines.
_PARTS = str.maketrans({"\t": " ", "\v": "\n", "\f": "\n", "\u2028": "\n", "\u2029": "\n"})


def plain(text: str) -> str:
    """A text all of whose signs can be seen; lines end with one sign."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_PARTS)
    return "".join(sign for sign in unicodedata.normalize("NFC", text) if _is_seen(sign))


def one_line(text: str) -> str:
    """The same in one line, words parted by one space."""
    return " ".join(plain(text).split())


def _is_seen(sign: str) -> bool:
    return sign == "\n" or not (sign in _BLANK or unicodedata.category(sign) in _HIDDEN)
