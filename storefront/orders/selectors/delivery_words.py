"""The sentences of offers of delivery, in the active language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog.types import Delivery
from storefront.orders.types import DeliveryKind

Hours = Sequence[tuple[int, str, str]]


def kind_name(kind: DeliveryKind) -> str:
    """What a kind of delivery is called."""
    names = {
        DeliveryKind.COURIER: _("Courier"),
        DeliveryKind.LOCAL: _("Local courier"),
        DeliveryKind.PICKUP: _("Pick up at the facility"),
    }
    return names[kind]


def ask_for_address() -> str:
    """For what depends on where it goes."""
    return _("Fill in the address first: the cost depends on it.")


def nobody_goes_there() -> str:
    """No service has a rate."""
    return _("No courier of this shop goes there yet.")


def not_so_far(province: str) -> str:
    """The local courier stays near."""
    return _("The local courier goes within %(province)s only.") % {"province": province}


def too_heavy(grams: int, most: int) -> str:
    """For a service that takes no such parcel."""
    return _("Too heavy for this service: %(weight)s, at most %(most)s.") % {
        "weight": _kilograms(grams),
        "most": _kilograms(most),
    }


def way_sentence(way: Delivery, name: str, reason: str) -> str:
    """Why couriers do not carry a part, "" when they do. reason: of the kind of goods, if any."""
    if way is Delivery.PARCEL:
        return ""
    if reason:
        return f"{name}: {reason}"
    if way is Delivery.PICKUP:
        return _("%(goods)s can only be picked up.") % {"goods": name}
    return _("%(goods)s goes by local courier or is picked up; a parcel is too rough for it.") % {
        "goods": name
    }


def stays_sentence(goods: Iterable[tuple[str, str]], province: str) -> str:
    """Why a part may not leave its province, "" when it may. goods: names and reasons."""
    return " ".join(
        _("%(goods)s may not leave %(province)s.") % {"goods": name, "province": province}
        + (f" {reason}" if reason else "")
        for name, reason in goods
    )


def local_note(own: str) -> str:
    """What a buyer does with the local courier. own: the facility's words."""
    general = _("The facility contacts you about the day and the courier's cost.")
    return f"{own} {general}" if own else general


def pickup_note(address: str, hours: Hours, zone: str) -> str:
    """Where and when goods are fetched."""
    times = hours_words(hours)
    return f"{address}. {times} {zone}" if times else f"{address}."


def hours_words(hours: Hours) -> str:
    """ "Senin–Kamis 08.00–15.00; Jumat 08.00–11.00"; days in a row with the same hours in one."""
    runs: list[tuple[list[int], str]] = []
    for weekday, opens, closes in sorted(hours):
        time = f"{_hour(opens)}–{_hour(closes)}"
        if runs and runs[-1][1] == time and runs[-1][0][-1] == weekday - 1:
            runs[-1][0].append(weekday)
        else:
            runs.append(([weekday], time))
    return "; ".join(f"{_days(days)} {time}" for days, time in runs)


def _days(days: Sequence[int]) -> str:
    return "–".join(str(WEEKDAYS[day]) for day in dict.fromkeys((days[0], days[-1])))


def _hour(text: str) -> str:
    return text if get_language() == "id" else text.replace(".", ":")


def _kilograms(grams: int) -> str:
    text = f"{Decimal(grams) / 1000:.1f}".removesuffix(".0")
    return f"{text.replace('.', ',') if get_language() == 'id' else text} kg"
