"""Damaged archives: which errors mean that a file is damaged, and which mean something else."""

from __future__ import annotations

import errno
import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference

from catalog.mapping import archive, xlsx
from catalog.mapping.archive import archive_check
from catalog.mapping.opening import book_open
from catalog.mapping.refusal import SheetRefused
from catalog.mapping.sentences import DAMAGED, LOCKED
from tests.mapping.sheets import HEAD, KRIPIK
from tests.mapping.sheets import xlsx as workbook_of

PART = "xl/workbook.xml"
GOOD = workbook_of([HEAD, KRIPIK])
NAME_AT, DATA_AT = 30, 30 + len(PART)  # within the first entry


def packed(method: int = zipfile.ZIP_DEFLATED) -> bytearray:
    """A small archive that passes, the part first."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as new:
        new.writestr(PART, "<workbook/>" * 40)
        new.writestr("[Content_Types].xml", "<Types/>")
    return bytearray(buffer.getvalue())


def entry(data: bytearray) -> int:
    """Where the directory begins, with the part."""
    return data.index(b"PK\x01\x02")


def end(data: bytearray) -> int:
    """Where the last record begins."""
    return data.rindex(b"PK\x05\x06")


def changed(at: int, form: str, value: int, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The archive with a number in the part's entry of the directory written over."""
    data = packed(method)
    struct.pack_into(form, data, entry(data) + at, value)
    return bytes(data)


def sum_that_does_not_fit() -> bytes:
    return changed(16, "<L", 12345)


def cut_off() -> bytes:
    return bytes(packed()[:-30])


def name_that_differs() -> bytes:
    data = packed()
    data[NAME_AT] ^= 1
    return bytes(data)


def bytes_that_cannot_be_unpacked() -> bytes:
    data = packed()
    data[DATA_AT] = 0x07  # a block of a kind that there is not
    return bytes(data)


def part_that_goes_on_after_the_end() -> bytes:
    data = packed(zipfile.ZIP_STORED)
    struct.pack_into("<LL", data, entry(data) + 20, 9000, 9000)
    return bytes(data)


def version_of_later() -> bytes:
    return changed(6, "<H", 99)


def patched() -> bytes:
    return changed(8, "<H", 0x20)


def directory_before_the_start() -> bytes:
    data = packed()
    struct.pack_into("<L", data, end(data) + 16, 2**31)
    return bytes(data)


def name_that_is_no_text() -> bytes:
    data = packed()
    struct.pack_into("<H", data, entry(data) + 8, 0x800)
    data[entry(data) + 46] = 0xFF
    return bytes(data)


def directory_at_64_bits() -> bytes:
    data = packed()
    size, last = end(data) - entry(data), bytearray(data[end(data) :])
    big = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 2, 2, size, 2**64 - 1)
    there = struct.pack("<4sLQL", b"PK\6\7", 0, end(data), 1)
    last[8:20] = b"\xff" * 12
    return bytes(data[: end(data)] + big + there + last)


DAMAGES: dict[Callable[[], bytes], tuple[type[Exception], ...]] = {
    sum_that_does_not_fit: (zipfile.BadZipFile,),
    cut_off: (zipfile.BadZipFile,),
    name_that_differs: (zipfile.BadZipFile,),
    bytes_that_cannot_be_unpacked: (zlib.error,),
    part_that_goes_on_after_the_end: (EOFError, zipfile.BadZipFile),  # the latter since 3.13
    version_of_later: (NotImplementedError,),
    patched: (NotImplementedError,),
    directory_before_the_start: (ValueError,),
    name_that_is_no_text: (UnicodeDecodeError,),
    directory_at_64_bits: (OverflowError,),
}


def refusal(source: bytes) -> SheetRefused:
    with pytest.raises(SheetRefused) as refused:
        archive_check(io.BytesIO(source))
    return refused.value


def test_the_archive_that_is_damaged_below_is_a_good_one() -> None:
    archive_check(io.BytesIO(bytes(packed())))
    archive_check(io.BytesIO(bytes(packed(zipfile.ZIP_STORED))))


@pytest.mark.parametrize("make", DAMAGES, ids=lambda make: make.__name__)
def test_damage_is_said_whatever_zipfile_calls_it(make: Callable[[], bytes]) -> None:
    refused = refusal(make())
    assert refused.template == DAMAGED
    assert isinstance(refused.__cause__, DAMAGES[make])


def test_each_error_that_means_damage_was_raised_by_some_archive() -> None:
    raised = {kind for kinds in DAMAGES.values() for kind in kinds}
    assert all(any(issubclass(kind, meant) for kind in raised) for meant in archive._DAMAGE)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, 9, 97])
def test_what_no_workbook_is_packed_with_is_not_unpacked(method: int) -> None:
    known = method if method in {zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA} else zipfile.ZIP_DEFLATED
    refused = refusal(changed(10, "<H", method, known))
    assert (refused.template, refused.__cause__) == (DAMAGED, None)


def test_a_part_with_a_password_is_locked_and_not_damaged() -> None:
    assert refusal(changed(8, "<H", 1)).template == LOCKED


class Failing(io.BytesIO):
    """Bytes that end in an error of the machine once the directory is read."""

    is_read = False

    def read(self, size: int | None = -1, /) -> bytes:
        """No bytes of parts."""
        if self.is_read:
            raise OSError(errno.EIO, "Input/output error")
        return super().read(size)


def test_an_error_of_the_machine_is_no_damaged_file(monkeypatch: pytest.MonkeyPatch) -> None:
    file = Failing(bytes(packed()))
    monkeypatch.setattr(archive, "_names_check", lambda _parts: setattr(file, "is_read", True))
    with pytest.raises(OSError, match="Input/output error"):
        archive_check(file)


@pytest.mark.parametrize("error", [ValueError, OverflowError, NotImplementedError, EOFError])
def test_a_mistake_of_ours_is_no_damaged_file(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    monkeypatch.setattr(archive, "_piece_check", _raising(error))
    with pytest.raises(error):
        archive_check(io.BytesIO(bytes(packed())))


@pytest.mark.parametrize("name", ["_value", "_spans"])
def test_a_mistake_in_reading_cells_is_no_damaged_file(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(xlsx, name, _raising(KeyError))
    with pytest.raises(KeyError):
        book_open(GOOD, "a.xlsx")


def test_whatever_the_library_raises_is_damage_but_for_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(xlsx._Parser, "parse_cell", _raising(AttributeError))
    with pytest.raises(SheetRefused) as refused:
        book_open(GOOD, "a.xlsx")
    assert refused.value.template == DAMAGED
    monkeypatch.setattr(xlsx._Parser, "parse_cell", _raising(MemoryError))
    with pytest.raises(MemoryError):
        book_open(GOOD, "a.xlsx")


def _raising(error: type[Exception]) -> Callable[..., Any]:
    def fail(*_given: object) -> None:
        raise error

    return fail


def renamed(source: bytes, old: str, new: str) -> bytes:
    """A part under another name, by which the other parts know it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as there, zipfile.ZipFile(buffer, "w") as made:
        for name in there.namelist():
            data = there.read(name).replace(old.encode(), new.encode())
            made.writestr(name.replace(old, new), data)
    return buffer.getvalue()


@pytest.mark.parametrize("part", ["worksheets/sheet1.xml", "workbook.xml"])
def test_a_part_that_was_not_looked_over_is_not_read(part: str) -> None:
    """Under the name of a picture it would come in with all that is refused."""
    with pytest.raises(SheetRefused):
        book_open(renamed(GOOD, part, part.replace(".xml", ".png")), "a.xlsx")
    assert book_open(renamed(GOOD, part, part.replace(".xml", "x.xml")), "a.xlsx").sheets


def test_charts_and_pictures_beside_the_goods_do_no_harm() -> None:
    def shape(workbook: Workbook) -> None:
        chart = BarChart()
        chart.add_data(Reference(workbook.worksheets[0], min_col=5, min_row=1, max_row=2))
        workbook.create_chartsheet("Grafik", 0).add_chart(chart)
        workbook.create_sheet("Dua").append(("x", 1))
        workbook.worksheets[-1].print_title_rows = "1:1"

    book = book_open(workbook_of([HEAD, KRIPIK], shape), "a.xlsx")

    assert [(sheet.name, len(sheet.lines)) for sheet in book.sheets] == [("Sheet1", 2), ("Dua", 1)]


@pytest.mark.parametrize("seed", range(6))
def test_of_a_thousand_damaged_files_none_ends_otherwise(seed: int) -> None:
    draw = random.Random(seed)
    ends = set()
    for _file in range(170):
        data = bytearray(GOOD)
        start = 0 if draw.random() < 0.5 else data.index(b"PK\x01\x02")
        for _byte in range(draw.randrange(1, 8)):
            data[draw.randrange(start, len(data))] = draw.randrange(256)
        if draw.random() < 0.2:
            del data[draw.randrange(4, len(data)) :]
        try:
            book_open(b"PK" + bytes(data[2:]), "a.xlsx")
            ends.add("read")
        except SheetRefused:
            ends.add("refused")
    assert ends == {"read", "refused"}
