"""Scans as they come, good ones and hostile ones, made here."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
import pillow_heif
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageCms, PngImagePlugin

A4 = (595, 842)
Drawn = tuple[int, int, int]
RED, WHITE, BLUE = (200, 30, 30), (255, 255, 255), (30, 30, 200)


def sheet(size: tuple[int, int] = (300, 400), mode: str = "RGB") -> Image.Image:
    """A red band above, white below: it shows which way is up."""
    image = Image.new("RGB", size, WHITE)
    image.paste(RED, (0, 0, size[0], size[1] // 4))
    return image.convert(mode)


def encoded(image: Image.Image, form: str, **given: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **given)
    return buffer.getvalue()


def jpeg(**given: Any) -> bytes:
    return encoded(sheet(**given), "JPEG", quality=90)


def png_with_words() -> bytes:
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", "RAHASIA-1")
    told.add_itxt("XML:com.adobe.xmp", "<x>RAHASIA-2</x>")
    return encoded(sheet(), "PNG", pnginfo=told)


def jpeg_on_its_side() -> bytes:
    """As a phone takes it: lying, with the way up, the place and the owner beside it."""
    lying = sheet().rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, "RAHASIA-1"  # turn to the right; the artist
    exif.get_ifd(0x8825)[1] = "RAHASIA-2"  # of the place
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return encoded(lying, "JPEG", exif=exif, icc_profile=profile, comment=b"RAHASIA-3")


def heic() -> bytes:
    pillow_heif.register_heif_opener()
    exif = Image.Exif()
    exif[0x013B] = "RAHASIA-1"
    return encoded(sheet(), "HEIF", exif=exif.tobytes())


def pdf_of(pages: int = 1, size: tuple[float, float] = A4) -> pikepdf.Pdf:
    """A band of red above on every page."""
    pdf = pikepdf.new()
    for _each in range(pages):
        page = pdf.add_blank_page()
        page.MediaBox = Array([0, 0, *size])
        page.Contents = pdf.make_stream(
            b".8 .1 .1 rg 0 %d %d %d re f" % (size[1] * 3 / 4, size[0], size[1])
        )
    return pdf


def saved(pdf: pikepdf.Pdf, **given: Any) -> bytes:
    buffer = io.BytesIO()
    pdf.save(buffer, **given)
    return buffer.getvalue()


def with_(change: Callable[[pikepdf.Pdf], object]) -> bytes:
    """A page, and what `change` does to the PDF."""
    pdf = pdf_of()
    change(pdf)
    return saved(pdf)


def _script(text: str = "app.alert(1)") -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String(text))


def _named(name: str, value: Any) -> Callable[[pikepdf.Pdf], object]:
    """Something in the catalogue's dictionary of names."""
    names = Dictionary({f"/{name}": Dictionary(Names=Array([String("a"), value]))})
    return lambda pdf: setattr(pdf.Root, "Names", names)


def _on_page(**annotation: Any) -> Callable[[pikepdf.Pdf], object]:
    def change(pdf: pikepdf.Pdf) -> None:
        one = Dictionary(Type=Name.Annot, Rect=[0, 0, 100, 100], **annotation)
        pdf.pages[0].Annots = Array([pdf.make_indirect(one)])

    return change


def _attached(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["muatan.exe"] = b"MZ jahat"


def _script_nobody_names(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Metadata2 = pdf.make_indirect(Array([Array([Dictionary(A=_script())])]))


def _form(**given: Any) -> Callable[[pikepdf.Pdf], object]:
    return lambda pdf: setattr(pdf.Root, "AcroForm", Dictionary(Fields=Array([]), **given))


def _opens(action: Dictionary) -> Callable[[pikepdf.Pdf], object]:
    return lambda pdf: setattr(pdf.Root, "OpenAction", action)


SCRIPTS: dict[str, Callable[[pikepdf.Pdf], object]] = {
    "when it opens": _opens(_script()),
    "when a page is left": lambda pdf: setattr(pdf.pages[0], "AA", Dictionary(C=_script())),
    "when it is printed": lambda pdf: setattr(pdf.Root, "AA", Dictionary(WP=_script())),
    "by name": _named("JavaScript", _script()),
    "in a stream": lambda pdf: _opens(
        Dictionary(S=Name.JavaScript, JS=pdf.make_stream(b"app.alert(1)"))
    )(pdf),
    "behind a link": _on_page(Subtype=Name.Link, A=_script()),
    "in a field": _on_page(Subtype=Name.Widget, FT=Name.Tx, AA=Dictionary(K=_script())),
    "after something else": _opens(
        Dictionary(S=Name.GoTo, D=Array([0, Name.Fit]), Next=Array([_script()]))
    ),
    "where nobody looks": _script_nobody_names,
    "starts a program": _opens(Dictionary(S=Name.Launch, F=String("calc.exe"))),
    "takes data in": _opens(Dictionary(S=Name.ImportData, F=String("a.fdf"))),
}
ATTACHMENTS: dict[str, Callable[[pikepdf.Pdf], object]] = {
    "a file": _attached,
    "by name": _named("EmbeddedFiles", Dictionary(Type=Name.Filespec, F=String("a"))),
    "pinned to the page": _on_page(
        Subtype=Name.FileAttachment, FS=Dictionary(Type=Name.Filespec, F=String("a"))
    ),
    "a film": _on_page(Subtype=Name.Screen),
    "sound": _on_page(Subtype=Name.Sound),
    "flash": _on_page(Subtype=Name.RichMedia),
    "a PDF within": _opens(Dictionary(S=Name.GoToE, D=Array([0, Name.Fit]))),
}


def with_hidden_things() -> bytes:
    """Nothing to refuse, and nothing to keep: links, words of who made it, a form, a note."""
    pdf = pdf_of()
    pdf.docinfo["/Author"] = "RAHASIA-1"
    with pdf.open_metadata() as told:
        told["dc:title"] = "RAHASIA-2"
    pdf.Root.PieceInfo = Dictionary(App=Dictionary(Private=String("RAHASIA-3")))
    address = Dictionary(S=Name.URI, URI=String("https://contoh.example/RAHASIA-4"))
    _on_page(Subtype=Name.Link, A=address, Contents=String("RAHASIA-5"))(pdf)
    _form(NeedAppearances=True)(pdf)
    return saved(pdf)


def bomb_of_marks() -> bytes:
    """One kilobyte in a thousand: a page of half a gigabyte."""
    pdf = pdf_of()
    packed = zlib.compress(b"0 0 m 1 1 l S " * 40_000_000, 9)
    pdf.pages[0].Contents = pikepdf.Stream(pdf, packed, Filter=Name.FlateDecode)
    return saved(pdf)


def bomb_of_pictures() -> bytes:
    """A picture of ten thousand million pixels on a page."""
    pdf = pdf_of()
    many = 100_000
    picture = pikepdf.Stream(
        pdf, zlib.compress(bytes(50_000_000), 9), Type=Name.XObject, Subtype=Name.Image, Width=many,
        Height=many, ColorSpace=Name.DeviceRGB, BitsPerComponent=8, Filter=Name.FlateDecode,
    )  # fmt: skip
    pdf.pages[0].Resources = Dictionary(XObject=Dictionary(P=picture))
    pdf.pages[0].Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /P Do Q")
    return saved(pdf)


def bomb_of_nests() -> bytes:
    """Twenty times twenty times twenty ... drawings in a drawing."""
    pdf = pdf_of()
    form: Any = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": [0, 0, 600, 800]}
    inner = pdf.make_stream(b"0 0 10 10 re f", **form)
    for _each in range(15):
        held = Dictionary(XObject=Dictionary(A=inner))
        inner = pdf.make_stream(b"/A Do " * 20, **form, Resources=held)
    pdf.pages[0].Resources = Dictionary(XObject=Dictionary(A=inner))
    pdf.pages[0].Contents = pdf.make_stream(b"/A Do")
    return saved(pdf)


def bomb_of_objects() -> bytes:
    """More things than any paper has."""
    pdf = pdf_of()
    pdf.Root.Many = Array([pdf.make_indirect(Dictionary()) for _each in range(61_000)])
    return saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def picture_bomb() -> bytes:
    """A PNG of few bytes and 100 megapixels."""
    return encoded(Image.new("1", (10_000, 10_000)), "PNG")


def archive() -> bytes:
    """A ZIP, as Java opens them too."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("A.class", b"\xca\xfe\xba\xbe")
    return buffer.getvalue()


def form_of_one_program() -> bytes:
    return with_(_form(XFA=String("<xdp:xdp/>")))
