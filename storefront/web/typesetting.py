"""Sheets that people print, set in type by typst."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

_FONTS = Path(__file__).resolve().parent / "print_fonts"
# Setting type takes all of a core for a moment: one sheet at a time in a process.
_setting = threading.Lock()


def typeset(source: Path, inputs: Mapping[str, str]) -> bytes:
    """The PDF of a `.typ` file, which reads `inputs` as its `sys.inputs`.

    The same inputs give the same bytes. Raises typst.TypstError for a source that is wrong.
    """
    # its library takes memory that a worker which never prints need not spend
    typst = importlib.import_module("typst")
    with _setting:
        made: bytes = typst.compile(
            source,
            root=source.parent,
            font_paths=[_FONTS],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs=dict(inputs),
            timestamp=datetime(2000, 1, 1, tzinfo=UTC),
        )
    return made
