"""What a PDF holds besides pages: looked through by its objects before it is drawn. Runs apart."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

from legality.scans.kinds import MOST_PAGES, Reason, Refused

# A paper of 20 pages has a few thousand; a list of millions is made to keep readers busy.
MOST_OBJECTS = 60_000
MOST_VALUES = 2_000_000
_LAST_LINE = b"%%EOF"
_LAST_WITHIN = 2048

_KEYS = {
    "/JS": Reason.SCRIPT,
    "/JavaScript": Reason.SCRIPT,
    "/EmbeddedFiles": Reason.ATTACHMENT,
    "/EmbeddedFile": Reason.ATTACHMENT,
    "/EF": Reason.ATTACHMENT,
    "/XFA": Reason.LIVE_FORM,
    "/RichMediaContent": Reason.ATTACHMENT,
}
# Values of /S (what an action does), /Type and /Subtype.
_NAMES = {
    "/JavaScript": Reason.SCRIPT,
    "/Launch": Reason.SCRIPT,
    "/ImportData": Reason.SCRIPT,
    "/Rendition": Reason.SCRIPT,
    "/GoToE": Reason.ATTACHMENT,
    "/EmbeddedFile": Reason.ATTACHMENT,
    "/FileAttachment": Reason.ATTACHMENT,
    "/RichMedia": Reason.ATTACHMENT,
    "/Movie": Reason.ATTACHMENT,
    "/Sound": Reason.ATTACHMENT,
    "/Screen": Reason.ATTACHMENT,
    "/3D": Reason.ATTACHMENT,
}
_NAMED_BY = ("/S", "/Type", "/Subtype")


def pdf_screen(content: bytes) -> None:
    """Raises Refused for a PDF that is cut off, damaged, too long or locked with a password, or
    holds scripts, calls of programs, other files, sound, film or a form that programs draw.

    One that is only locked against change opens without a password and is taken: authorities hand
    papers out like that. Links are no reason: they are not drawn.
    """
    if _LAST_LINE not in content[-_LAST_WITHIN:]:
        raise Refused(Reason.DAMAGED)
    try:
        with pikepdf.open(BytesIO(content), suppress_warnings=True) as pdf:
            _look_through(pdf)
            pages = len(pdf.pages)
    except Refused:
        raise
    except pikepdf.PasswordError:
        raise Refused(Reason.LOCKED) from None
    except MemoryError:
        raise Refused(Reason.TOO_COMPLEX) from None
    except Exception as error:  # the parser's own errors are many
        raise Refused(Reason.DAMAGED) from error
    if pages > MOST_PAGES:
        raise Refused(Reason.TOO_MANY_PAGES)
    if pages < 1:
        raise Refused(Reason.DAMAGED)


def _look_through(pdf: pikepdf.Pdf) -> None:
    """Every object, also those that no page names."""
    if len(pdf.objects) > MOST_OBJECTS:
        raise Refused(Reason.TOO_COMPLEX)
    left = MOST_VALUES
    waiting: list[Any] = [pdf.trailer]
    for each in pdf.objects:
        waiting.append(each)
        while waiting:
            left -= 1
            if left < 0:
                raise Refused(Reason.TOO_COMPLEX)
            waiting.extend(_direct(waiting.pop()))


def _direct(value: Any) -> Iterator[Any]:
    """What stands inside; what stands elsewhere comes by itself."""
    if isinstance(value, pikepdf.Array):
        inside = list(value)
    elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        inside = [_seen(key, of) for key, of in _items(value)]
    else:
        return
    for one in inside:
        if isinstance(one, pikepdf.Array | pikepdf.Dictionary) and not one.is_indirect:
            yield one


def _items(value: Any) -> list[tuple[str, Any]]:
    return list((value.stream_dict if isinstance(value, pikepdf.Stream) else value).items())


def _seen(key: str, value: Any) -> Any:
    """The value of a key that is harmless. Raises Refused for one that is not."""
    reason = _KEYS.get(key)
    if reason is None and key in _NAMED_BY and isinstance(value, pikepdf.Name):
        reason = _NAMES.get(str(value))
    if reason is not None:
        raise Refused(reason)
    return value
