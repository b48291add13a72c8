"""What central officers read of money: states, kinds and findings in words."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

_STATES = {
    "new": gettext_noop("not begun yet"),
    "open": gettext_noop("waits for the money"),
    "paid": gettext_noop("paid"),
    "failed": gettext_noop("failed"),
    "expired": gettext_noop("time is up"),
    "cancelled": gettext_noop("cancelled"),
    "to_do": gettext_noop("being asked for"),
    "asked": gettext_noop("on its way"),
    "by_hand": gettext_noop("to be sent by an officer"),
    "done": gettext_noop("done"),
    "waiting": gettext_noop("waits to be looked at"),
    "accepted": gettext_noop("accepted"),
    "refused": gettext_noop("refused"),
    "unpaid": gettext_noop("not paid yet"),
    "due_at_pickup": gettext_noop("paid at pickup"),
}
_KINDS = {
    "captured": gettext_noop("came in"),
    "refunded": gettext_noop("went back"),
    "disputed": gettext_noop("taken back by the buyer's bank"),
    "dispute_won": gettext_noop("given back by the buyer's bank"),
}
# Those that have names of their own keep them.
_PROVIDERS = {
    "practice": gettext_noop("Practice payment"),
    "transfer": gettext_noop("Bank transfer"),
    "pickup": gettext_noop("Pay at pickup"),
    "stripe": "Stripe",
    "midtrans": "Midtrans",
}
_CAUSES = {
    "cancelled": gettext_noop("cancelled"),
    "cannot_deliver": gettext_noop("the facility cannot deliver"),
    "returned": gettext_noop("goods sent back"),
    "paid_late": gettext_noop("paid after the order had ended"),
    "paid_twice": gettext_noop("paid twice"),
    "wrong_amount": gettext_noop("a wrong amount"),
}
_CAME = {
    "paid": gettext_noop("paid"),
    "paid late": gettext_noop("paid after the order had ended"),
    "paid twice": gettext_noop("paid twice"),
    "wrong amount": gettext_noop("a wrong amount"),
    "wrong currency": gettext_noop("not in rupiah"),
    "refunded elsewhere": gettext_noop("sent back outside of the shop"),
    "refund failed": gettext_noop("could not be paid out"),
    "disputed": gettext_noop("taken back by the buyer's bank"),
    "dispute won": gettext_noop("given back by the buyer's bank"),
    "ended unpaid": gettext_noop("ended unpaid"),
    "refunded": gettext_noop("went back"),
    "nothing new": gettext_noop("nothing new"),
    "not ours": gettext_noop("not ours"),
    "known but unpaid": gettext_noop("paid here, not paid at the provider"),
}
# What providers call it; of Midtrans the states of a payment.
_NOTICES = {
    "checkout.session.completed": gettext_noop("page of the payment finished"),
    "checkout.session.async_payment_succeeded": gettext_noop("paid"),
    "checkout.session.async_payment_failed": gettext_noop("failed"),
    "checkout.session.expired": gettext_noop("time is up"),
    "payment_intent.succeeded": gettext_noop("paid"),
    "refund.created": gettext_noop("refund begun"),
    "refund.updated": gettext_noop("refund changed"),
    "refund.failed": gettext_noop("refund failed"),
    "charge.refunded": gettext_noop("went back"),
    "charge.refund.updated": gettext_noop("refund changed"),
    "charge.dispute.created": gettext_noop("dispute opened"),
    "charge.dispute.updated": gettext_noop("dispute changed"),
    "charge.dispute.closed": gettext_noop("dispute closed"),
    "charge.dispute.funds_withdrawn": gettext_noop("taken back by the buyer's bank"),
    "charge.dispute.funds_reinstated": gettext_noop("given back by the buyer's bank"),
    "pending": gettext_noop("waits for the money"),
    "authorize": gettext_noop("card approved, not charged yet"),
    "capture": gettext_noop("card charged"),
    "settlement": gettext_noop("paid"),
    "deny": gettext_noop("refused"),
    "failure": gettext_noop("failed"),
    "cancel": gettext_noop("cancelled"),
    "expire": gettext_noop("time is up"),
    "refund": gettext_noop("went back"),
    "partial_refund": gettext_noop("went back in part"),
    "chargeback": gettext_noop("taken back by the buyer's bank"),
    "partial_chargeback": gettext_noop("taken back in part by the buyer's bank"),
}


def state_word(state: str) -> str:
    """Of attempts, refunds, proofs and orders."""
    return _said(_STATES, state)


def kind_word(kind: str) -> str:
    """Of moves of money."""
    return _said(_KINDS, kind)


def provider_word(code: str) -> str:
    """Of who takes the money."""
    return _said(_PROVIDERS, code)


def what_word(cause: str) -> str:
    """Why money goes back."""
    return _said(_CAUSES, cause)


def came_word(came: str) -> str:
    """What was found at a provider."""
    return _said(_CAME, came)


def notice_word(kind: str) -> str:
    """What a notice tells, by the provider's name for it; one that we do not know as it came."""
    return _said({**_STATES, **_NOTICES}, kind.removeprefix("practice."))


def outcome_words(outcome: str) -> str:
    """What a notice came to, as it was written."""
    return ", ".join(came_word(word) for word in outcome.split(", "))


def _said(words: dict[str, str], word: str) -> str:
    return gettext(words[word]) if word in words else word
