"""What can go otherwise when buying; each a sentence for people.

DomainError
 |- NotOnSale       the goods cannot be bought now
 |- TooMany         more than there is, or than one buyer may take
 |- Full            the basket holds as many different goods as it can
 |- BasketChanged   something changed that the buyer has not accepted
 |- NoDelivery      a facility's part has no way that was chosen and can be gone
 |- VoucherRefused  the voucher does not count here
 |- PaymentRefused  the provider said no, or the way of paying is not offered
 |- TooManyGuesses  wrong second keys, too many of them from here or at this order
 |- PartChanged     somebody did something with a facility's part meanwhile
 |- NoReturn        these goods cannot be sent back, or not now
 `- Invalids        several fields at once cannot be taken
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from catalog.errors import DomainError, ErrorCode


class NotOnSale(DomainError):
    """The goods cannot be bought now."""

    code = ErrorCode.WRONG_STATE
    template = gettext_noop("These goods are not on sale now.")


class TooMany(DomainError):
    """More than there is, or than one buyer may take. Params: most."""

    code = ErrorCode.INVALID
    template = gettext_noop("At most %(most)s can be ordered.")


class Full(DomainError):
    """The basket holds as many different goods as it can. Params: most."""

    code = ErrorCode.INVALID
    template = gettext_noop("A basket holds at most %(most)s different goods. Order these first.")


class BasketChanged(DomainError):
    """Something changed that the buyer has not accepted; nothing was ordered."""

    code = ErrorCode.WRONG_STATE
    template = gettext_noop("Something changed meanwhile. Look at your basket again.")


class NoDelivery(DomainError):
    """A facility's part has no way of delivery that was chosen and can be gone. Params: facility,
    reason."""

    code = ErrorCode.INVALID
    template = gettext_noop("%(facility)s: %(reason)s")


NO_WAY = gettext_noop("This way of delivery is not offered.")  # a reason of it


class VoucherRefused(DomainError):
    """The voucher does not count here. Params: reason."""

    code = ErrorCode.INVALID
    template = gettext_noop("%(reason)s")


class PaymentRefused(DomainError):
    """The provider said no, or this way of paying is not offered. Params: reason."""

    code = ErrorCode.INVALID
    template = gettext_noop("%(reason)s")


class TooManyGuesses(DomainError):
    """Too many wrong second keys from this address of the network, or at this order."""

    code = ErrorCode.NOT_ALLOWED
    template = gettext_noop("That were many attempts. Wait a while, then try again.")


class PartChanged(DomainError):
    """Somebody did something with this part of an order meanwhile; nothing was done."""

    code = ErrorCode.WRONG_STATE
    template = gettext_noop("This order changed meanwhile. Look at it again.")


class NoReturn(DomainError):
    """These goods cannot be sent back, or not now. Params: reason."""

    code = ErrorCode.WRONG_STATE
    template = gettext_noop("%(reason)s")


class Invalids(DomainError):
    """Values that cannot be taken, all said at once.

    fields: by name, each a sentence as a msgid. Params: reasons (the same as one text).
    """

    code = ErrorCode.INVALID
    template = gettext_noop("%(reasons)s")

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = dict(fields)
        super().__init__(reasons=" ".join(fields.values()))
