"""Scans: what is refused and why, what is kept of the others, and what nothing does to the shop."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageStat

from legality.scans import cleaning
from legality.scans.blackening import Box, blackened
from legality.scans.cleaning import CleanScan, scan_clean
from legality.scans.kinds import MOST_BYTES, Kind, Reason, Refused, kind_of
from legality.scans.sentences import SENTENCES
from tests.legality import scan_files as made
from tests.legality.scan_files import RED, WHITE, Drawn

NEAR = 24


def refused(content: bytes) -> Reason:
    with pytest.raises(Refused) as refusal:
        scan_clean(content)
    return refusal.value.reason


def first_page(clean: CleanScan) -> Image.Image:
    return Image.open(io.BytesIO(clean.previews[0])).convert("RGB")


def near(found: Any, wanted: Drawn) -> bool:
    return all(abs(one - other) <= NEAR for one, other in zip(found, wanted, strict=True))


def stands_upright(image: Image.Image) -> bool:
    middle = image.width // 2
    above, below = (image.getpixel((middle, int(image.height * at))) for at in (0.1, 0.8))
    return near(above, RED) and near(below, WHITE)


LOCKED = pikepdf.Encryption(user="rahasia", owner="lain")
REFUSED: dict[str, tuple[Callable[[], bytes], Reason]] = {
    "empty": (lambda: b"", Reason.EMPTY),
    "text": (lambda: b"halo, ini bukan surat", Reason.UNKNOWN),
    "a page of the web": (lambda: b"<html><script>1</script></html>", Reason.UNKNOWN),
    "a GIF": (lambda: made.encoded(made.sheet(), "GIF"), Reason.UNKNOWN),
    "an AVIF": (lambda: made.encoded(made.sheet(), "AVIF"), Reason.UNKNOWN),
    "a ZIP": (made.archive, Reason.UNKNOWN),
    "11 MB": (lambda: made.jpeg() + bytes(MOST_BYTES), Reason.TOO_LARGE),
    "a PDF that begins later": (lambda: b"\n\n" + made.saved(made.pdf_of()), Reason.MIXED),
    "a GIF that is a PDF": (lambda: b"GIF89a" + made.saved(made.pdf_of()), Reason.MIXED),
    "a PDF that is a ZIP": (lambda: made.saved(made.pdf_of()) + made.archive(), Reason.MIXED),
    "a JPEG that is a ZIP": (lambda: made.jpeg() + made.archive(), Reason.MIXED),
    "a PNG that is a ZIP": (lambda: made.png_with_words() + made.archive(), Reason.MIXED),
    "a JPEG that is a PDF": (lambda: made.jpeg() + made.saved(made.pdf_of()), Reason.MIXED),
    "a JPEG that is a RAR": (lambda: made.jpeg() + b"Rar!\x1a\x07\x00", Reason.MIXED),
    "a JPEG cut off": (lambda: made.jpeg()[:700], Reason.DAMAGED),
    "a PNG cut off": (lambda: made.png_with_words()[:200], Reason.DAMAGED),
    "a HEIC cut off": (lambda: made.heic()[:400], Reason.DAMAGED),
    "a PDF cut off": (lambda: made.saved(made.pdf_of(3))[:900], Reason.DAMAGED),
    "a PDF of nothing": (lambda: b"%PDF-1.7\n%%EOF\n", Reason.DAMAGED),
    "a PDF without a page": (lambda: made.saved(made.pdf_of(0)), Reason.DAMAGED),
    "21 pages": (lambda: made.saved(made.pdf_of(21)), Reason.TOO_MANY_PAGES),
    "200 pages": (lambda: made.saved(made.pdf_of(200)), Reason.TOO_MANY_PAGES),
    "100 megapixels": (made.picture_bomb, Reason.TOO_MANY_PIXELS),
    "a password": (lambda: made.saved(made.pdf_of(), encryption=LOCKED), Reason.LOCKED),
    "a form of one program": (made.form_of_one_program, Reason.LIVE_FORM),
    "half a gigabyte of marks": (made.bomb_of_marks, Reason.TOO_COMPLEX),
    "drawings in drawings": (made.bomb_of_nests, Reason.TOO_COMPLEX),
    "61,000 objects": (made.bomb_of_objects, Reason.TOO_COMPLEX),
    **{
        f"a script: {name}": (lambda change=change: made.with_(change), Reason.SCRIPT)  # type: ignore[misc]
        for name, change in made.SCRIPTS.items()
    },
    **{
        f"with {name}": (lambda change=change: made.with_(change), Reason.ATTACHMENT)  # type: ignore[misc]
        for name, change in made.ATTACHMENTS.items()
    },
}


@pytest.mark.parametrize("which", REFUSED)
def test_what_is_refused_and_why(which: str) -> None:
    content, reason = REFUSED[which]
    assert refused(content()) is reason


def test_every_reason_has_a_sentence_of_its_own() -> None:
    assert set(SENTENCES) == set(Reason)
    assert len(set(SENTENCES.values())) == len(Reason)


TAKEN: dict[str, tuple[Callable[[], bytes], Kind, Kind, int]] = {
    "a JPEG": (made.jpeg, Kind.JPEG, Kind.JPEG, 1),
    "a JPEG for printers": (lambda: made.jpeg(mode="CMYK"), Kind.JPEG, Kind.JPEG, 1),
    "a JPEG on its side": (made.jpeg_on_its_side, Kind.JPEG, Kind.JPEG, 1),
    "a PNG with words": (made.png_with_words, Kind.PNG, Kind.JPEG, 1),
    "a PNG of a few colors": (lambda: made.encoded(made.sheet().quantize(8), "PNG"), Kind.PNG,
                              Kind.JPEG, 1),
    "a clear PNG": (lambda: made.encoded(made.sheet(mode="RGBA"), "PNG"), Kind.PNG, Kind.JPEG, 1),
    "a HEIC": (made.heic, Kind.HEIC, Kind.JPEG, 1),
    "a PDF": (lambda: made.saved(made.pdf_of()), Kind.PDF, Kind.PDF, 1),
    "20 pages": (lambda: made.saved(made.pdf_of(20)), Kind.PDF, Kind.PDF, 20),
    "links and names": (made.with_hidden_things, Kind.PDF, Kind.PDF, 1),
    "locked against change": (
        lambda: made.saved(made.pdf_of(), encryption=pikepdf.Encryption(user="", owner="kunci")),
        Kind.PDF, Kind.PDF, 1,
    ),
    "a sheet of five meters": (lambda: made.saved(made.pdf_of(2, (14_400, 14_400))), Kind.PDF,
                               Kind.PDF, 2),
    "a sheet of the moon": (lambda: made.saved(made.pdf_of(2, (10**9, 10**9))), Kind.PDF,
                            Kind.PDF, 2),
}  # fmt: skip


@pytest.mark.parametrize("which", TAKEN)
def test_what_is_kept_is_upright_and_says_nothing_else(which: str) -> None:
    make, came_as, media_type, pages = TAKEN[which]
    clean = scan_clean(make())
    assert (clean.came_as, clean.media_type, clean.pages) == (came_as, media_type, pages)
    assert kind_of(clean.content) is media_type
    assert stands_upright(first_page(clean))
    for part in (clean.content, *clean.previews, clean.thumbnail):
        assert b"RAHASIA" not in part and b"Exif" not in part and b"ICC_PROFILE" not in part
    for part, side in (*((one, 1600) for one in clean.previews), (clean.thumbnail, 320)):
        small = Image.open(io.BytesIO(part))
        assert small.format == "WEBP" and max(small.size) <= side and not small.getexif()
    if media_type is Kind.PDF:
        pdf_is_pictures_alone(clean)


def pdf_is_pictures_alone(clean: CleanScan) -> None:
    """Page by page one JPEG, no word, no name, no link; and it opens."""
    assert len(pypdfium2.PdfDocument(clean.content)) == clean.pages
    with pikepdf.open(io.BytesIO(clean.content)) as pdf:
        assert set(pdf.Root.keys()) == {"/Type", "/Pages"}
        assert "/Info" not in pdf.trailer and len(pdf.pages) == clean.pages
        pages: Any = pdf.pages
        for page in pages:
            assert set(page.keys()) == {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"}
            assert [picture.Filter for picture in page.get_images().values()] == ["/DCTDecode"]


@pytest.mark.parametrize("mode", ["L", "1", "I;16", "LA"])
def test_pictures_without_colors_are_taken(mode: str) -> None:
    """Also deep ones: the dark band is dark and the white stays white."""
    grey = made.sheet(mode="L")
    if mode == "I;16":
        deep = Image.new("I;16", grey.size)
        deep.putdata([one * 257 for one in grey.tobytes()])
    picture = deep if mode == "I;16" else grey.convert(mode)
    image = first_page(scan_clean(made.encoded(picture, "PNG")))
    below = image.getpixel((image.width // 2, int(image.height * 0.8)))
    band = image.crop((0, 0, image.width, image.height // 4 - 4)).convert("L")
    assert near(below, WHITE) and ImageStat.Stat(band).mean[0] < 133


def test_a_page_is_kept_as_large_as_it_was_and_sharp() -> None:
    clean = scan_clean(made.saved(made.pdf_of()))
    with pikepdf.open(io.BytesIO(clean.content)) as pdf:
        page: Any = pdf.pages[0]
        (picture,) = page.get_images().values()
        wide, high = (float(side) for side in page.MediaBox[2:])
    assert abs(wide - made.A4[0]) < 1 and abs(high - made.A4[1]) < 1
    assert abs(picture.Width / (wide / 72) - 200) < 1  # dots an inch


def test_what_cleaning_made_is_taken_again() -> None:
    clean = scan_clean(made.saved(made.pdf_of(2)))
    assert scan_clean(clean.content).pages == 2


def test_a_signature_that_can_be_seen_is_drawn() -> None:
    """Papers of authorities bear one as a field with a picture."""
    pdf = made.pdf_of()
    seen = pdf.make_stream(
        b".1 .1 .8 rg 0 0 100 100 re f",
        Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 100, 100],
    )  # fmt: skip
    field = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Sig, F=4,
        Rect=[100, 100, 200, 200], AP=pikepdf.Dictionary(N=seen), T=pikepdf.String("ttd"),
    )  # fmt: skip
    field = pdf.make_indirect(field)
    pdf.pages[0].Annots = pikepdf.Array([field])
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]), SigFlags=3)
    image = first_page(scan_clean(made.saved(pdf)))
    at = (int(150 / made.A4[0] * image.width), int((1 - 150 / made.A4[1]) * image.height))
    assert near(image.getpixel(at), made.BLUE)


def test_a_picture_that_no_memory_holds_takes_nothing_down() -> None:
    """It is drawn in part or refused."""
    try:
        assert scan_clean(made.bomb_of_pictures()).pages == 1
    except Refused as refusal:
        assert refusal.reason in (Reason.TOO_COMPLEX, Reason.DAMAGED)


def test_a_process_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning, "WALL_SECONDS", 0.01)
    assert refused(made.jpeg()) is Reason.TOO_COMPLEX


def test_more_at_once_than_there_are_turns_are_asked_to_come_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cleaning, "PATIENCE", 0.01)
    taken = [cleaning._turns.acquire(timeout=0) for _each in range(cleaning.AT_ONCE)]
    try:
        assert all(taken) and refused(made.jpeg()) is Reason.BUSY
    finally:
        for _each in taken:
            cleaning._turns.release()
    assert scan_clean(made.jpeg()).pages == 1


def test_the_process_apart_knows_no_secret_and_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it is started with, and what it tells of its own limits."""
    started: dict[str, Any] = {}
    real = subprocess.run

    def seen(words: list[str], **rest: Any) -> Any:
        started.update(words=words, **rest)
        return real(words, **rest)

    monkeypatch.setattr(subprocess, "run", seen)
    monkeypatch.setenv("SECRET_KEY", "rahasia")
    scan_clean(made.jpeg())
    assert started["env"] == {} and started["words"][0] == sys.executable
    asked = (
        "import sys, resource as r; from legality.scans import apart; apart.limits_set();"
        "print([r.getrlimit(x)[0] for x in (r.RLIMIT_AS, r.RLIMIT_CPU, r.RLIMIT_FSIZE)],"
        " 'django' in sys.modules)"
    )
    told = real([sys.executable, "-c", asked], cwd=cleaning.ROOT, env={}, capture_output=True,
                check=True)  # fmt: skip
    assert told.stdout.decode().strip() == f"[{1280 * 1024**2}, 20, {64 * 1024**2}] False"
    assert os.environ["SECRET_KEY"] == "rahasia"


SAMPLES = [
    *(make() for make, *_rest in TAKEN.values()),
    *(made.with_(change) for change in made.SCRIPTS.values()),
]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A sample with some bytes changed, a part cut out or doubled."""
    content = bytearray(draw(st.sampled_from(SAMPLES)))
    for _each in range(draw(st.integers(0, 8))):
        content[draw(st.integers(0, len(content) - 1))] = draw(st.integers(0, 255))
    begin = draw(st.integers(0, len(content)))
    end = min(len(content), begin + draw(st.integers(0, 400)))
    part = bytes(content[begin:end])
    return bytes(content[:begin]) + part * draw(st.integers(0, 3)) + bytes(content[end:])


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(mutated(), mutated(), st.binary(max_size=2000)))
def test_any_bytes_are_a_scan_or_refused(content: bytes) -> None:
    try:
        clean = scan_clean(content)
    except Refused as refusal:
        assert refusal.reason in SENTENCES
    else:
        assert kind_of(clean.content) is clean.media_type and 1 <= clean.pages <= 20
        first_page(clean).load()


@given(st.binary(max_size=4000))
def test_the_kind_of_any_bytes_is_told_or_refused(content: bytes) -> None:
    try:
        assert kind_of(content) in Kind
    except Refused as refusal:
        assert refusal.reason in (Reason.EMPTY, Reason.UNKNOWN, Reason.MIXED)


FRACTIONS = st.floats(0, 1, allow_nan=False)


def boxes() -> Iterator[Box]:
    yield Box(0.25, 0.0, 0.5, 0.25)
    yield Box(0.9, 0.9, 0.1, 0.1)
    yield Box(0.5, 0.5, 0.0001, 0.0001)


def test_boxes_are_burned_in_and_the_rest_stays() -> None:
    preview = scan_clean(made.jpeg()).previews[0]
    image = Image.open(io.BytesIO(blackened(preview, list(boxes())))).convert("RGB")
    wide, high = image.size
    for at in ((wide // 2, 2), (wide // 4 + 1, high // 4 - 2), (wide - 1, high - 1)):
        assert near(image.getpixel(at), (0, 0, 0)), at
    assert near(image.getpixel((4, 4)), RED) and near(image.getpixel((10, high - 10)), WHITE)


@given(FRACTIONS, FRACTIONS, FRACTIONS, FRACTIONS)
def test_what_a_box_covers_is_black_to_its_edges(a: float, b: float, c: float, d: float) -> None:
    box = Box(min(a, c), min(b, d), abs(a - c), abs(b - d))
    if not box.is_within:
        return
    preview = made.encoded(made.sheet((60, 80)), "WEBP", lossless=True)
    image = Image.open(io.BytesIO(blackened(preview, [box]))).convert("L")
    left, top = int(box.left * 60), int(box.top * 80)
    right, low = (box.left + box.width) * 60, (box.top + box.height) * 80
    covered = image.crop((left, top, max(left + 1, int(right)), max(top + 1, int(low))))
    # not quite black beside white, as lossy pictures are: nothing of what was there is left
    assert ImageStat.Stat(covered).extrema[0][1] <= 64


@pytest.mark.parametrize(
    "box",
    [
        Box(-0.1, 0, 0.5, 0.5), Box(0, 0, 0, 1), Box(0.6, 0, 0.5, 1), Box(0, 0.6, 1, 0.5),
        Box(float("nan"), 0, 0.5, 0.5), Box(0, 0, float("inf"), 1), Box(1, 0, 0.1, 0.1),
    ],
)  # fmt: skip
def test_boxes_outside_of_the_picture_are_none(box: Box) -> None:
    assert not box.is_within
