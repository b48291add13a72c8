"""Files that mean harm or are broken: one sentence, nothing imported, little memory."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

import pytest

from catalog.mapping import archive, opening
from catalog.mapping.refusal import SheetRefused
from tests.mapping.sheets import (
    HEAD,
    KRIPIK,
    everything,
    outcomes,
    peak_forget,
    peak_mb,
    take,
    text,
    why,
    xlsx,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shop")]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
GOOD = [HEAD, KRIPIK]
MEGABYTE = 1_000_000


def rebuilt(source: bytes, change: Callable[[str, bytes], bytes], **added: bytes) -> bytes:
    """The workbook with each part changed and parts added (names with __ for /)."""
    old, buffer = zipfile.ZipFile(io.BytesIO(source)), io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, change(part.filename, old.read(part)))
        for name, data in added.items():
            new.writestr(name.replace("__", "/"), data)
    return buffer.getvalue()


def same(_name: str, data: bytes) -> bytes:
    """No change."""
    return data


def in_sheet(old: bytes, new: bytes) -> Callable[[str, bytes], bytes]:
    """Replaces bytes in the first sheet."""

    def change(name: str, data: bytes) -> bytes:
        return data.replace(old, new, 1) if name == "xl/worksheets/sheet1.xml" else data

    return change


def bomb() -> bytes:
    """A sheet of 120 MB of blanks in 0.1 MB."""
    return rebuilt(xlsx(GOOD), in_sheet(b"</sheetData>", b" " * 120 * MEGABYTE + b"</sheetData>"))


def lying_bomb() -> bytes:
    """The same, and the directory says that it is small."""
    blanks = b" " * 60 * MEGABYTE
    source = rebuilt(xlsx(GOOD), in_sheet(b"</sheetData>", blanks + b"</sheetData>"))
    with zipfile.ZipFile(io.BytesIO(source)) as file:
        size = file.getinfo("xl/worksheets/sheet1.xml").file_size
    return source.replace(struct.pack("<L", size), struct.pack("<L", 5000))


def cells_bomb() -> bytes:
    """Half a million cells that hold nothing much."""
    row = b"<row>" + b"<c><v>1</v></c>" * 1000 + b"</row>"
    return rebuilt(xlsx(GOOD), in_sheet(b"</sheetData>", row * 500 + b"</sheetData>"))


def external() -> bytes:
    """A sheet that asks for a file of the server."""
    doctype = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    return rebuilt(xlsx(GOOD), in_sheet(b"<worksheet", doctype + b"<worksheet"))


def laughs() -> bytes:
    """Entities that multiply, in another part than a sheet."""
    entities = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'

    def change(name: str, data: bytes) -> bytes:
        return entities + data if name == "xl/workbook.xml" else data

    return rebuilt(xlsx(GOOD), change)


def other_encoding() -> bytes:
    """A document type hidden from byte patterns by UTF-16."""

    def change(name: str, data: bytes) -> bytes:
        if name != "xl/workbook.xml":
            return data
        return ('<?xml version="1.0" encoding="utf-16"?>' + data.decode()).encode("utf-16")

    return rebuilt(xlsx(GOOD), change)


def dde() -> bytes:
    """A formula that starts a program."""
    return xlsx([HEAD, (1, "Lapas Palu", "=cmd|'/C calc'!A0", "Camilan", 15000, "250 gr", 1)])


def long_cell() -> bytes:
    """One cell of two megabytes."""
    name = b"<t>" + b"A" * 2 * MEGABYTE
    return rebuilt(
        xlsx(GOOD),
        lambda part, data: data.replace(b"<t>", name, 1) if part.endswith("sheet1.xml") else data,
    )


HOSTILE = {
    "zip bomb": (bomb, "jauh lebih besar"),
    "zip bomb that lies": (lying_bomb, "rusak atau terpotong"),
    "cells": (cells_bomb, "lebih dari 400.000 sel"),
    "external entity": (external, "di luar dirinya"),
    "entities": (laughs, "di luar dirinya"),
    "utf-16 part": (other_encoding, "rusak atau terpotong"),
    "macros": (lambda: rebuilt(xlsx(GOOD), same, **{"xl__vbaProject.bin": b"x"}), "berisi makro"),
    "dde": (dde, "memanggil program lain"),
    "dde link": (lambda: rebuilt(
        xlsx(GOOD), same, **{"xl__externalLinks__externalLink1.xml": b"<ddeLink/>"}),
        "memanggil program lain"),
    "dde in text": (lambda: text([HEAD, (1, "Lapas Palu", "=cmd|'/C calc'!A0", "", 1500)]),
                    "memanggil program lain"),
    "long cell": (long_cell, "lebih dari 32.767 huruf"),
    "long cell of text": (lambda: text([HEAD, (1, "Lapas Palu", "A" * 2 * MEGABYTE)]),
                          "lebih dari 32.767 huruf"),
    "pdf": (lambda: b"%PDF-1.7\n" + b"x" * 900, "Ini PDF"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 900, "Ini PNG"),
    "locked": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "terkunci"),
    "old excel": (lambda: OLE + b"Workbook", "Excel lama"),
    "truncated": (lambda: xlsx(GOOD)[:-400], "rusak atau terpotong"),
    "half": (lambda: xlsx(GOOD)[:2000], "rusak atau terpotong"),
    "other archive": (lambda: _zip({"a.txt": b"x"}), "Arsip ini"),
    "broken sheet": (lambda: rebuilt(xlsx(GOOD), in_sheet(b"</row>", b"</rov>")), "rusak"),
    "50 MB": (lambda: b"UPT;Nama Produk;Harga\r\n" + b"x" * 50 * MEGABYTE,
              "lebih besar dari 20 MB"),
    "empty": (lambda: b"", "kosong"),
    "blank": (lambda: b"\xef\xbb\xbf\r\n", "kosong"),
    "html": (lambda: b"<html><table><tr><td>UPT</td></tr></table></html>", "Ini HTML"),
    "binary": (lambda: bytes(range(256)) * 40, "Ini biner"),
    "no headings": (lambda: xlsx([("halo", "dunia"), (1, 2)]), "judul kolom tidak ditemukan"),
    "only pictures of cells": (lambda: xlsx({"A": []}), "judul kolom tidak ditemukan"),
}  # fmt: skip


def _zip(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_in_a_sentence_and_nothing_comes_in(name: str) -> None:
    make, words = HOSTILE[name]
    source = make()
    before = everything()
    peak_forget()
    held = peak_mb()
    with pytest.raises(SheetRefused) as refused:
        take(source, "mapping.xlsx")
    assert words in refused.value.sentence
    assert everything() == before
    assert peak_mb() - held < 300


def test_the_limits_leave_room_for_ten_thousand_lines() -> None:
    assert archive.MOST_CELLS >= 10_000 * 30
    assert opening.MOST_BYTES <= 20 * MEGABYTE


def test_merged_cells_over_everything_cost_nothing() -> None:
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="A3:XFD1048576"/></mergeCells>'
    report = take(rebuilt(xlsx(GOOD), in_sheet(b"</sheetData>", merged)), dry_run=True)
    assert outcomes(report) == {2: "new"}


def test_a_plain_formula_in_text_is_told_not_taken() -> None:
    rows = [("UPT", "Nama Produk", "Harga"), ("Lapas Palu", "Keripik pisang", "=10000+5000")]
    report = take(text(rows), "mapping.csv")
    assert outcomes(report) == {2: "returned"}
    assert why(report, 2) == "Sel ini berisi rumus. Ketik nilainya."
