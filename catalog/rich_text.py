"""Rich text in the form Saleor keeps it (DraftJS): written from plain lines, read as safe HTML.

Plain lines: "## Heading", "### Smaller heading", "- item", "1. step", or a paragraph; links as
[words](/address/). Pure functions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import Any

from catalog.shown import Block

_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_KINDS = {
    "## ": "header-two",
    "### ": "header-three",
    "- ": "unordered-list-item",
    "1. ": "ordered-list-item",
}
_TAGS = {
    "header-two": "h2",
    "header-three": "h3",
    "unordered-list-item": "li",
    "ordered-list-item": "step",
}
# An address of our own, a mail or a secure page; nothing else becomes a link. Browsers read \ as /
# and leave tabs out, so that /\elsewhere would be another host.
_SAFE_ADDRESS = re.compile(r"(/(?!/)|https://(?!/)|mailto:|#)[^\s\\\x00-\x1f]*\Z")


def rich_text_of(lines: Iterable[str]) -> dict[str, Any]:
    """Plain lines as DraftJS content; empty lines are left out."""
    entities: dict[str, Any] = {}
    blocks = [
        _block(line.strip(), f"b{position}", entities)
        for position, line in enumerate(lines)
        if line.strip()
    ]
    return {"blocks": blocks, "entityMap": entities}


def _block(line: str, key: str, entities: dict[str, Any]) -> dict[str, Any]:
    kind = "unstyled"
    for start, name in _KINDS.items():
        if line.startswith(start):
            kind, line = name, line[len(start) :]
    ranges: list[dict[str, int]] = []
    text, end = "", 0
    for match in _LINK.finditer(line):
        text += line[end : match.start()]
        number = len(entities)
        entities[str(number)] = {
            "type": "LINK",
            "mutability": "MUTABLE",
            "data": {"url": match[2]},
        }
        ranges.append({"offset": len(text), "length": len(match[1]), "key": number})
        text += match[1]
        end = match.end()
    return {
        "key": key,
        "text": text + line[end:],
        "type": kind,
        "depth": 0,
        "inlineStyleRanges": [],
        "entityRanges": ranges,
        "data": {},
    }


def lines_of(content: dict[str, Any]) -> list[str]:
    """DraftJS content as the plain lines it can be written from again."""
    entities = content.get("entityMap", {})
    starts = {name: start for start, name in _KINDS.items()}
    return [
        starts.get(block.get("type", ""), "") + _line(block, entities)
        for block in content.get("blocks", [])
        if str(block.get("text", "")).strip()
    ]


def _line(block: dict[str, Any], entities: dict[str, Any]) -> str:
    text = str(block.get("text", ""))
    line, end = "", 0
    for span in sorted(block.get("entityRanges", []), key=lambda span: int(span["offset"])):
        start, stop = int(span["offset"]), int(span["offset"]) + int(span["length"])
        url = str(entities.get(str(span["key"]), {}).get("data", {}).get("url", ""))
        words = text[start:stop]
        line += text[end:start] + (f"[{words}]({url})" if url else words)
        end = stop
    return " ".join((line + text[end:]).split())


def unsafe_links(lines: Iterable[str]) -> list[str]:
    """Addresses in plain lines that would not become links."""
    found = [match[2] for line in lines for match in _LINK.finditer(line)]
    return [address for address in found if not is_safe_address(address)]


def is_safe_address(address: str) -> bool:
    """Whether a link may lead there: a page of ours, a secure page, a mail."""
    return _SAFE_ADDRESS.match(address) is not None


def blocks_of(content: dict[str, Any]) -> tuple[Block, ...]:
    """DraftJS content as escaped HTML; unknown kinds are paragraphs, unsafe links text."""
    entities = content.get("entityMap", {})
    return tuple(
        Block(_TAGS.get(block.get("type", ""), "p"), _html(block, entities))
        for block in content.get("blocks", [])
    )


def plain_of(content: dict[str, Any]) -> str:
    """The words alone, a blank line between blocks."""
    return "\n\n".join(str(block.get("text", "")) for block in content.get("blocks", []))


def _html(block: dict[str, Any], entities: dict[str, Any]) -> str:
    text = str(block.get("text", ""))
    html, end = "", 0
    for span in sorted(block.get("entityRanges", []), key=lambda span: int(span["offset"])):
        start, stop = int(span["offset"]), int(span["offset"]) + int(span["length"])
        url = str(entities.get(str(span["key"]), {}).get("data", {}).get("url", ""))
        words = escape(text[start:stop])
        html += escape(text[end:start])
        html += f'<a href="{escape(url)}">{words}</a>' if _SAFE_ADDRESS.match(url) else words
        end = stop
    return html + escape(text[end:])
