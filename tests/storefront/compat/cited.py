"""What a shim says of itself, and whether the host's files still say so."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

Shim = Callable[[], None]


def package(name: str) -> Path:
    """The folder of an installed package."""
    spec = find_spec(name)
    assert spec is not None and spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0])


def host_file(path: str) -> Path:
    """A file of the host; a path that starts with another library's name is that library's."""
    saleors = package("saleor") / path
    if saleors.exists():
        return saleors
    library, _, rest = path.partition("/")
    return package(library) / rest


def cited_lines(shim: Shim) -> list[str]:
    """The text of the host's lines that the shim's docstring names, as `Host: file.py:12`."""
    says = re.search(r"Host: ([^.]+\.py:\d+(?:, [^.]+\.py:\d+)*)", shim.__doc__ or "")
    assert says, f"{shim.__name__} names no line of the host"
    places = [place.rpartition(":") for place in re.split(r",\s+", says[1])]
    return [host_file(path).read_text().splitlines()[int(line) - 1] for path, _, line in places]


def says_when_it_goes(shim: Shim) -> bool:
    """The docstring says since when the shim is needed, and until when."""
    text = shim.__doc__ or ""
    return bool(re.search(r"(Gone since|Since|Not gone|Never there)\b", text)) and (
        "Remove when:" in text
    )
