"""Which providers this shop has, as its settings say."""

from __future__ import annotations

import importlib
from collections.abc import Callable

from django.conf import settings

from storefront.orders.providers.base import Provider, ProviderSilent
from storefront.orders.providers.pickup import PickupProvider
from storefront.orders.providers.practice import PracticeProvider
from storefront.orders.providers.transfer import TransferProvider
from storefront.orders.selectors.transfer_accounts import transfer_is_offered

PRACTICE = "practice"
# Where nobody pays with money.
_PRACTICE_MODES = frozenset({"demo", "test"})


def _later(module: str, name: str) -> Callable[[str, str, str], Provider]:
    """A provider whose library takes memory that a shop without its keys need not spend."""
    made: Callable[[str, str, str], Provider] = getattr(
        importlib.import_module(f"storefront.orders.providers.{module}"), name
    )
    return made


def _stripe() -> Provider:
    return _later("stripe_", "StripeProvider")(
        settings.STRIPE_API_KEY, settings.STRIPE_WEBHOOK_SECRET, settings.STRIPE_API_BASE
    )


def _midtrans() -> Provider:
    return _later("midtrans", "MidtransProvider")(
        settings.MIDTRANS_SERVER_KEY, settings.MIDTRANS_API_BASE, settings.MIDTRANS_SNAP_BASE
    )


_MADE: dict[str, Callable[[], Provider]] = {
    PRACTICE: PracticeProvider,
    "stripe": _stripe,
    "midtrans": _midtrans,
    "transfer": TransferProvider,
    "pickup": PickupProvider,
}
KNOWN = tuple(_MADE)
# Whether that is there without which a provider can do nothing; the others need nothing.
_SET_UP: dict[str, Callable[[], bool]] = {
    "stripe": lambda: bool(settings.STRIPE_API_KEY),
    "midtrans": lambda: bool(settings.MIDTRANS_SERVER_KEY),
    "transfer": transfer_is_offered,
}


def providers() -> dict[str, Provider]:
    """Those that are in use, by their codes, in the order in which buyers are offered them."""
    return {code: made() for code, made in _MADE.items() if _in_use(code)}


def provider_in_use(code: str) -> Provider | None:
    """The same of one; None where it is not."""
    return _MADE[code]() if code in _MADE and _in_use(code) else None


def provider_of(code: str) -> Provider:
    """One that may be out of use by now: what was begun with it is brought to its end.

    Raises ProviderSilent for one that there is not (any more).
    """
    if code not in _MADE or not _may(code):
        raise ProviderSilent(f"no provider {code!r} here")
    return _MADE[code]()


def _in_use(code: str) -> bool:
    return code in settings.PAYMENTS and _may(code) and _SET_UP.get(code, lambda: True)()


def _may(code: str) -> bool:
    return code != PRACTICE or settings.MODE in _PRACTICE_MODES
