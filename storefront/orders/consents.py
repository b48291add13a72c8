"""What buyers agree to, and which text it was."""

from __future__ import annotations

# What the shop may keep of an account; withdrawn by closing the account.
CONSENT_PRIVACY = "privacy"
# That addresses are kept for the next time; withdrawn, the book is emptied.
CONSENT_ADDRESSES = "addresses"
# With an order: that it is made by these terms. What was agreed there ends with the order.
CONSENT_TERMS = "terms"
# The day of the texts under /privasi/ and /ketentuan/ that count now; another text, another day.
TEXT_VERSION = "2026-11-23"
