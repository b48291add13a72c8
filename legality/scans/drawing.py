"""PDFs drawn page by page, and pictures bound into a new one. Runs apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import NamedTuple

import pikepdf
import pypdfium2
from PIL import Image

from legality.scans.kinds import MOST_PAGES, Reason, Refused
from legality.scans.pictures import LONGEST_SIDE

DOTS_AN_INCH = 200
POINTS_AN_INCH = 72
# In points; nothing smaller is a page.
NARROWEST = 3


class Sheet(NamedTuple):
    """One page to be bound: a JPEG and its measures in pixels."""

    jpeg: bytes
    width: int
    height: int


def pages_drawn(content: bytes) -> Iterator[Image.Image]:
    """Every page as it looks, one at a time. Raises Refused."""
    try:
        document = pypdfium2.PdfDocument(content)
        document.init_forms()  # what stands in fields is drawn too: signatures, above all
        if len(document) > MOST_PAGES:
            raise Refused(Reason.TOO_MANY_PAGES)
        for at in range(len(document)):
            page = document[at]
            yield _drawn(page)
            page.close()
    except pypdfium2.PdfiumError as error:
        raise Refused(Reason.DAMAGED) from error
    except MemoryError:
        raise Refused(Reason.TOO_COMPLEX) from None


def _drawn(page: pypdfium2.PdfPage) -> Image.Image:
    """A sheet at 200 dots an inch; one that is larger than A3 at fewer."""
    longer = max(*page.get_size(), 1.0)
    scale = min(DOTS_AN_INCH / POINTS_AN_INCH, LONGEST_SIDE / longer)
    image: Image.Image = page.render(scale=scale).to_pil()
    return image.convert("RGB")


def bound(sheets: Sequence[Sheet]) -> bytes:
    """A PDF of the pictures in their order, as large as they were, that says nothing else."""
    pdf = pikepdf.new()
    for sheet in sheets:
        _bind(pdf, sheet)
    buffer = BytesIO()
    pdf.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def _bind(pdf: pikepdf.Pdf, sheet: Sheet) -> None:
    points = POINTS_AN_INCH / DOTS_AN_INCH
    wide, high = (max(NARROWEST, round(side * points, 2)) for side in sheet[1:])
    page = pdf.add_blank_page(page_size=(wide, high))
    picture = pdf.make_stream(
        sheet.jpeg,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=sheet.width,
        Height=sheet.height,
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Page=picture))
    page.Contents = pdf.make_stream(f"q {wide} 0 0 {high} 0 0 cm /Page Do Q".encode())
