"""Which goods can be sent back, and how long. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from storefront.orders.shown import LineShown, PartShown
from storefront.orders.types import FacilityOrderState, ReturnState

# PP 80/2019 pasal 69 gives buyers at least two working days after goods arrived; seven days leave
# time for a long holiday and for the way to a post office.
RETURN_DAYS = 7


def returnable(line: LineShown) -> int:
    """How many pieces of a line the buyer has and has not given back."""
    return max(0, line.handed_over - line.returned)


def return_until(part: PartShown) -> datetime | None:
    """Until when it can be asked for; None while no end is known: goods are on the way."""
    return part.done_at + timedelta(days=RETURN_DAYS) if part.done_at else None


def waits_for_answer(part: PartShown) -> bool:
    """Whether a request is there that nobody has answered."""
    return any(one.state is ReturnState.ASKED for one in part.returns)


def can_return(part: PartShown, now: datetime) -> bool:
    """Whether goods of a part can be asked to be taken back now."""
    until = return_until(part)
    return (
        part.state in (FacilityOrderState.SHIPPED, FacilityOrderState.DONE)
        and (until is None or now <= until)
        and any(returnable(line) for line in part.lines)
        and not waits_for_answer(part)
    )
