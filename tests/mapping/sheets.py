"""Makes sheets of many shapes, and runs them through the import."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from catalog.models import AuditEntry, Listing
from catalog.types import Actor
from legality.models import Certificate
from storefront.mapping.intake import mapping_import
from storefront.mapping.taken import Request
from storefront.mapping.types import MappingReport, Outcome, RowResult

ACTOR = Actor.system("mapping-test")
Rows = Sequence[Sequence[Any]]
HEAD = ("No", "UPT", "Nama Produk", "Jenis", "Harga", "Berat", "Stok")
KRIPIK = (1, "Lapas Palu", "Keripik pisang", "Camilan", 15000, "250 gr", 10)
SAMBAL = (2, "Lapas Palu", "Sambal roa", "Bumbu dan sambal", "Rp 25.000,-", "150 gr", 5)


def xlsx(
    sheets: Mapping[str, Rows] | Rows, shape: Callable[[Workbook], None] | None = None
) -> bytes:
    """A workbook of these rows; shape: what else is done to it (merged cells, hidden lines)."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    named = sheets if isinstance(sheets, Mapping) else {"Sheet1": sheets}
    for name, rows in named.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    if shape:
        shape(workbook)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def with_results(source: bytes, results: Mapping[str, str]) -> bytes:
    """The same workbook with stored results of formulas, which openpyxl does not write.

    results: value by cell of the first sheet ("F3").
    """
    old, buffer = zipfile.ZipFile(io.BytesIO(source)), io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                for cell, value in results.items():
                    data = _with_result(data, cell, value)
            new.writestr(part, data)
    return buffer.getvalue()


def _with_result(data: bytes, cell: str, value: str) -> bytes:
    start = data.index(f'r="{cell}"'.encode())
    end = data.index(b"</f>", start)
    rest = data[end + 4 :].removeprefix(b"<v></v>").removeprefix(b"<v />").removeprefix(b"<v/>")
    return data[: end + 4] + f"<v>{value}</v>".encode() + rest


def text(rows: Rows, separator: str = ";", encoding: str = "utf-8") -> bytes:
    """The same as separated text, nothing quoted."""
    lines = [separator.join("" if cell is None else str(cell) for cell in row) for row in rows]
    return "\r\n".join(lines).encode(encoding)


def take(source: bytes, name: str = "mapping.xlsx", **given: Any) -> MappingReport:
    """Import a file. given: fields of Request."""
    return mapping_import(actor=ACTOR, source=source, name=name, request=Request(**given))


def outcomes(report: MappingReport) -> dict[int, str]:
    """What became of each line, for a file with one sheet."""
    return {row.line: row.outcome.value for row in report.rows}


def row_at(report: MappingReport, line: int, sheet: str = "") -> RowResult:
    """The result of one line."""
    return next(row for row in report.rows if row.line == line and sheet in {"", row.sheet})


def why(report: MappingReport, line: int) -> str:
    """All reasons of a line in one text."""
    return " | ".join(reason.sentence for reason in row_at(report, line).reasons)


def listing_at(report: MappingReport, line: int, sheet: str = "") -> Listing:
    """The listing that a line became."""
    listing_id = row_at(report, line, sheet).listing_id
    assert listing_id is not None
    return Listing.objects.select_related("facility", "product").get(pk=listing_id)


def kind_of(listing: Listing) -> str:
    """The slug of a listing's kind."""
    category = listing.product.category
    return category.slug if category else ""


def variants_of(listing: Listing) -> list[tuple[str, int, int]]:
    """Name, price and stock of a listing's variants."""
    return [
        (
            variant.name,
            int(variant.price_override_amount or listing.product.price_amount),
            variant.stocks.get().quantity,
        )
        for variant in listing.product.variants.order_by("pk")
    ]


def everything() -> tuple[int, ...]:
    """How many rows there are of all that an import may write."""
    return (
        Listing.objects.count(),
        Certificate.objects.count(),
        AuditEntry.objects.count(),
    )


def returned_rows(report: MappingReport) -> dict[str, list[list[Any]]]:
    """The sheet given back, as openpyxl reads it."""
    workbook = load_workbook(io.BytesIO(report.returned))
    return {
        sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()]
        for sheet in workbook.worksheets
    }


def news(report: MappingReport) -> list[str]:
    """Names of the goods that came in as new drafts."""
    return [row.name for row in report.rows if row.outcome is Outcome.NEW]


def peak_forget() -> None:
    """Let the most memory that this process has held be what it holds now (Linux)."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def peak_mb() -> int:
    """The most memory held since `peak_forget`, in MB; 0 where /proc does not tell."""
    with suppress(OSError):
        found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
        return int(found[1]) // 1024 if found else 0
    return 0
