"""Findings as people read them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext

from legality.types import Finding, Words


def finding_said(finding: Finding, language: str | None = None) -> str:
    """Why something is asked and what is found, in a language; in the active one without."""
    return _said_in(finding, language or translation.get_language() or "id")


@lru_cache(maxsize=2048)
def _said_in(finding: Finding, language: str) -> str:
    """Lists of goods say the same few things dozens of times."""
    with translation.override(language):
        params = {name: _said(value, language) for name, value in finding.params}
        found = gettext(finding.sentence) if finding.sentence else ""
        parts = (finding.reason.said(language), found % params if params else found)
        return " ".join(part for part in parts if part)


def _said(value: str | date | Words, language: str) -> str:
    if isinstance(value, Words):
        return value.said(language)
    return date_format(value, "j F Y") if isinstance(value, date) else value
