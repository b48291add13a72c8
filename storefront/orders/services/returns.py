"""Sending goods back: asked for by the buyer, decided by a central officer."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from catalog.audit import audit
from catalog.errors import Invalid, NotFound, WrongState
from catalog.plain_text import one_line, plain
from catalog.policies.abilities import Act, can_everywhere, require_everywhere
from catalog.storage import private_remove, private_write
from catalog.types import Actor
from galleries.imaging import CleanPicture, picture_clean
from storefront.orders.acting import SHOP, as_shop
from storefront.orders.errors import NoReturn, TooManyGuesses
from storefront.orders.models import (
    FacilityOrder,
    OrderStep,
    Refund,
    ReturnLine,
    ReturnPhoto,
    ReturnRequest,
)
from storefront.orders.rules.files import return_photo_name
from storefront.orders.rules.returns import can_return, returnable
from storefront.orders.selectors.orders import order_shown
from storefront.orders.selectors.refund_due import refund_due
from storefront.orders.services.locking import part_locked
from storefront.orders.services.mails import MailKind, mail_announce
from storefront.orders.services.refunds import refund_make
from storefront.orders.services.tries import try_count
from storefront.orders.shown import PartShown
from storefront.orders.types import RefundCause, ReturnState, StepKind

MOST_PHOTOS = 4
# Each photo may take a second of the server, so they are looked at so often for an order.
PHOTO_TRIES, TRIES_WITHIN = 10, timedelta(hours=1)
REASON_LEAST, REASON_MOST = 10, 1000
NOTE_MOST = 500
_KEY_BYTES = 32

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ReturnWish:
    """What a buyer wishes. pieces: how many by line; photos: files as they came."""

    pieces: Mapping[int, int]
    reason: str
    photos: Sequence[bytes] = field(default=())


# --- Asked


def return_ask(*, order_token: str, part_id: int, wish: ReturnWish) -> int:
    """Ask to send goods back; the request's key. The caller has asked for the order's key.

    Raises NotFound, NoReturn, Invalid (pieces, reason, photos), PictureRefused. Pictures are read
    before any row is locked, and written before their rows: what fails leaves no file behind.
    """
    part = _part_of(order_token, part_id)
    pieces = _pieces_read(part, wish.pieces)
    reason = _reason_read(wish.reason)
    files = {secrets.token_hex(_KEY_BYTES): clean for clean in _cleaned(order_token, wish.photos)}
    _files_write(files)
    try:
        return _request_make(order_token, part.id, pieces, reason, files)
    except BaseException:
        _files_remove(files)
        raise


def _part_of(order_token: str, part_id: int) -> PartShown:
    """Raises NotFound; NoReturn where nothing can be asked for."""
    order = order_shown(order_token, language="id")
    part = next((part for part in order.parts if part.id == part_id), None)
    if part is None:
        raise NotFound
    if not can_return(part, timezone.now()):
        raise NoReturn(
            reason=gettext_noop("These goods cannot be sent back now. Ask us if that is wrong.")
        )
    return part


def _pieces_read(part: PartShown, wanted: Mapping[int, int]) -> dict[int, int]:
    """Raises Invalid for none, or for more than the buyer has."""
    has = {line.id: returnable(line) for line in part.lines}
    chosen = {key: count for key, count in wanted.items() if count}
    if not chosen:
        raise Invalid(field="pieces", reason=gettext_noop("Say how many pieces you send back."))
    if any(not 0 < count <= has.get(key, 0) for key, count in chosen.items()):
        raise Invalid(field="pieces", reason=gettext_noop("That is more than you received."))
    return chosen


def _reason_read(text: str) -> str:
    reason = plain(text).strip()
    if not REASON_LEAST <= len(reason) <= REASON_MOST:
        sentence = gettext_noop("Say what is wrong, in 10 to 1,000 letters.")
        raise Invalid(field="reason", reason=sentence)
    return reason


def _cleaned(order_token: str, photos: Sequence[bytes]) -> list[CleanPicture]:
    """Raises Invalid for too many, at once or in an hour, PictureRefused."""
    if len(photos) > MOST_PHOTOS:
        raise Invalid(field="photos", reason=gettext_noop("Send at most four photos."))
    if photos:
        _try_count(order_token)
    return [picture_clean(photo) for photo in photos]


def _try_count(order_token: str) -> None:
    try:
        try_count("return photos", order_token, most=PHOTO_TRIES, within=TRIES_WITHIN)
    except TooManyGuesses as error:
        reason = gettext_noop("Photos came too often. Send it without photos, or in an hour.")
        raise Invalid(field="photos", reason=reason) from error


def _files_write(files: Mapping[str, CleanPicture]) -> None:
    try:
        for key, clean in files.items():
            private_write(return_photo_name(key), clean.content)
    except BaseException:
        _files_remove(files)
        raise


def _files_remove(files: Mapping[str, CleanPicture]) -> None:
    """As far as the storage answers; what stays behind has no row and nobody finds it."""
    for key in files:
        try:
            private_remove(return_photo_name(key))
        except Exception:
            log.exception("return: %s stays behind", key)


def _request_make(
    order_token: str,
    part_id: int,
    pieces: Mapping[int, int],
    reason: str,
    files: Mapping[str, CleanPicture],
) -> int:
    with as_shop(), transaction.atomic():
        row = FacilityOrder.objects.select_for_update(of=("self",)).get(pk=part_id)
        _pieces_read(_part_of(order_token, part_id), pieces)  # once more, now that nobody else may
        try:
            request = ReturnRequest.objects.create(
                facility_order=row, facility_id=row.facility_id, reason=reason
            )
        except IntegrityError as error:
            raise NoReturn(reason=gettext_noop("You have asked already.")) from error
        ReturnLine.objects.bulk_create(
            ReturnLine(request=request, line_id=line, quantity=count)
            for line, count in sorted(pieces.items())
        )
        ReturnPhoto.objects.bulk_create(
            ReturnPhoto(request=request, key=key, width=clean.width, height=clean.height)
            for key, clean in files.items()
        )
        _step(row, StepKind.RETURN_ASKED, request)
        audit(SHOP, "return.asked", request, photos=len(files))
        mail_announce(
            MailKind.TO_CENTER, shop_order_id=row.shop_order_id, part_id=row.pk, about=request.pk
        )
    return request.pk


def _step(row: FacilityOrder, kind: StepKind, request: ReturnRequest, by: str = "") -> None:
    OrderStep.objects.create(
        shop_order_id=row.shop_order_id,
        facility_order=row,
        facility_id=row.facility_id,
        kind=kind.value,
        actor_name=by[:120],
        data={"return": request.pk, "state": request.state},
    )


# --- Decided


@dataclass(frozen=True)
class ReturnAnswer:
    """What an officer says. pieces: taken back by line, none of any to refuse; with_delivery:
    whether what was paid for delivery goes back too; note: what the buyer reads."""

    pieces: Mapping[int, int]
    with_delivery: bool
    note: str


def return_decide(*, actor: Actor, return_id: int, answer: ReturnAnswer) -> ReturnState:
    """Take pieces back, which makes a refund, or refuse all of them, which needs a note.

    Raises NotFound, NotAllowed, WrongState (decided already), Invalid (pieces, note).
    """
    _seen_require(actor)
    require_everywhere(actor, Act.ORDER_SETTLE)
    with as_shop(), transaction.atomic():
        request = _request_for_update(return_id)
        pieces = _pieces_agreed(request, answer.pieces)
        note = _note_read(answer.note, is_refused=not pieces)
        request.refund = _refund(request, pieces, with_delivery=answer.with_delivery)
        request.state = ReturnState.APPROVED if pieces else ReturnState.REFUSED
        request.note, request.decided_at = note, timezone.now()
        request.decided_by_id, request.decided_name = actor.user_id, actor.name[:120]
        request.save()
        asked = _lines_agreed(request, pieces)
        _step(request.facility_order, StepKind.RETURN_DECIDED, request, by=actor.name)
        audit(actor, "return.decided", request, state=request.state, asked=asked, agreed=pieces)
        mail_announce(
            MailKind.RETURN_DECIDED,
            shop_order_id=request.facility_order.shop_order_id,
            part_id=request.facility_order_id,
            about=request.pk,
        )
    return ReturnState(request.state)


def _seen_require(actor: Actor) -> None:
    """Raises NotFound for who does not look into orders of the whole shop."""
    if not can_everywhere(actor, Act.ORDER_SEE):
        raise NotFound


def _request_for_update(return_id: int) -> ReturnRequest:
    known = ReturnRequest.objects.filter(pk=return_id).first()
    if known is None:
        raise NotFound
    part_locked(known.facility_order_id)  # the part first, as who works at the facility locks it
    rows = ReturnRequest.objects.select_for_update(of=("self",)).select_related("facility_order")
    request = rows.get(pk=return_id)
    if request.state != ReturnState.ASKED:
        raise WrongState(current=request.state, wanted=ReturnState.APPROVED.value)
    return request


def _pieces_agreed(request: ReturnRequest, wanted: Mapping[int, int]) -> dict[int, int]:
    """Raises Invalid for more than was asked for."""
    asked = {line.line_id: line.quantity for line in request.lines.all()}
    agreed = {key: count for key, count in wanted.items() if count}
    if any(not 0 < count <= asked.get(key, 0) for key, count in agreed.items()):
        raise Invalid(field="pieces", reason=gettext_noop("The buyer did not ask for so many."))
    return agreed


def _lines_agreed(request: ReturnRequest, pieces: Mapping[int, int]) -> dict[int, int]:
    """Leave the pieces that are taken back, of a refused request all; what was asked for."""
    asked = {line.line_id: line.quantity for line in request.lines.all()}
    for key, count in asked.items() if pieces else ():
        line = ReturnLine.objects.filter(request=request, line_id=key)
        if key not in pieces:
            line.delete()
        elif pieces[key] != count:
            line.update(quantity=pieces[key])
    return asked


def _note_read(text: str, *, is_refused: bool) -> str:
    note = plain(text).strip()
    if len(note) > NOTE_MOST:
        raise Invalid(field="note", reason=gettext_noop("At most 500 letters."))
    if is_refused and not one_line(note):
        reason = gettext_noop("Say why, so that the buyer understands.")
        raise Invalid(field="note", reason=reason)
    return note


def _refund(
    request: ReturnRequest, pieces: Mapping[int, int], *, with_delivery: bool
) -> Refund | None:
    """None where nothing goes back: refused, or goods that a voucher paid for."""
    if not pieces:
        return None
    due = refund_due(request.facility_order_id, pieces, with_delivery=with_delivery)
    return refund_make(
        shop_order_id=request.facility_order.shop_order_id,
        facility_order_id=request.facility_order_id,
        cause=RefundCause.RETURNED,
        amount=due.amount,
        lines=due.told,
        delivery=due.delivery,
    )
