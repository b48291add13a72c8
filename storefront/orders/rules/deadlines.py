"""How long an unpaid order holds its stock, by the way of paying."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from catalog.dates import LEGAL_ZONE

# Long enough to do it, short enough that stock is not held for nobody. A QRIS is shown for half an
# hour by its providers; virtual accounts and bank transfers need a walk to a machine and a night.
_WITHIN = {
    "stripe": timedelta(hours=2),
    "midtrans": timedelta(hours=2),
    "practice": timedelta(hours=2),
    "transfer": timedelta(hours=24),
}
_QRIS = timedelta(minutes=30)
_ACCOUNT = timedelta(hours=24)
_OTHER = timedelta(hours=24)
PICKUP_WAITS = timedelta(days=3)  # after it is ready
PICKUP = "pickup"
# Officers look at proofs of transfers on working days: a weekend and a holiday may lie between.
_LOOKED_AT = timedelta(days=4)
PROOF_AGAIN = timedelta(hours=24)  # to send another after one was refused


def pay_within(method: str) -> timedelta:
    """The time limit of a way of paying. method: "midtrans:qris"."""
    provider, _, way = method.partition(":")
    if way == "qris":
        return _QRIS
    if way.startswith("va"):
        return _ACCOUNT
    return _WITHIN.get(provider, _OTHER)


def pay_by(method: str, now: datetime, ready_on: date | None) -> datetime:
    """When an order that is placed now ends unpaid. ready_on: when goods to be fetched are ready;
    what is paid at pickup is due three days after it, in the evening."""
    if method.partition(":")[0] == PICKUP and ready_on:
        evening = datetime.combine(ready_on, time(23, 59), LEGAL_ZONE)
        return evening + PICKUP_WAITS
    return now + pay_within(method)


def proof_held_until(placed_at: datetime) -> datetime:
    """When an order whose proof of a transfer came in time ends, should nobody look at it: however
    many proofs are sent, stock is not held longer."""
    return placed_at + pay_within("transfer") + _LOOKED_AT
