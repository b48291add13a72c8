"""What buyers read when a voucher does not count, in the active language."""

from __future__ import annotations

from django.utils.translation import get_language, gettext

from storefront.orders.rules.vouchers import REFUSALS, Refusal
from storefront.orders.voucher_terms import VoucherTerms


def refusal_said(refused: Refusal, voucher: VoucherTerms | None) -> str:
    """The sentence of a refusal, with the voucher's own numbers in it."""
    sentence = gettext(REFUSALS[refused])
    if refused is Refusal.MIN_SPENT and voucher and voucher.min_spent is not None:
        is_english = (get_language() or "id").startswith("en")
        amount = f"{int(voucher.min_spent):,}"
        return sentence % {"least": f"Rp{amount if is_english else amount.replace(',', '.')}"}
    if refused is Refusal.MIN_QUANTITY and voucher:
        return sentence % {"least": voucher.min_quantity}
    return sentence
