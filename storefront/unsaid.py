"""What neither the log nor a report of a fault may say: words of links, each of which opens a door.

An invitation, a new password and a new e-mail are taken by links of mails. Whoever reads the log
must not be able to take them before the person who was meant.
"""

from __future__ import annotations

import logging
import re

import structlog

# Also as a link stands in another's query ("?next=%2Fmasuk%2F..."). A word ends where an address,
# a quotation or a line of JSON does.
_SLASH = "(?:/|%2[Ff])"
_WORD = re.compile(
    rf"((?:masuk{_SLASH}(?:undangan|sandi)|akun{_SLASH}surel){_SLASH})"
    r"(?:[^\s/?&#\"'<>\\%]|%(?!2[Ff]))+"
)


def without_words(text: str) -> str:
    """The text with "..." for every word of a link."""
    return _WORD.sub(r"\1...", text)


class LineFormatter(structlog.stdlib.ProcessorFormatter):
    """Lines of the log. What is written is looked through whole, whoever wrote it: Django's own
    warnings name the address that was asked for as well."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return without_words(super().format(record))
