"""Mails of orders, each to each reader once: buyers, a facility's people, central officers.

Each reader of each mail has a row (`orders.models.OrderMail`), and the mail is sent while that row
is locked and is marked with it: retries and two workers at once send nothing twice. A buyer without
an e-mail is sent nothing; the order's page says to keep its address.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalog.announce import announce_many
from catalog.models import Membership
from catalog.models.memberships import OF_FACILITIES
from catalog.types import Role
from storefront.notices.order_letters import (
    Letter,
    Told,
    center_letter,
    facility_letter,
    letter_of,
    proof_letter,
)
from storefront.notices.sending import LANGUAGE, at
from storefront.orders.acting import as_shop
from storefront.orders.models import (
    FacilityOrder,
    MoneyMove,
    OrderMail,
    Refund,
    ReturnRequest,
    ShopOrder,
    TransferProof,
)
from storefront.orders.selectors.orders import order_shown_by_id
from storefront.orders.services.mails import MailKind
from storefront.orders.services.proofs import proof_can_be_sent
from storefront.orders.types import MoneyKind, ProofState, RefundState, ReturnState
from storefront.web.formats import rupiah

ONE = "storefront.order_mail_one"
_TO_CENTER = (MailKind.TO_CENTER, MailKind.CENTER_REFUND, MailKind.CENTER_MONEY)


def order_mail_tell(
    *, kind: str, shop_order_id: int, part_id: int | None = None, about: int | None = None
) -> int:
    """Note who is to be told and have each of them told; how many are, for the first time."""
    mail = MailKind(kind)
    with as_shop(), transaction.atomic():
        if not ShopOrder.objects.filter(pk=shop_order_id).exists():
            return 0
        readers = _readers(mail, shop_order_id, part_id)
        rows = [
            OrderMail.objects.get_or_create(
                shop_order_id=shop_order_id,
                kind=mail.value,
                part=part_id or 0,
                about=about or 0,
                **reader,
            )
            for reader in readers
        ]
        made = [row.pk for row, is_new in rows if is_new]
        announce_many(ONE, [(str(key), {"mail_id": key}) for key in made])
    return len(made)


def _readers(kind: MailKind, shop_order_id: int, part_id: int | None) -> list[dict[str, Any]]:
    """Accounts of people who work here as `user_id`; None is the buyer, who without an e-mail is
    nobody."""
    if kind in _TO_CENTER:
        return _people(Q(role=Role.CENTRAL_OFFICER.value))
    if kind is MailKind.TO_FACILITY:
        part = FacilityOrder.objects.filter(pk=part_id or 0, shop_order_id=shop_order_id)
        facility_id = part.values_list("facility_id", flat=True).first()
        roles = [role.value for role in OF_FACILITIES]
        return _people(Q(role__in=roles, facility_id=facility_id)) if facility_id else []
    has_mail = ShopOrder.objects.filter(pk=shop_order_id).exclude(email="").exists()
    return [{"user_id": None}] if has_mail else []


def _people(which: Q) -> list[dict[str, Any]]:
    now = timezone.now()
    held = Membership.objects.filter(which, user__is_active=True, begins_at__lte=now)
    held = held.exclude(ends_at__lte=now).exclude(user__email="")
    keys = held.order_by("user_id").values_list("user_id", flat=True).distinct()
    return [{"user_id": key} for key in keys]


# --- One mail


def order_mail_send(*, mail_id: int) -> bool:
    """Send one mail, if it is not sent yet and there is something to tell. Raises as the mail
    server: then the row is as before and the outbox tries again, later and later."""
    with as_shop(), transaction.atomic():
        rows = OrderMail.objects.select_for_update(of=("self",), skip_locked=True)
        row = rows.filter(pk=mail_id, done_at__isnull=True).select_related("user").first()
        if row is None:
            return False
        to, language = _address(row)
        with override(language):
            letter = _letter(row, language)
            if letter is not None and to:
                letter_send(letter, to, language, name=_name(row))
        OrderMail.objects.filter(pk=row.pk).update(done_at=timezone.now())
    return letter is not None and bool(to)


def _address(row: OrderMail) -> tuple[str, str]:
    """Where it goes and in which language. A buyer whose data were removed is not written to."""
    if row.user is not None:
        return row.user.email, LANGUAGE
    order = ShopOrder.objects.get(pk=row.shop_order_id)
    return order.email, "en" if order.language.startswith("en") else "id"


def _letter(row: OrderMail, language: str) -> Letter | None:
    order = order_shown_by_id(row.shop_order_id, language=language)
    part = next((part for part in order.parts if part.id == row.part), None)
    kind, told = MailKind(row.kind), Told(order, part, row.about, language)
    if kind is MailKind.TO_FACILITY:
        return facility_letter(told)
    if kind in _TO_CENTER:
        moved = _moved(row.about) if kind is MailKind.CENTER_MONEY else ()
        return center_letter(told, (*moved, *_waits(row.shop_order_id)))
    if kind is MailKind.PROOF_REFUSED:
        proof = TransferProof.objects.select_related("attempt").filter(pk=row.about).first()
        can_send = proof_can_be_sent(order.token)
        return None if proof is None else proof_letter(told, proof, can_send=can_send)
    return letter_of(kind, told)


def _moved(move_id: int) -> Iterable[str]:
    """What a provider did with money that nobody here asked for, as a sentence."""
    for move in MoneyMove.objects.filter(pk=move_id):
        amount = {"amount": rupiah(move.amount, LANGUAGE)}
        match move.kind:
            case MoneyKind.DISPUTED:
                yield (
                    _("A buyer disputes %(amount)s. Answer on the provider's pages in time.")
                    % amount
                )
            case MoneyKind.DISPUTE_WON:
                yield _("The dispute about %(amount)s was won: the money is back.") % amount
            case _other:
                yield _("%(amount)s went back outside of the shop. Look at the order.") % amount


def _waits(shop_order_id: int) -> Iterable[str]:
    """What waits for a central officer of an order, as sentences."""
    proofs = TransferProof.objects.filter(
        attempt__shop_order_id=shop_order_id, state=ProofState.WAITING
    )
    if proofs.exists():
        yield _("A buyer sent a proof of transfer. Look whether the money has come.")
    by_hand = Refund.objects.filter(shop_order_id=shop_order_id, state=RefundState.BY_HAND)
    for amount in by_hand.values_list("amount", flat=True):
        said = _("Send %(amount)s back by hand: the provider cannot.")
        yield said % {"amount": rupiah(amount, LANGUAGE)}
    asked = ReturnRequest.objects.filter(
        facility_order__shop_order_id=shop_order_id, state=ReturnState.ASKED
    )
    if asked.exists():
        yield _("A buyer asks to send goods back.")


def _name(row: OrderMail) -> str:
    """What a row's mail is called wherever it arrives: ever the same, so that of one that is sent
    again, as its worker was ended before that was noted, receivers show one. With the time too: a
    database that was restored gives numbers out again."""
    said = f"{row.pk} {row.made_at.isoformat()}"
    return salted_hmac("orders.mail", said, algorithm="sha256").hexdigest()


def letter_send(letter: Letter, to: str, language: str, *, name: str) -> None:
    """Write a letter as HTML and as plain text and send it. name: the mail's own, of letters and
    digits. Raises as the mail server."""
    shop = at("/")
    headers = {"Message-ID": f"<{name}@{urlsplit(shop).hostname}>"}
    text = letter_text(letter, shop)
    mail = EmailMultiAlternatives(letter.subject, text, to=[to], headers=headers)
    context = {"letter": letter, "language": language, "shop": shop}
    mail.attach_alternative(render_to_string("mail/letter.html", context), "text/html")
    mail.send()


def letter_text(letter: Letter, shop: str) -> str:
    """A letter as plain text, what belongs together parted by blank lines. shop: its address."""
    facts = "\n".join(f"{label}: {value}" for label, value in letter.facts)
    goods = "\n".join(
        f"- {name} ({value})" if value else f"- {name}" for name, value in letter.goods
    )
    word, address = letter.way
    way = f"{word}:\n{address}" if address else ""
    foot = f"Lapak Binaan\n{shop}"
    blocks = (_("Hello,"), *letter.said, facts, goods, way, *letter.last, foot)
    return "\n\n".join(block for block in blocks if block) + "\n"
