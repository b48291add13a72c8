"""The shop's accounts for bank transfers, as buyers are shown them."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.kept import kept
from storefront.orders.models import TransferAccount


@dataclass(frozen=True)
class AccountShown:
    """One account; note: in the language of who reads."""

    bank: str
    number: str
    holder: str
    note: str


@kept(seconds=5)
def transfer_is_offered() -> bool:
    """Whether there is an account in force. One statement when not kept."""
    return TransferAccount.objects.filter(is_on=True).exists()


def transfer_accounts() -> list[list[str]]:
    """Those in force in their order, as an attempt keeps them: bank, number, holder, and a note in
    two languages. One statement."""
    rows = TransferAccount.objects.filter(is_on=True)
    return [list(row) for row in rows.values_list("bank", "number", "holder", "note", "note_en")]


def accounts_shown(kept_rows: list[list[str]], language: str) -> list[AccountShown]:
    """What an attempt keeps, for who reads `language`."""
    shown = []
    for bank, number, holder, *notes in kept_rows:
        note, note_en = notes or ("", "")
        shown.append(AccountShown(bank, number, holder, note_en if language == "en" else note))
    return shown
