"""A file that is not read at all."""

from __future__ import annotations

from catalog.errors import DomainError, ErrorCode


class SheetRefused(DomainError):
    """A file that no row is taken from: locked, damaged, too large or not a sheet.

    The sentence (an English msgid) comes with each refusal.
    """

    code = ErrorCode.INVALID
    template = "%(field)s"

    def __init__(self, sentence: str, **params: object) -> None:
        self.template = sentence
        super().__init__(**params)
