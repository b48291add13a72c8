"""How e-mail addresses are written here: one way, so that an account has one."""

from __future__ import annotations

LONGEST = 254


def plain_email(text: str) -> str:
    """The address as accounts have it: without space around it, in small letters.

    The database refuses any other in an account (0002_accounts).
    """
    return text.strip().lower()[:LONGEST]
