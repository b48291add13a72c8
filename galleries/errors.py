"""galleries' own errors, in the catalogue's tree.

DomainError
 `- Invalid
     `- PictureRefused   the file is no picture that can be taken
"""

from __future__ import annotations

from catalog.errors import Invalid


class PictureRefused(Invalid):
    """The file is no picture that can be taken. Params: reason (an English msgid)."""

    def __init__(self, reason: str) -> None:
        super().__init__(field="file", reason=reason)
