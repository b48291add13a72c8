"""The forms of an order's page: what was typed, read; and the act that each asks for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypedDict

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from catalog.errors import Invalid
from catalog.types import Actor
from storefront.orders.selectors.facility_orders import LineSeen, PartSeen
from storefront.orders.services.fulfilling import part_accept, part_late, part_pack, part_unpack
from storefront.orders.services.handing_over import (
    parcel_track,
    part_delivered,
    part_picked_up,
    part_ready,
    part_ship,
)
from storefront.orders.services.undelivered import (
    part_cancel_agree,
    part_cancel_decline,
    part_cannot,
)
from storefront.orders.types import StepKind
from storefront.web.staff.stock_cells import Unread, key_typed, pieces_typed

NO_DAY = gettext_noop("Choose a day.")
_YES = "1"
_LONGEST = 300
TEXTS = ("promised_on", "note", "tracking_number", "code", "payment", "sure", "parcel")


@dataclass(frozen=True)
class Sent:
    """A form as it came. pieces: what was typed, by line; seen: the newest step that was shown."""

    act: str
    texts: Mapping[str, str]
    pieces: Mapping[int, str]
    seen: int


@dataclass(frozen=True)
class Doing:
    """An act asked for."""

    actor: Actor
    part: PartSeen
    sent: Sent


@dataclass(frozen=True)
class Outcome:
    """Of a form that was not taken: sentences by field; asks: mark of what is to be confirmed;
    changed: that somebody did something meanwhile."""

    sent: Sent
    errors: Mapping[str, str] = field(default_factory=dict)
    asks: str = ""
    is_changed: bool = False


class Unsure(Exception):
    """It cannot be taken back and was not confirmed yet. mark: of just this."""

    def __init__(self, mark: str) -> None:
        super().__init__(mark)
        self.mark = mark


def sent_of(post: QueryDict, lines: tuple[LineSeen, ...]) -> Sent:
    """What a page of ours sent."""
    seen = post.get("seen", "")
    return Sent(
        act=post.get("do", ""),
        texts={name: post.get(name, "").strip()[:_LONGEST] for name in TEXTS},
        pieces={
            line.id: post.get(f"pieces-{line.id}", "")[:12]
            for line in lines
            if f"pieces-{line.id}" in post
        },
        seen=(key_typed(seen) or 0) if seen != "0" else 0,
    )


def _pieces(sent: Sent) -> dict[int, int] | None:
    """By line, as typed; None where the form had no such fields. Raises Invalid."""
    found = {}
    for key, text in sent.pieces.items():
        try:
            found[key] = pieces_typed(text or "0")
        except Unread as unread:
            raise Invalid(field=str(key), reason=unread.sentence) from unread
    return found or None


def _accept(doing: Doing) -> None:
    part_accept(**_whose(doing))


def _late(doing: Doing) -> None:
    try:
        day = date.fromisoformat(doing.sent.texts["promised_on"])
    except ValueError as error:
        raise Invalid(field="promised_on", reason=NO_DAY) from error
    part_late(**_whose(doing), promised_on=day, note=doing.sent.texts["note"])


def _pack(doing: Doing) -> None:
    part_pack(**_whose(doing))


def _unpack(doing: Doing) -> None:
    part_unpack(**_whose(doing))


def _ship(doing: Doing) -> None:
    number = doing.sent.texts["tracking_number"]
    part_ship(**_whose(doing), pieces=_pieces(doing.sent), tracking_number=number)


def _track(doing: Doing) -> None:
    key = key_typed(doing.sent.texts["parcel"])
    if key not in {parcel.id for parcel in doing.part.parcels}:
        raise Invalid(field="tracking_number", reason=gettext_noop("Choose a parcel."))
    assert key is not None
    number = doing.sent.texts["tracking_number"]
    parcel_track(actor=doing.actor, parcel_id=key, tracking_number=number)


def _ready(doing: Doing) -> None:
    part_ready(**_whose(doing))


def _picked_up(doing: Doing) -> None:
    texts = doing.sent.texts
    took = texts["payment"] == _YES
    part_picked_up(**_whose(doing), code=texts["code"], took_payment=took)


def _delivered(doing: Doing) -> None:
    part_delivered(**_whose(doing))


def _cannot(doing: Doing) -> None:
    """Raises Unsure until just this was confirmed."""
    pieces, note = _pieces(doing.sent), doing.sent.texts["note"]
    if not note:
        raise Invalid(field="note", reason=gettext_noop("Say why."))
    _check_pieces(pieces, doing.part.row.lines)
    said = repr((doing.sent.seen, sorted((pieces or {}).items()), note))
    mark = hashlib.sha256(said.encode()).hexdigest()[:16]
    if doing.sent.texts["sure"] != mark:
        raise Unsure(mark)
    part_cannot(**_whose(doing), pieces=pieces, note=note)


def _check_pieces(pieces: Mapping[int, int] | None, lines: tuple[LineSeen, ...]) -> None:
    """The same as the service asks, before anything is asked to be confirmed. Raises Invalid."""
    left = {line.id: line.left for line in lines}
    for key, count in (pieces or {}).items():
        if count > left[key]:
            reason = gettext_noop("There are not that many left.")
            raise Invalid(field=str(key), reason=reason)
    if pieces is not None and not any(pieces.values()):
        raise Invalid(field="pieces", reason=gettext_noop("Choose at least one piece."))


def _agree(doing: Doing) -> None:
    part_cancel_agree(**_whose(doing))


def _decline(doing: Doing) -> None:
    part_cancel_decline(**_whose(doing), note=doing.sent.texts["note"])


class _Whose(TypedDict):
    actor: Actor
    facility_order_id: int
    seen: int | None


def _whose(doing: Doing) -> _Whose:
    return {
        "actor": doing.actor,
        "facility_order_id": doing.part.row.id,
        "seen": doing.sent.seen,
    }


# By the name in forms: what does it, and the step that it leaves, None for none.
ACTS: Mapping[str, tuple[Callable[[Doing], None], StepKind | None]] = {
    "terima": (_accept, StepKind.ACCEPTED),
    "lama": (_late, StepKind.LATE),
    "kemas": (_pack, StepKind.PACKED),
    "buka": (_unpack, StepKind.UNPACKED),
    "kirim": (_ship, StepKind.SHIPPED),
    "resi": (_track, None),
    "siap": (_ready, StepKind.READY),
    "ambil": (_picked_up, StepKind.PICKED_UP),
    "sampai": (_delivered, StepKind.DELIVERED),
    "batal": (_cannot, StepKind.CANCELLED),
    "setuju": (_agree, StepKind.CANCELLED),
    "tolak": (_decline, StepKind.CANCEL_DECLINED),
}


def is_sent_again(doing: Doing) -> bool:
    """Whether a form that nobody had seen the present order with is one that was taken before: the
    first step since then is this very act of this very person."""
    kind = ACTS[doing.sent.act][1]
    since = [step for step in doing.part.steps if step.id > doing.sent.seen]
    if not since or since[0].kind is not kind or since[0].by != doing.actor.name:
        return False
    return kind is not StepKind.SHIPPED or _is_same_number(doing.sent, since[0].data)


def _is_same_number(sent: Sent, data: Mapping[str, object]) -> bool:
    typed = "".join(sent.texts["tracking_number"].split()).upper()
    return typed == str(data.get("tracking", ""))


def reason_said(error: Invalid) -> tuple[str, str]:
    """The field and the sentence of what is wrong."""
    return str(error.params["field"]), _(str(error.params["reason"]))
