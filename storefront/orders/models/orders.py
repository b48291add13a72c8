"""Orders: what was placed, each facility's part of it, its parcels and its timeline."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from catalog.models import Facility
from storefront.orders.types import (
    CancelCause,
    DeliveryKind,
    FacilityOrderState,
    OrderState,
    StepKind,
)


def _money(**options: object) -> models.DecimalField:  # type: ignore[type-arg]
    """A column of whole rupiah."""
    return models.DecimalField(max_digits=14, decimal_places=0, **options)  # type: ignore[arg-type]


class ShopOrder(models.Model):
    """What a buyer placed, on one order of Saleor's, and pays once.

    number: "LB2611-000123"; checkout: the basket it was made of, so that it is made once; digest:
    SHA-256 of what the buyer was shown when placing; method: of payment ("stripe:card"); totals in
    rupiah: goods before discount, delivery, discount, total = goods + delivery - discount; tax: PPN
    contained in it. pay_by: when it ends unpaid. forgotten_at: when the buyer's data were removed.
    """

    order = models.OneToOneField(
        "order.Order", models.PROTECT, primary_key=True, related_name="shop_order"
    )
    number = models.CharField(max_length=20, unique=True)
    checkout = models.UUIDField(unique=True)
    digest = models.CharField(max_length=64)
    state = models.CharField(
        max_length=14, choices=[(s.value, s.value) for s in OrderState], default="unpaid"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=16, blank=True)
    language = models.CharField(max_length=5, default="id")
    method = models.CharField(max_length=40)
    goods_total = _money()
    delivery_total = _money()
    discount_total = _money(default=0)
    tax_total = _money(default=0)
    total = _money()
    voucher_code = models.CharField(max_length=12, blank=True)
    placed_at = models.DateTimeField(auto_now_add=True)
    pay_by = models.DateTimeField()
    paid_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    cancel_cause = models.CharField(
        max_length=10, blank=True, choices=[(c.value, c.value) for c in CancelCause]
    )
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in OrderState]), name="shop_order_state_known"
            ),
            models.CheckConstraint(
                condition=Q(total=F("goods_total") + F("delivery_total") - F("discount_total"))
                & Q(total__gte=0),
                name="shop_order_adds_up",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("paid", "done")) | Q(paid_at__isnull=False),
                name="shop_order_paid_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["pay_by"], name="shop_order_due", condition=Q(state="unpaid")),
            models.Index(fields=["user", "-order"], name="shop_order_of_user"),
            models.Index(
                fields=["ended_at"],
                name="shop_order_to_forget",
                condition=Q(forgotten_at__isnull=True, ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class VoucherUse(models.Model):
    """One use of a voucher; given back when the order ends unpaid or is cancelled before paying.

    buyer: what "once a buyer" counts by: the account, e-mail or phone in one normal form.
    """

    shop_order = models.OneToOneField(
        ShopOrder, models.CASCADE, primary_key=True, related_name="voucher_use"
    )
    voucher = models.ForeignKey("discount.Voucher", models.PROTECT, related_name="+")
    buyer = models.CharField(max_length=254)
    once = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now_add=True)
    given_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["voucher", "buyer"],
                condition=Q(once=True, given_back_at__isnull=True),
                name="voucher_once_a_buyer",
            )
        ]

    def __str__(self) -> str:
        return f"{self.voucher_id} {self.buyer}"


class FacilityOrder(models.Model):
    """One facility's part of a shop order.

    It holds all that the facility may know of the buyer, so that nobody there reads the order
    itself. number: "LB2611-000123-1"; weight: grams charged; goods_total - discount_total +
    delivery_price is what the buyer pays for it; produced_by: the date until which goods made to
    order are made; promised_on: when it should arrive or be ready; pickup_code: six digits the
    buyer shows; late_note: what the buyer was told.
    """

    shop_order = models.ForeignKey(ShopOrder, models.PROTECT, related_name="facility_orders")
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="+")
    number = models.CharField(max_length=24, unique=True)
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in FacilityOrderState], default="waiting"
    )
    kind = models.CharField(max_length=8, choices=[(k.value, k.value) for k in DeliveryKind])
    service = models.CharField(max_length=30, blank=True)
    service_name = models.CharField(max_length=120, blank=True)
    days_min = models.PositiveSmallIntegerField(default=0)
    days_max = models.PositiveSmallIntegerField(default=0)
    weight = models.PositiveIntegerField(default=0)
    goods_total = _money()
    discount_total = _money(default=0)
    delivery_price = _money(default=0)
    tax_total = _money(default=0)
    placed_at = models.DateTimeField(auto_now_add=True)
    accept_by = models.DateTimeField(null=True, blank=True)
    produced_by = models.DateField(null=True, blank=True)
    promised_on = models.DateField(null=True, blank=True)
    late_note = models.CharField(max_length=200, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    packed_at = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_asked_at = models.DateTimeField(null=True, blank=True)
    cancel_cause = models.CharField(
        max_length=10, blank=True, choices=[(c.value, c.value) for c in CancelCause]
    )
    cancel_note = models.CharField(max_length=300, blank=True)
    pickup_code = models.CharField(max_length=6, blank=True)
    recipient = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=16, blank=True)
    street = models.CharField(max_length=256, blank=True)
    village = models.CharField(max_length=80, blank=True)
    district = models.CharField(max_length=80, blank=True)
    regency = models.CharField(max_length=80, blank=True)
    province = models.CharField(max_length=80, blank=True)
    postal_code = models.CharField(max_length=5, blank=True)
    courier_note = models.CharField(max_length=140, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint("shop_order", "facility", name="facility_order_once"),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in FacilityOrderState]),
                name="facility_order_state_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in DeliveryKind]),
                name="facility_order_kind_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | Q(cancelled_at__isnull=False),
                name="facility_order_cancelled_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["facility", "state", "id"], name="facility_order_queue"),
            models.Index(fields=["facility", "-id"], name="facility_order_newest"),
            models.Index(
                fields=["id"],
                name="facility_order_to_forget",
                condition=Q(forgotten_at__isnull=True, state__in=("done", "cancelled")),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class FacilityOrderLine(models.Model):
    """A line of a facility order, on one of Saleor's; texts and prices as they were when placed.

    discount: rupiah of the whole line that a voucher or pickup took; tax: PPN contained; cancelled:
    pieces that will not be delivered; handed_over: pieces in parcels.
    """

    facility_order = models.ForeignKey(FacilityOrder, models.PROTECT, related_name="lines")
    order_line = models.OneToOneField(
        "order.OrderLine", models.PROTECT, related_name="facility_line"
    )
    variant = models.ForeignKey(
        "product.ProductVariant", models.SET_NULL, null=True, related_name="+"
    )
    sku = models.CharField(max_length=255)
    name = models.CharField(max_length=300)
    variant_name = models.CharField(max_length=255, blank=True)
    quantity = models.PositiveIntegerField()
    cancelled = models.PositiveIntegerField(default=0)
    handed_over = models.PositiveIntegerField(default=0)
    unit_price = _money()
    discount = _money(default=0)
    tax = _money(default=0)
    weight = models.PositiveIntegerField(default=0)
    lead_time_days = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="order_line_has_pieces"),
            models.CheckConstraint(
                condition=Q(quantity__gte=F("cancelled") + F("handed_over")),
                name="order_line_no_more_than_ordered",
            ),
            models.CheckConstraint(
                condition=Q(discount__lte=F("unit_price") * F("quantity")),
                name="order_line_discount_within",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.sku}"


class Parcel(models.Model):
    """One handing over of goods, on one fulfillment of Saleor's. tracking_number: "" at pickup."""

    facility_order = models.ForeignKey(FacilityOrder, models.PROTECT, related_name="parcels")
    fulfillment = models.OneToOneField("order.Fulfillment", models.PROTECT, related_name="parcel")
    service_name = models.CharField(max_length=120, blank=True)
    tracking_number = models.CharField(max_length=60, blank=True)
    tracking_url = models.CharField(max_length=300, blank=True)
    handed_over_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.tracking_number


class ParcelLine(models.Model):
    """How many pieces of a line a parcel has."""

    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="lines")
    line = models.ForeignKey(FacilityOrderLine, models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint("parcel", "line", name="parcel_line_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="parcel_line_has_pieces"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.line_id}"


class OrderStep(models.Model):
    """One step of a timeline; only added to. facility_order: None for steps of the whole order.

    data: what the words of the step need (a tracking number, a date, an amount).
    """

    shop_order = models.ForeignKey(ShopOrder, models.PROTECT, related_name="steps")
    facility_order = models.ForeignKey(
        FacilityOrder, models.PROTECT, null=True, blank=True, related_name="steps"
    )
    facility = models.ForeignKey(Facility, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=16, choices=[(k.value, k.value) for k in StepKind])
    at = models.DateTimeField(auto_now_add=True)
    actor_name = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=300, blank=True)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in StepKind]), name="order_step_known"
            )
        ]
        indexes = [models.Index(fields=["facility", "-id"], name="order_step_facility")]

    def __str__(self) -> str:
        return f"{self.shop_order_id} {self.kind}"
