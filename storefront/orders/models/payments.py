"""Payments: attempts, what providers told, what moved, what goes back."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from catalog.models.history import tracked
from storefront.orders.models.orders import FacilityOrder, ShopOrder
from storefront.orders.types import (
    AttemptState,
    MoneyKind,
    ProofState,
    RefundCause,
    RefundState,
)


class TransferAccount(models.Model):
    """An account of the shop to which buyers transfer. number: as the bank writes it; holder: in
    whose name it is; note: for buyers, beside it; is_on: whether new orders are shown it."""

    bank = models.CharField(max_length=60)
    number = models.CharField(max_length=34)
    holder = models.CharField(max_length=80)
    note = models.CharField(max_length=160, blank=True)
    note_en = models.CharField(max_length=160, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_on = models.BooleanField(default=True)

    class Meta:
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(fields=["bank", "number"], name="transfer_account_once")
        ]

    def __str__(self) -> str:
        return f"{self.bank} {self.number}"


class PaymentAttempt(models.Model):
    """One try to pay a shop order with one provider. An order has at most one that is not over.

    method: of the provider ("card", "qris", "va_bca", ""); key: the idempotency key, stored before
    the provider is asked and sent with every asking; amount: rupiah to pay, with the digits that
    make a transfer's amount its own; reference: the provider's name for it, "" until it answered;
    address: where the buyer is sent, "" when a page of ours shows how; shown: what that page needs
    (account numbers, a QRIS text). asked: how often the provider was asked to take it; looked_at:
    when it was last asked what it has; failure: for operators.
    """

    shop_order = models.ForeignKey(ShopOrder, models.PROTECT, related_name="attempts")
    provider = models.CharField(max_length=20)
    method = models.CharField(max_length=20, blank=True)
    key = models.UUIDField(unique=True, default=uuid.uuid4)
    amount = models.DecimalField(max_digits=14, decimal_places=0)
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in AttemptState], default="new"
    )
    reference = models.CharField(max_length=120, blank=True)
    address = models.TextField(blank=True)
    shown = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    pay_by = models.DateTimeField()
    asked = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(null=True, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["shop_order"],
                condition=Q(state__in=("new", "open")),
                name="attempt_one_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["provider", "reference"],
                condition=~Q(reference=""),
                name="attempt_reference_once",
            ),
            models.UniqueConstraint(
                fields=["amount"],
                condition=Q(provider="transfer", state__in=("new", "open")),
                name="transfer_amount_its_own",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in AttemptState]), name="attempt_state_known"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="attempt_has_an_amount"),
        ]
        indexes = [
            models.Index(
                fields=["made_at"], name="attempt_not_over", condition=Q(state__in=("new", "open"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.key}"


class PaymentNotice(models.Model):
    """What a provider told by webhook, each event once; only what was rightly signed is kept.

    event: the provider's name for it; outcome: what it came to, for operators.
    """

    provider = models.CharField(max_length=20)
    event = models.CharField(max_length=160)
    kind = models.CharField(max_length=60)
    attempt = models.ForeignKey(
        PaymentAttempt, models.PROTECT, null=True, blank=True, related_name="notices"
    )
    received_at = models.DateTimeField(auto_now_add=True)
    outcome = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint("provider", "event", name="notice_once")]

    def __str__(self) -> str:
        return f"{self.provider} {self.event}"


class Refund(models.Model):
    """Money that is to go back.

    facility_order: whose goods it is for, None for the whole payment; lines: [[line id, pieces,
    rupiah]], delivery: of the amount, what was paid for delivery; key: idempotency key.
    """

    shop_order = models.ForeignKey(ShopOrder, models.PROTECT, related_name="refunds")
    facility_order = models.ForeignKey(
        FacilityOrder, models.PROTECT, null=True, blank=True, related_name="refunds"
    )
    attempt = models.ForeignKey(PaymentAttempt, models.PROTECT, related_name="refunds")
    cause = models.CharField(max_length=16, choices=[(c.value, c.value) for c in RefundCause])
    amount = models.DecimalField(max_digits=14, decimal_places=0)
    lines = models.JSONField(default=list, blank=True)
    delivery = models.DecimalField(max_digits=14, decimal_places=0, default=0)
    key = models.UUIDField(unique=True, default=uuid.uuid4)
    state = models.CharField(
        max_length=8, choices=[(s.value, s.value) for s in RefundState], default="to_do"
    )
    reference = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    asked = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=120, blank=True)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_has_an_amount"),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in RefundState]), name="refund_state_known"
            ),
        ]
        indexes = [models.Index(fields=["made_at"], name="refund_open", condition=~Q(state="done"))]

    def __str__(self) -> str:
        return f"{self.amount} {self.state}"


class MoneyMove(models.Model):
    """What really came or went, by the provider's word; only added to.

    amount: rupiah, positive; reference: the provider's name for the move, so that it is written
    once; refund: what it settles.
    """

    shop_order = models.ForeignKey(ShopOrder, models.PROTECT, related_name="money_moves")
    attempt = models.ForeignKey(PaymentAttempt, models.PROTECT, related_name="moves")
    refund = models.ForeignKey(Refund, models.PROTECT, null=True, blank=True, related_name="moves")
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in MoneyKind])
    amount = models.DecimalField(max_digits=14, decimal_places=0)
    provider = models.CharField(max_length=20)
    reference = models.CharField(max_length=160)
    at = models.DateTimeField()
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint("provider", "kind", "reference", name="money_moved_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="money_move_has_an_amount"),
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in MoneyKind]), name="money_move_known"
            ),
        ]
        indexes = [models.Index(fields=["at"], name="money_move_at")]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"


class TransferProof(models.Model):
    """A picture or PDF that a buyer sent of a bank transfer. key: in private storage."""

    attempt = models.ForeignKey(PaymentAttempt, models.PROTECT, related_name="proofs")
    key = models.CharField(max_length=80, unique=True)
    media_type = models.CharField(max_length=40)
    sent_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(
        max_length=8, choices=[(s.value, s.value) for s in ProofState], default="waiting"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_name = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("pk",)
        indexes = [
            models.Index(fields=["sent_at"], name="proof_waits", condition=Q(state="waiting"))
        ]

    def __str__(self) -> str:
        return self.key


class Reconciliation(models.Model):
    """A round in which providers were asked what they have. Rounds that found nothing to tell are
    one row as long as they follow each other.

    asked: attempts looked at; silent: whose provider did not answer; found: what was otherwise
    than here, [[attempt's key, order's number, word, rupiah or "", whether it was settled]];
    what was not waits for an officer.
    """

    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    asked = models.PositiveIntegerField(default=0)
    silent = models.PositiveIntegerField(default=0)
    found = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.began_at} {self.asked}"


tracked(TransferAccount)
