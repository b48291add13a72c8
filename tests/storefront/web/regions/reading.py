"""Reads forms and counts statements of pages."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

_HIDDEN = re.compile(r'<input type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"')
# Said to the database by every transaction, which tests have around each page.
_TOLD = "SELECT set_config("


def hidden_of(client: Client, address: str) -> dict[str, str]:
    """The hidden fields of a page's forms."""
    return hidden_in(client.get(address).content.decode())


def hidden_in(html: str) -> dict[str, str]:
    """The same of a page that was read."""
    return {name: unescape(text) for name, text in _HIDDEN.findall(html)}


def statements_of(client: Client, address: str) -> int:
    """How many statements a page takes, when what may be a few seconds old is kept."""
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        answer: Any = client.get(address)
    assert answer.status_code == 200, address
    return sum(not one["sql"].startswith(_TOLD) for one in found)
