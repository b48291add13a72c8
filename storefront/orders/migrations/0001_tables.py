"""Tables of buying and their histories."""

from __future__ import annotations

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import catalog.models.history


class Migration(migrations.Migration):
    """As the models say."""

    initial = True

    dependencies = [
        ("account", "0045_auto_20200427_0425"),
        ("catalog", "0025_districts"),
        ("checkout", "0025_auto_20200221_0257"),
        ("discount", "0019_auto_20200217_0350"),
        ("order", "0083_merge_20200421_0529"),
        ("product", "0117_auto_20200423_0737"),
        ("warehouse", "0009_remove_invalid_allocation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BasketBuyer",
            fields=[
                (
                    "checkout",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="buyer",
                        serialize=False,
                        to="checkout.checkout",
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=16)),
                ("language", models.CharField(default="id", max_length=5)),
                ("method", models.CharField(blank=True, max_length=40)),
                ("consent_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="CourierEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("name", models.CharField(max_length=60)),
                ("divisor", models.PositiveIntegerField(default=6000)),
                ("round_up_from", models.PositiveSmallIntegerField(default=300)),
                ("tracking_url", models.CharField(blank=True, max_length=200)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_on", models.BooleanField(default=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CourierService",
            fields=[
                ("code", models.SlugField(max_length=30, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=60)),
                ("name_en", models.CharField(max_length=60)),
                ("most_grams", models.PositiveIntegerField(blank=True, null=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_on", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ("position", "code"),
            },
        ),
        migrations.CreateModel(
            name="CourierServiceEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("name", models.CharField(max_length=60)),
                ("name_en", models.CharField(max_length=60)),
                ("most_grams", models.PositiveIntegerField(blank=True, null=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_on", models.BooleanField(default=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FacilityDelivery",
            fields=[
                (
                    "facility",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="delivery_offer",
                        serialize=False,
                        to="catalog.facility",
                    ),
                ),
                ("offers_courier", models.BooleanField(default=True)),
                ("offers_pickup", models.BooleanField(default=True)),
                ("pickup_discount", models.PositiveSmallIntegerField(default=0)),
                ("pays_at_pickup", models.BooleanField(default=False)),
                ("offers_local", models.BooleanField(default=False)),
                ("local_note", models.CharField(blank=True, max_length=200)),
                ("local_note_en", models.CharField(blank=True, max_length=200)),
                ("accept_hours", models.PositiveSmallIntegerField(default=48)),
                ("handling_days", models.PositiveSmallIntegerField(default=2)),
                (
                    "without",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FacilityDeliveryEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("offers_courier", models.BooleanField(default=True)),
                ("offers_pickup", models.BooleanField(default=True)),
                ("pickup_discount", models.PositiveSmallIntegerField(default=0)),
                ("pays_at_pickup", models.BooleanField(default=False)),
                ("offers_local", models.BooleanField(default=False)),
                ("local_note", models.CharField(blank=True, max_length=200)),
                ("local_note_en", models.CharField(blank=True, max_length=200)),
                ("accept_hours", models.PositiveSmallIntegerField(default=48)),
                ("handling_days", models.PositiveSmallIntegerField(default=2)),
                (
                    "without",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FacilityOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=24, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("to_accept", "to_accept"),
                            ("accepted", "accepted"),
                            ("packed", "packed"),
                            ("ready", "ready"),
                            ("shipped", "shipped"),
                            ("done", "done"),
                            ("cancelled", "cancelled"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("courier", "courier"), ("local", "local"), ("pickup", "pickup")],
                        max_length=8,
                    ),
                ),
                ("service", models.CharField(blank=True, max_length=30)),
                ("service_name", models.CharField(blank=True, max_length=120)),
                ("days_min", models.PositiveSmallIntegerField(default=0)),
                ("days_max", models.PositiveSmallIntegerField(default=0)),
                ("weight", models.PositiveIntegerField(default=0)),
                ("goods_total", models.DecimalField(decimal_places=0, max_digits=14)),
                ("discount_total", models.DecimalField(decimal_places=0, default=0, max_digits=14)),
                ("delivery_price", models.DecimalField(decimal_places=0, default=0, max_digits=14)),
                ("tax_total", models.DecimalField(decimal_places=0, default=0, max_digits=14)),
                ("placed_at", models.DateTimeField(auto_now_add=True)),
                ("accept_by", models.DateTimeField(blank=True, null=True)),
                ("produced_by", models.DateField(blank=True, null=True)),
                ("promised_on", models.DateField(blank=True, null=True)),
                ("late_note", models.CharField(blank=True, max_length=200)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("packed_at", models.DateTimeField(blank=True, null=True)),
                ("handed_over_at", models.DateTimeField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                ("cancel_asked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "cancel_cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unpaid", "unpaid"),
                            ("buyer", "buyer"),
                            ("facility", "facility"),
                            ("officer", "officer"),
                            ("payment", "payment"),
                        ],
                        max_length=10,
                    ),
                ),
                ("cancel_note", models.CharField(blank=True, max_length=300)),
                ("pickup_code", models.CharField(blank=True, max_length=6)),
                ("recipient", models.CharField(blank=True, max_length=120)),
                ("phone", models.CharField(blank=True, max_length=16)),
                ("street", models.CharField(blank=True, max_length=256)),
                ("village", models.CharField(blank=True, max_length=80)),
                ("district", models.CharField(blank=True, max_length=80)),
                ("regency", models.CharField(blank=True, max_length=80)),
                ("province", models.CharField(blank=True, max_length=80)),
                ("postal_code", models.CharField(blank=True, max_length=5)),
                ("courier_note", models.CharField(blank=True, max_length=140)),
                ("forgotten_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="FacilityOrderLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sku", models.CharField(max_length=255)),
                ("name", models.CharField(max_length=300)),
                ("variant_name", models.CharField(blank=True, max_length=255)),
                ("quantity", models.PositiveIntegerField()),
                ("cancelled", models.PositiveIntegerField(default=0)),
                ("handed_over", models.PositiveIntegerField(default=0)),
                ("unit_price", models.DecimalField(decimal_places=0, max_digits=14)),
                ("discount", models.DecimalField(decimal_places=0, default=0, max_digits=14)),
                ("tax", models.DecimalField(decimal_places=0, default=0, max_digits=14)),
                ("weight", models.PositiveIntegerField(default=0)),
                ("lead_time_days", models.PositiveSmallIntegerField(blank=True, null=True)),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="KindDelivery",
            fields=[
                (
                    "kind",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="product.category",
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("parcel", "parcel"),
                            ("pickup", "pickup"),
                            ("local_courier", "local_courier"),
                        ],
                        default="parcel",
                        max_length=14,
                    ),
                ),
                ("within_province", models.BooleanField(default=False)),
                ("crosses_with", models.CharField(blank=True, max_length=40)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("reason_en", models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="KindDeliveryEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("parcel", "parcel"),
                            ("pickup", "pickup"),
                            ("local_courier", "local_courier"),
                        ],
                        default="parcel",
                        max_length=14,
                    ),
                ),
                ("within_province", models.BooleanField(default=False)),
                ("crosses_with", models.CharField(blank=True, max_length=40)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("reason_en", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MoneyMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("captured", "captured"),
                            ("refunded", "refunded"),
                            ("disputed", "disputed"),
                            ("dispute_won", "dispute_won"),
                        ],
                        max_length=12,
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=0, max_digits=14)),
                ("provider", models.CharField(max_length=20)),
                ("reference", models.CharField(max_length=160)),
                ("at", models.DateTimeField()),
                ("written_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="OrderStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("placed", "placed"),
                            ("paid", "paid"),
                            ("accepted", "accepted"),
                            ("late", "late"),
                            ("packed", "packed"),
                            ("unpacked", "unpacked"),
                            ("shipped", "shipped"),
                            ("ready", "ready"),
                            ("delivered", "delivered"),
                            ("picked_up", "picked_up"),
                            ("cancel_asked", "cancel_asked"),
                            ("cancelled", "cancelled"),
                            ("refund_begun", "refund_begun"),
                            ("refunded", "refunded"),
                            ("return_asked", "return_asked"),
                            ("return_decided", "return_decided"),
                        ],
                        max_length=16,
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("actor_name", models.CharField(blank=True, max_length=120)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("data", models.JSONField(blank=True, default=dict)),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="PackedSize",
            fields=[
                (
                    "listing",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="packed_size",
                        serialize=False,
                        to="catalog.listing",
                    ),
                ),
                ("length", models.PositiveSmallIntegerField()),
                ("width", models.PositiveSmallIntegerField()),
                ("height", models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="PackedSizeEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("length", models.PositiveSmallIntegerField()),
                ("width", models.PositiveSmallIntegerField()),
                ("height", models.PositiveSmallIntegerField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Parcel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("service_name", models.CharField(blank=True, max_length=120)),
                ("tracking_number", models.CharField(blank=True, max_length=60)),
                ("tracking_url", models.CharField(blank=True, max_length=300)),
                ("handed_over_at", models.DateTimeField()),
                ("delivered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="ParcelLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quantity", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="PaymentAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("provider", models.CharField(max_length=20)),
                ("method", models.CharField(blank=True, max_length=20)),
                ("key", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("amount", models.DecimalField(decimal_places=0, max_digits=14)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "new"),
                            ("open", "open"),
                            ("paid", "paid"),
                            ("failed", "failed"),
                            ("expired", "expired"),
                            ("cancelled", "cancelled"),
                        ],
                        default="new",
                        max_length=10,
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=120)),
                ("address", models.TextField(blank=True)),
                ("shown", models.JSONField(blank=True, default=dict)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("pay_by", models.DateTimeField()),
                ("asked", models.PositiveSmallIntegerField(default=0)),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("failure", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="PaymentNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("provider", models.CharField(max_length=20)),
                ("event", models.CharField(max_length=160)),
                ("kind", models.CharField(max_length=60)),
                ("received_at", models.DateTimeField(auto_now_add=True)),
                ("outcome", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="ProceedsEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "share",
                    models.CharField(
                        choices=[
                            ("premi", "premi"),
                            ("pnbp", "pnbp"),
                            ("capital", "capital"),
                            ("delivery", "delivery"),
                            ("tax", "tax"),
                        ],
                        max_length=8,
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=0, max_digits=14)),
                ("month", models.DateField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Refund",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("cancelled", "cancelled"),
                            ("cannot_deliver", "cannot_deliver"),
                            ("returned", "returned"),
                            ("paid_late", "paid_late"),
                            ("paid_twice", "paid_twice"),
                            ("wrong_amount", "wrong_amount"),
                        ],
                        max_length=16,
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=0, max_digits=14)),
                ("lines", models.JSONField(blank=True, default=list)),
                ("delivery", models.DecimalField(decimal_places=0, default=0, max_digits=14)),
                ("key", models.UUIDField(default=uuid.uuid4, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("to_do", "to_do"),
                            ("asked", "asked"),
                            ("by_hand", "by_hand"),
                            ("done", "done"),
                            ("failed", "failed"),
                        ],
                        default="to_do",
                        max_length=8,
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=120)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("asked", models.PositiveSmallIntegerField(default=0)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("done_by", models.CharField(blank=True, max_length=120)),
                ("failure", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="ReturnLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quantity", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="ReturnPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=80, unique=True)),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="ReturnRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField()),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "asked"),
                            ("approved", "approved"),
                            ("refused", "refused"),
                        ],
                        default="asked",
                        max_length=8,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_name", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="ReturnRequestEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("reason", models.TextField()),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "asked"),
                            ("approved", "approved"),
                            ("refused", "refused"),
                        ],
                        default="asked",
                        max_length=8,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_name", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ShareRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("in_force_from", models.DateField()),
                ("premi", models.PositiveSmallIntegerField()),
                ("pnbp", models.PositiveSmallIntegerField()),
                ("capital", models.PositiveSmallIntegerField()),
                ("source", models.CharField(max_length=200)),
                ("certainty", models.CharField(max_length=1)),
            ],
            options={
                "ordering": ("facility", "in_force_from"),
            },
        ),
        migrations.CreateModel(
            name="ShareRuleEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("in_force_from", models.DateField()),
                ("premi", models.PositiveSmallIntegerField()),
                ("pnbp", models.PositiveSmallIntegerField()),
                ("capital", models.PositiveSmallIntegerField()),
                ("source", models.CharField(max_length=200)),
                ("certainty", models.CharField(max_length=1)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ShippingRate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("origin", models.CharField(blank=True, max_length=5)),
                ("destination", models.CharField(blank=True, max_length=5)),
                ("first_kg", models.DecimalField(decimal_places=0, max_digits=12)),
                ("next_kg", models.DecimalField(decimal_places=0, max_digits=12)),
                ("days_min", models.PositiveSmallIntegerField()),
                ("days_max", models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="ShopOrder",
            fields=[
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="shop_order",
                        serialize=False,
                        to="order.order",
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True)),
                ("checkout", models.UUIDField(unique=True)),
                ("digest", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unpaid", "unpaid"),
                            ("due_at_pickup", "due_at_pickup"),
                            ("paid", "paid"),
                            ("done", "done"),
                            ("cancelled", "cancelled"),
                        ],
                        default="unpaid",
                        max_length=14,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=16)),
                ("language", models.CharField(default="id", max_length=5)),
                ("method", models.CharField(max_length=40)),
                ("goods_total", models.DecimalField(decimal_places=0, max_digits=14)),
                ("delivery_total", models.DecimalField(decimal_places=0, max_digits=14)),
                ("discount_total", models.DecimalField(decimal_places=0, default=0, max_digits=14)),
                ("tax_total", models.DecimalField(decimal_places=0, default=0, max_digits=14)),
                ("total", models.DecimalField(decimal_places=0, max_digits=14)),
                ("voucher_code", models.CharField(blank=True, max_length=12)),
                ("placed_at", models.DateTimeField(auto_now_add=True)),
                ("pay_by", models.DateTimeField()),
                ("paid_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "cancel_cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unpaid", "unpaid"),
                            ("buyer", "buyer"),
                            ("facility", "facility"),
                            ("officer", "officer"),
                            ("payment", "payment"),
                        ],
                        max_length=10,
                    ),
                ),
                ("forgotten_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="TaxpayerPeriod",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("number", models.CharField(blank=True, max_length=24)),
            ],
            options={
                "ordering": ("facility", "since"),
            },
        ),
        migrations.CreateModel(
            name="TaxpayerPeriodEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("number", models.CharField(blank=True, max_length=24)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TaxRate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("in_force_from", models.DateField(unique=True)),
                ("percent", models.DecimalField(decimal_places=2, max_digits=5)),
                ("source", models.CharField(max_length=200)),
                ("certainty", models.CharField(max_length=1)),
            ],
            options={
                "ordering": ("in_force_from",),
            },
        ),
        migrations.CreateModel(
            name="TaxRateEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("in_force_from", models.DateField()),
                ("percent", models.DecimalField(decimal_places=2, max_digits=5)),
                ("source", models.CharField(max_length=200)),
                ("certainty", models.CharField(max_length=1)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TransferProof",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=80, unique=True)),
                ("media_type", models.CharField(max_length=40)),
                ("sent_at", models.DateTimeField(auto_now_add=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("accepted", "accepted"),
                            ("refused", "refused"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_name", models.CharField(blank=True, max_length=120)),
                ("note", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="AddressPlace",
            fields=[
                (
                    "address",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="place",
                        serialize=False,
                        to="account.address",
                    ),
                ),
                ("village", models.CharField(blank=True, max_length=80)),
                ("courier_note", models.CharField(blank=True, max_length=140)),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.district",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BasketDelivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("courier", "courier"), ("local", "local"), ("pickup", "pickup")],
                        max_length=8,
                    ),
                ),
                ("service", models.CharField(blank=True, max_length=30)),
                (
                    "checkout",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="checkout.checkout",
                    ),
                ),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.facility",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BasketLine",
            fields=[
                (
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="seen",
                        serialize=False,
                        to="checkout.checkoutline",
                    ),
                ),
                ("unit_price", models.DecimalField(decimal_places=0, max_digits=12)),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.facility",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("version", models.CharField(max_length=10)),
                ("given_at", models.DateTimeField(auto_now_add=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Courier",
            fields=[
                ("code", models.SlugField(max_length=20, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=60)),
                ("divisor", models.PositiveIntegerField(default=6000)),
                ("round_up_from", models.PositiveSmallIntegerField(default=300)),
                ("tracking_url", models.CharField(blank=True, max_length=200)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_on", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ("position", "code"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("divisor__gte", 1)), name="courier_divisor_counts"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("round_up_from__range", (1, 1000))),
                        name="courier_rounds_within_a_kilogram",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="courier",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "orders_courierevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "name", "divisor", "round_up_from", "tracking_url", "position", "is_on") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."code", acting.said, new_values."name", new_values."divisor", new_values."round_up_from", new_values."tracking_url", new_values."position", new_values."is_on" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="6136d011be10fd69cf6013741f86cd3b4d1ed000",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_63f5f",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="orders_courier",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="courier",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "orders_courierevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "name", "divisor", "round_up_from", "tracking_url", "position", "is_on") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."code", acting.said, new_values."name", new_values."divisor", new_values."round_up_from", new_values."tracking_url", new_values."position", new_values."is_on" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."code") = (new_values."code") WHERE (old_values."divisor" IS DISTINCT FROM (new_values."divisor") OR old_values."is_on" IS DISTINCT FROM (new_values."is_on") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."position" IS DISTINCT FROM (new_values."position") OR old_values."round_up_from" IS DISTINCT FROM (new_values."round_up_from") OR old_values."tracking_url" IS DISTINCT FROM (new_values."tracking_url"))) AS new_values, acting; RETURN NULL;',
                    hash="a7d8839151a68d3a6a86a45c63514bd4468c7ba4",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_24042",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="orders_courier",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="courier",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "orders_courierevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "name", "divisor", "round_up_from", "tracking_url", "position", "is_on") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."code", acting.said, old_values."name", old_values."divisor", old_values."round_up_from", old_values."tracking_url", old_values."position", old_values."is_on" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="1607fad8361e4a6686f4503b3e41c43dc7c4967e",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3693a",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="orders_courier",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="courierevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="orders.courier",
            ),
        ),
        migrations.AddField(
            model_name="courierservice",
            name="courier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="services",
                to="orders.courier",
            ),
        ),
        migrations.AddField(
            model_name="courierserviceevent",
            name="courier",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="orders.courier",
            ),
        ),
        migrations.AddField(
            model_name="courierserviceevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="orders.courierservice",
            ),
        ),
        migrations.AddConstraint(
            model_name="facilitydelivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("pickup_discount__lte", 50)), name="offer_discount_at_most_half"
            ),
        ),
        migrations.AddConstraint(
            model_name="facilitydelivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("accept_hours__range", (1, 240))), name="offer_accepts_in_time"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="facilitydelivery",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "orders_facilitydeliveryevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "offers_courier", "offers_pickup", "pickup_discount", "pays_at_pickup", "offers_local", "local_note", "local_note_en", "accept_hours", "handling_days", "without") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."facility_id", acting.said, new_values."offers_courier", new_values."offers_pickup", new_values."pickup_discount", new_values."pays_at_pickup", new_values."offers_local", new_values."local_note", new_values."local_note_en", new_values."accept_hours", new_values."handling_days", new_values."without" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="02bd424cd82ee1a8afe55d014583bd8a77f1bdd7",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_56f16",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="orders_facilitydelivery",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="facilitydelivery",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "orders_facilitydeliveryevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "offers_courier", "offers_pickup", "pickup_discount", "pays_at_pickup", "offers_local", "local_note", "local_note_en", "accept_hours", "handling_days", "without") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."facility_id", acting.said, new_values."offers_courier", new_values."offers_pickup", new_values."pickup_discount", new_values."pays_at_pickup", new_values."offers_local", new_values."local_note", new_values."local_note_en", new_values."accept_hours", new_values."handling_days", new_values."without" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."facility_id") = (new_values."facility_id") WHERE (old_values."accept_hours" IS DISTINCT FROM (new_values."accept_hours") OR old_values."handling_days" IS DISTINCT FROM (new_values."handling_days") OR old_values."local_note" IS DISTINCT FROM (new_values."local_note") OR old_values."local_note_en" IS DISTINCT FROM (new_values."local_note_en") OR old_values."offers_courier" IS DISTINCT FROM (new_values."offers_courier") OR old_values."offers_local" IS DISTINCT FROM (new_values."offers_local") OR old_values."offers_pickup" IS DISTINCT FROM (new_values."offers_pickup") OR old_values."pays_at_pickup" IS DISTINCT FROM (new_values."pays_at_pickup") OR old_values."pickup_discount" IS DISTINCT FROM (new_values."pickup_discount") OR old_values."without" IS DISTINCT FROM (new_values."without"))) AS new_values, acting; RETURN NULL;',
                    hash="95913add4aab81ccaae3d27c79c6720747922c25",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f9507",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="orders_facilitydelivery",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="facilitydelivery",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "orders_facilitydeliveryevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "offers_courier", "offers_pickup", "pickup_discount", "pays_at_pickup", "offers_local", "local_note", "local_note_en", "accept_hours", "handling_days", "without") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."facility_id", acting.said, old_values."offers_courier", old_values."offers_pickup", old_values."pickup_discount", old_values."pays_at_pickup", old_values."offers_local", old_values."local_note", old_values."local_note_en", old_values."accept_hours", old_values."handling_days", old_values."without" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="ffcabe734421927c7e1ee842a3a0b470752d4ed8",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_45a9b",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="orders_facilitydelivery",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="facilitydeliveryevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="orders.facilitydelivery",
            ),
        ),
        migrations.AddField(
            model_name="facilityorder",
            name="facility",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.facility"
            ),
        ),
        migrations.AddField(
            model_name="facilityorderline",
            name="facility_order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="orders.facilityorder",
            ),
        ),
        migrations.AddField(
            model_name="facilityorderline",
            name="order_line",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="facility_line",
                to="order.orderline",
            ),
        ),
        migrations.AddField(
            model_name="facilityorderline",
            name="variant",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="product.productvariant",
            ),
        ),
        migrations.AddConstraint(
            model_name="kinddelivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ["parcel", "pickup", "local_courier"])),
                name="kind_delivery_known",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kinddelivery",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "orders_kinddeliveryevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "way", "within_province", "crosses_with", "reason", "reason_en") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."kind_id", acting.said, new_values."way", new_values."within_province", new_values."crosses_with", new_values."reason", new_values."reason_en" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="b1ccf935f9da9ce0e095e58ec776232cd61021eb",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_25f7b",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="orders_kinddelivery",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kinddelivery",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "orders_kinddeliveryevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "way", "within_province", "crosses_with", "reason", "reason_en") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."kind_id", acting.said, new_values."way", new_values."within_province", new_values."crosses_with", new_values."reason", new_values."reason_en" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."kind_id") = (new_values."kind_id") WHERE (old_values."crosses_with" IS DISTINCT FROM (new_values."crosses_with") OR old_values."reason" IS DISTINCT FROM (new_values."reason") OR old_values."reason_en" IS DISTINCT FROM (new_values."reason_en") OR old_values."way" IS DISTINCT FROM (new_values."way") OR old_values."within_province" IS DISTINCT FROM (new_values."within_province"))) AS new_values, acting; RETURN NULL;',
                    hash="8d86dbf6674e1eb73ed45f668da773d492138bf3",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_462ca",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="orders_kinddelivery",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kinddelivery",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "orders_kinddeliveryevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "way", "within_province", "crosses_with", "reason", "reason_en") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."kind_id", acting.said, old_values."way", old_values."within_province", old_values."crosses_with", old_values."reason", old_values."reason_en" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="f39a618b6d2c580fbc924093f577fec9f9592ee4",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_84d85",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="orders_kinddelivery",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="kinddeliveryevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="orders.kinddelivery",
            ),
        ),
        migrations.AddField(
            model_name="orderstep",
            name="facility",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalog.facility",
            ),
        ),
        migrations.AddField(
            model_name="orderstep",
            name="facility_order",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="steps",
                to="orders.facilityorder",
            ),
        ),
        migrations.AddField(
            model_name="packedsize",
            name="facility",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.facility"
            ),
        ),
        migrations.AddField(
            model_name="packedsizeevent",
            name="facility",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.facility",
            ),
        ),
        migrations.AddField(
            model_name="packedsizeevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="orders.packedsize",
            ),
        ),
        migrations.AddField(
            model_name="parcel",
            name="facility_order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parcels",
                to="orders.facilityorder",
            ),
        ),
        migrations.AddField(
            model_name="parcel",
            name="fulfillment",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parcel",
                to="order.fulfillment",
            ),
        ),
        migrations.AddField(
            model_name="parcelline",
            name="line",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="orders.facilityorderline",
            ),
        ),
        migrations.AddField(
            model_name="parcelline",
            name="parcel",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="orders.parcel",
            ),
        ),
        migrations.AddField(
            model_name="moneymove",
            name="attempt",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="moves",
                to="orders.paymentattempt",
            ),
        ),
        migrations.AddField(
            model_name="paymentnotice",
            name="attempt",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices",
                to="orders.paymentattempt",
            ),
        ),
        migrations.AddField(
            model_name="proceedsentry",
            name="facility",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.facility"
            ),
        ),
        migrations.AddField(
            model_name="proceedsentry",
            name="facility_order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proceeds",
                to="orders.facilityorder",
            ),
        ),
        migrations.AddField(
            model_name="proceedsentry",
            name="line",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="orders.facilityorderline",
            ),
        ),
        migrations.AddField(
            model_name="proceedsentry",
            name="move",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proceeds",
                to="orders.moneymove",
            ),
        ),
        migrations.AddField(
            model_name="refund",
            name="attempt",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="refunds",
                to="orders.paymentattempt",
            ),
        ),
        migrations.AddField(
            model_name="refund",
            name="facility_order",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="refunds",
                to="orders.facilityorder",
            ),
        ),
        migrations.AddField(
            model_name="moneymove",
            name="refund",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="moves",
                to="orders.refund",
            ),
        ),
        migrations.AddField(
            model_name="returnline",
            name="line",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="orders.facilityorderline",
            ),
        ),
        migrations.AddField(
            model_name="returnrequest",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="returnrequest",
            name="facility",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.facility"
            ),
        ),
        migrations.AddField(
            model_name="returnrequest",
            name="facility_order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="returns",
                to="orders.facilityorder",
            ),
        ),
        migrations.AddField(
            model_name="returnrequest",
            name="refund",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="return_request",
                to="orders.refund",
            ),
        ),
        migrations.AddField(
            model_name="returnphoto",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="photos",
                to="orders.returnrequest",
            ),
        ),
        migrations.AddField(
            model_name="returnline",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="lines",
                to="orders.returnrequest",
            ),
        ),
        migrations.AddField(
            model_name="returnrequestevent",
            name="decided_by",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="returnrequestevent",
            name="facility",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.facility",
            ),
        ),
        migrations.AddField(
            model_name="returnrequestevent",
            name="facility_order",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="orders.facilityorder",
            ),
        ),
        migrations.AddField(
            model_name="returnrequestevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="orders.returnrequest",
            ),
        ),
        migrations.AddField(
            model_name="returnrequestevent",
            name="refund",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="orders.refund",
            ),
        ),
        migrations.AddField(
            model_name="sharerule",
            name="facility",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="catalog.facility",
            ),
        ),
        migrations.AddField(
            model_name="proceedsentry",
            name="rule",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="orders.sharerule",
            ),
        ),
        migrations.AddField(
            model_name="shareruleevent",
            name="facility",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.facility",
            ),
        ),
        migrations.AddField(
            model_name="shareruleevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="orders.sharerule",
            ),
        ),
        migrations.AddField(
            model_name="shippingrate",
            name="service",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="rates",
                to="orders.courierservice",
            ),
        ),
        migrations.CreateModel(
            name="VoucherUse",
            fields=[
                (
                    "shop_order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="voucher_use",
                        serialize=False,
                        to="orders.shoporder",
                    ),
                ),
                ("buyer", models.CharField(max_length=254)),
                ("once", models.BooleanField(default=False)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("given_back_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name="shoporder",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="refund",
            name="shop_order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="refunds",
                to="orders.shoporder",
            ),
        ),
        migrations.AddField(
            model_name="paymentattempt",
            name="shop_order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attempts",
                to="orders.shoporder",
            ),
        ),
        migrations.AddField(
            model_name="orderstep",
            name="shop_order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="steps",
                to="orders.shoporder",
            ),
        ),
        migrations.AddField(
            model_name="moneymove",
            name="shop_order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="money_moves",
                to="orders.shoporder",
            ),
        ),
        migrations.AddField(
            model_name="facilityorder",
            name="shop_order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="facility_orders",
                to="orders.shoporder",
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="shop_order",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="orders.shoporder",
            ),
        ),
        migrations.AddField(
            model_name="taxpayerperiod",
            name="facility",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.facility"
            ),
        ),
        migrations.AddField(
            model_name="taxpayerperiodevent",
            name="facility",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.facility",
            ),
        ),
        migrations.AddField(
            model_name="taxpayerperiodevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="orders.taxpayerperiod",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taxrate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "orders_taxrateevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "in_force_from", "percent", "source", "certainty") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."in_force_from", new_values."percent", new_values."source", new_values."certainty" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="9e72b9a301428878b9e368c62043303d038da712",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3d2d6",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="orders_taxrate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taxrate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "orders_taxrateevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "in_force_from", "percent", "source", "certainty") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."in_force_from", new_values."percent", new_values."source", new_values."certainty" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."certainty" IS DISTINCT FROM (new_values."certainty") OR old_values."in_force_from" IS DISTINCT FROM (new_values."in_force_from") OR old_values."percent" IS DISTINCT FROM (new_values."percent") OR old_values."source" IS DISTINCT FROM (new_values."source"))) AS new_values, acting; RETURN NULL;',
                    hash="c591e58f246802dd6863142f6f344c6638d9056e",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_dbff5",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="orders_taxrate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taxrate",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "orders_taxrateevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "in_force_from", "percent", "source", "certainty") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."in_force_from", old_values."percent", old_values."source", old_values."certainty" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="f928d540424950a404afe1a84b57b26ebda71085",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0ee9b",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="orders_taxrate",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="taxrateevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="orders.taxrate",
            ),
        ),
        migrations.AddField(
            model_name="transferproof",
            name="attempt",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proofs",
                to="orders.paymentattempt",
            ),
        ),
        migrations.AddField(
            model_name="transferproof",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="basketdelivery",
            constraint=models.UniqueConstraint(
                models.F("checkout"), models.F("facility"), name="basket_delivery_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="basketdelivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["courier", "local", "pickup"])),
                name="basket_delivery_known",
            ),
        ),
        migrations.AddIndex(
            model_name="courierevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="courier_obj_history"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="courierservice",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "orders_courierserviceevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "courier_id", "name", "name_en", "most_grams", "position", "is_on") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."code", acting.said, new_values."courier_id", new_values."name", new_values."name_en", new_values."most_grams", new_values."position", new_values."is_on" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="fa65941ba44e77c6166948adfd87096d0a7e7d3c",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0d16b",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="orders_courierservice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="courierservice",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "orders_courierserviceevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "courier_id", "name", "name_en", "most_grams", "position", "is_on") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."code", acting.said, new_values."courier_id", new_values."name", new_values."name_en", new_values."most_grams", new_values."position", new_values."is_on" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."code") = (new_values."code") WHERE (old_values."courier_id" IS DISTINCT FROM (new_values."courier_id") OR old_values."is_on" IS DISTINCT FROM (new_values."is_on") OR old_values."most_grams" IS DISTINCT FROM (new_values."most_grams") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."name_en" IS DISTINCT FROM (new_values."name_en") OR old_values."position" IS DISTINCT FROM (new_values."position"))) AS new_values, acting; RETURN NULL;',
                    hash="e73c0a41432de21b4529af90def3c3b0fb96d81b",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_09b9f",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="orders_courierservice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="courierservice",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "orders_courierserviceevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "courier_id", "name", "name_en", "most_grams", "position", "is_on") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."code", acting.said, old_values."courier_id", old_values."name", old_values."name_en", old_values."most_grams", old_values."position", old_values."is_on" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="97ac146736634d10c28fd7c03a42698684fc753a",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_26e49",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="orders_courierservice",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="courierserviceevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="courierservice_obj_history"),
        ),
        migrations.AddIndex(
            model_name="facilitydeliveryevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="facilitydelivery_obj_history"),
        ),
        migrations.AddConstraint(
            model_name="facilityorderline",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gte", 1)), name="order_line_has_pieces"
            ),
        ),
        migrations.AddConstraint(
            model_name="facilityorderline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "quantity__gte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("cancelled"), "+", models.F("handed_over")
                        ),
                    )
                ),
                name="order_line_no_more_than_ordered",
            ),
        ),
        migrations.AddConstraint(
            model_name="facilityorderline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "discount__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("unit_price"), "*", models.F("quantity")
                        ),
                    )
                ),
                name="order_line_discount_within",
            ),
        ),
        migrations.AddIndex(
            model_name="kinddeliveryevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="kinddelivery_obj_history"),
        ),
        migrations.AddConstraint(
            model_name="packedsize",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("length__range", (1, 400)),
                    ("width__range", (1, 400)),
                    ("height__range", (1, 400)),
                ),
                name="packed_size_fits",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="packedsize",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "orders_packedsizeevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "facility_id", "length", "width", "height") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."listing_id", acting.said, new_values."facility_id", new_values."length", new_values."width", new_values."height" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="f7b30d9006bf5f4accf40b04e2ed32a76c6a0a28",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_de7f8",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="orders_packedsize",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="packedsize",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "orders_packedsizeevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "facility_id", "length", "width", "height") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."listing_id", acting.said, new_values."facility_id", new_values."length", new_values."width", new_values."height" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."listing_id") = (new_values."listing_id") WHERE (old_values."facility_id" IS DISTINCT FROM (new_values."facility_id") OR old_values."height" IS DISTINCT FROM (new_values."height") OR old_values."length" IS DISTINCT FROM (new_values."length") OR old_values."width" IS DISTINCT FROM (new_values."width"))) AS new_values, acting; RETURN NULL;',
                    hash="c5212b472bfaa86ee679f28563d61edd7b76a725",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ba199",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="orders_packedsize",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="packedsize",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "orders_packedsizeevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "facility_id", "length", "width", "height") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."listing_id", acting.said, old_values."facility_id", old_values."length", old_values."width", old_values."height" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="25d556e9b2cf6bfc24f75cf9301dba3667100a1f",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d5a77",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="orders_packedsize",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="packedsizeevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="packedsize_obj_history"),
        ),
        migrations.AddConstraint(
            model_name="parcelline",
            constraint=models.UniqueConstraint(
                models.F("parcel"), models.F("line"), name="parcel_line_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="parcelline",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gte", 1)), name="parcel_line_has_pieces"
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentnotice",
            constraint=models.UniqueConstraint(
                models.F("provider"), models.F("event"), name="notice_once"
            ),
        ),
        migrations.AddIndex(
            model_name="returnrequest",
            index=models.Index(
                condition=models.Q(("state", "asked")), fields=["asked_at"], name="return_queue"
            ),
        ),
        migrations.AddConstraint(
            model_name="returnrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "asked")),
                fields=("facility_order",),
                name="return_waits_once",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="returnrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "orders_returnrequestevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "facility_order_id", "facility_id", "refund_id", "decided_by_id", "reason", "asked_at", "state", "note", "decided_at", "decided_name") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."facility_order_id", new_values."facility_id", new_values."refund_id", new_values."decided_by_id", new_values."reason", new_values."asked_at", new_values."state", new_values."note", new_values."decided_at", new_values."decided_name" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="1054527d9e309929438b0fc4c1520aa5e0250c17",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e0e8b",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="orders_returnrequest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="returnrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "orders_returnrequestevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "facility_order_id", "facility_id", "refund_id", "decided_by_id", "reason", "asked_at", "state", "note", "decided_at", "decided_name") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."facility_order_id", new_values."facility_id", new_values."refund_id", new_values."decided_by_id", new_values."reason", new_values."asked_at", new_values."state", new_values."note", new_values."decided_at", new_values."decided_name" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."asked_at" IS DISTINCT FROM (new_values."asked_at") OR old_values."decided_at" IS DISTINCT FROM (new_values."decided_at") OR old_values."decided_by_id" IS DISTINCT FROM (new_values."decided_by_id") OR old_values."decided_name" IS DISTINCT FROM (new_values."decided_name") OR old_values."facility_id" IS DISTINCT FROM (new_values."facility_id") OR old_values."facility_order_id" IS DISTINCT FROM (new_values."facility_order_id") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."reason" IS DISTINCT FROM (new_values."reason") OR old_values."refund_id" IS DISTINCT FROM (new_values."refund_id") OR old_values."state" IS DISTINCT FROM (new_values."state"))) AS new_values, acting; RETURN NULL;',
                    hash="e6437bcf72cfdee4fac60e189f1d39008b163ab4",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_bac06",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="orders_returnrequest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="returnrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "orders_returnrequestevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "facility_order_id", "facility_id", "refund_id", "decided_by_id", "reason", "asked_at", "state", "note", "decided_at", "decided_name") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."facility_order_id", old_values."facility_id", old_values."refund_id", old_values."decided_by_id", old_values."reason", old_values."asked_at", old_values."state", old_values."note", old_values."decided_at", old_values."decided_name" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="61f5eb7cb4067ee3e9df6c88b638224e216675a8",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b7f28",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="orders_returnrequest",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="returnline",
            constraint=models.UniqueConstraint(
                models.F("request"), models.F("line"), name="return_line_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="returnline",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gte", 1)), name="return_line_has_pieces"
            ),
        ),
        migrations.AddIndex(
            model_name="returnrequestevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="returnrequest_obj_history"),
        ),
        migrations.AddIndex(
            model_name="returnrequestevent",
            index=models.Index(
                fields=["facility_order", "-pgh_id"], name="returnrequest_facili_history"
            ),
        ),
        migrations.AddConstraint(
            model_name="sharerule",
            constraint=models.UniqueConstraint(
                models.F("facility"),
                models.F("in_force_from"),
                name="share_rule_once_a_day",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="sharerule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "capital",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.Value(10000), "-", models.F("premi")
                            ),
                            "-",
                            models.F("pnbp"),
                        ),
                    )
                ),
                name="share_rule_adds_up",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sharerule",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "orders_shareruleevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "facility_id", "in_force_from", "premi", "pnbp", "capital", "source", "certainty") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."facility_id", new_values."in_force_from", new_values."premi", new_values."pnbp", new_values."capital", new_values."source", new_values."certainty" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="d7699738c673911a3d9a45579c41dcd1ea074e1b",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b7fb5",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="orders_sharerule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sharerule",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "orders_shareruleevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "facility_id", "in_force_from", "premi", "pnbp", "capital", "source", "certainty") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."facility_id", new_values."in_force_from", new_values."premi", new_values."pnbp", new_values."capital", new_values."source", new_values."certainty" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."capital" IS DISTINCT FROM (new_values."capital") OR old_values."certainty" IS DISTINCT FROM (new_values."certainty") OR old_values."facility_id" IS DISTINCT FROM (new_values."facility_id") OR old_values."in_force_from" IS DISTINCT FROM (new_values."in_force_from") OR old_values."pnbp" IS DISTINCT FROM (new_values."pnbp") OR old_values."premi" IS DISTINCT FROM (new_values."premi") OR old_values."source" IS DISTINCT FROM (new_values."source"))) AS new_values, acting; RETURN NULL;',
                    hash="405cf7cb8c58b2a08199f3e3e3e960b34d5041fd",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b39ce",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="orders_sharerule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sharerule",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "orders_shareruleevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "facility_id", "in_force_from", "premi", "pnbp", "capital", "source", "certainty") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."facility_id", old_values."in_force_from", old_values."premi", old_values."pnbp", old_values."capital", old_values."source", old_values."certainty" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="0bf4bf16e8c68aa08b797cf6ae4bdb3d0a7684b0",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1d166",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="orders_sharerule",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="proceedsentry",
            index=models.Index(
                fields=["facility", "month"], include=("share", "amount"), name="proceeds_month"
            ),
        ),
        migrations.AddConstraint(
            model_name="proceedsentry",
            constraint=models.UniqueConstraint(
                models.F("move"),
                models.F("facility_order"),
                models.F("line"),
                models.F("share"),
                name="proceeds_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="proceedsentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("share__in", ["premi", "pnbp", "capital", "delivery", "tax"])),
                name="proceeds_share_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="proceedsentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount", 0), _negated=True), name="proceeds_not_nothing"
            ),
        ),
        migrations.AddIndex(
            model_name="shareruleevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="sharerule_obj_history"),
        ),
        migrations.AddIndex(
            model_name="shareruleevent",
            index=models.Index(fields=["facility", "-pgh_id"], name="sharerule_facility_history"),
        ),
        migrations.AddIndex(
            model_name="shippingrate",
            index=models.Index(fields=["destination", "origin"], name="rate_places"),
        ),
        migrations.AddConstraint(
            model_name="shippingrate",
            constraint=models.UniqueConstraint(
                models.F("service"), models.F("origin"), models.F("destination"), name="rate_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="shippingrate",
            constraint=models.CheckConstraint(
                condition=models.Q(("first_kg__gte", 0), ("next_kg__gte", 0)),
                name="rate_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="shippingrate",
            constraint=models.CheckConstraint(
                condition=models.Q(("days_max__gte", models.F("days_min"))),
                name="rate_days_in_order",
            ),
        ),
        migrations.AddField(
            model_name="voucheruse",
            name="voucher",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="discount.voucher"
            ),
        ),
        migrations.AddIndex(
            model_name="shoporder",
            index=models.Index(
                condition=models.Q(("state", "unpaid")), fields=["pay_by"], name="shop_order_due"
            ),
        ),
        migrations.AddIndex(
            model_name="shoporder",
            index=models.Index(fields=["user", "-order"], name="shop_order_of_user"),
        ),
        migrations.AddIndex(
            model_name="shoporder",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", False), ("forgotten_at__isnull", True)),
                fields=["ended_at"],
                name="shop_order_to_forget",
            ),
        ),
        migrations.AddConstraint(
            model_name="shoporder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["unpaid", "due_at_pickup", "paid", "done", "cancelled"])
                ),
                name="shop_order_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="shoporder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "total",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("goods_total"), "+", models.F("delivery_total")
                            ),
                            "-",
                            models.F("discount_total"),
                        ),
                    ),
                    ("total__gte", 0),
                ),
                name="shop_order_adds_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="shoporder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("paid", "done")), _negated=True),
                    ("paid_at__isnull", False),
                    _connector="OR",
                ),
                name="shop_order_paid_has_a_time",
            ),
        ),
        migrations.AddIndex(
            model_name="refund",
            index=models.Index(
                condition=models.Q(("state", "done"), _negated=True),
                fields=["made_at"],
                name="refund_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="refund_has_an_amount"
            ),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["to_do", "asked", "by_hand", "done", "failed"])),
                name="refund_state_known",
            ),
        ),
        migrations.AddIndex(
            model_name="paymentattempt",
            index=models.Index(
                condition=models.Q(("state__in", ("new", "open"))),
                fields=["made_at"],
                name="attempt_not_over",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentattempt",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("new", "open"))),
                fields=("shop_order",),
                name="attempt_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentattempt",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reference", ""), _negated=True),
                fields=("provider", "reference"),
                name="attempt_reference_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentattempt",
            constraint=models.UniqueConstraint(
                condition=models.Q(("provider", "transfer"), ("state__in", ("new", "open"))),
                fields=("amount",),
                name="transfer_amount_its_own",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentattempt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["new", "open", "paid", "failed", "expired", "cancelled"])
                ),
                name="attempt_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentattempt",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="attempt_has_an_amount"
            ),
        ),
        migrations.AddIndex(
            model_name="orderstep",
            index=models.Index(fields=["facility", "-id"], name="order_step_facility"),
        ),
        migrations.AddConstraint(
            model_name="orderstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "placed",
                            "paid",
                            "accepted",
                            "late",
                            "packed",
                            "unpacked",
                            "shipped",
                            "ready",
                            "delivered",
                            "picked_up",
                            "cancel_asked",
                            "cancelled",
                            "refund_begun",
                            "refunded",
                            "return_asked",
                            "return_decided",
                        ],
                    )
                ),
                name="order_step_known",
            ),
        ),
        migrations.AddIndex(
            model_name="moneymove",
            index=models.Index(fields=["at"], name="money_move_at"),
        ),
        migrations.AddConstraint(
            model_name="moneymove",
            constraint=models.UniqueConstraint(
                models.F("provider"),
                models.F("kind"),
                models.F("reference"),
                name="money_moved_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="moneymove",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="money_move_has_an_amount"
            ),
        ),
        migrations.AddConstraint(
            model_name="moneymove",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["captured", "refunded", "disputed", "dispute_won"])
                ),
                name="money_move_known",
            ),
        ),
        migrations.AddIndex(
            model_name="facilityorder",
            index=models.Index(fields=["facility", "state", "id"], name="facility_order_queue"),
        ),
        migrations.AddIndex(
            model_name="facilityorder",
            index=models.Index(fields=["facility", "-id"], name="facility_order_newest"),
        ),
        migrations.AddConstraint(
            model_name="facilityorder",
            constraint=models.UniqueConstraint(
                models.F("shop_order"), models.F("facility"), name="facility_order_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="facilityorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "waiting",
                            "to_accept",
                            "accepted",
                            "packed",
                            "ready",
                            "shipped",
                            "done",
                            "cancelled",
                        ],
                    )
                ),
                name="facility_order_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="facilityorder",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["courier", "local", "pickup"])),
                name="facility_order_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="facilityorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "cancelled"), _negated=True),
                    ("cancelled_at__isnull", False),
                    _connector="OR",
                ),
                name="facility_order_cancelled_has_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="taxpayerperiod",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until__isnull", True)),
                fields=("facility",),
                name="taxpayer_once",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taxpayerperiod",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "orders_taxpayerperiodevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "facility_id", "since", "until", "number") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."facility_id", new_values."since", new_values."until", new_values."number" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="92eaa43d2f44749452eb59e9a4d2417bf9224c22",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2c8a4",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="orders_taxpayerperiod",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taxpayerperiod",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "orders_taxpayerperiodevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "facility_id", "since", "until", "number") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."facility_id", new_values."since", new_values."until", new_values."number" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."facility_id" IS DISTINCT FROM (new_values."facility_id") OR old_values."number" IS DISTINCT FROM (new_values."number") OR old_values."since" IS DISTINCT FROM (new_values."since") OR old_values."until" IS DISTINCT FROM (new_values."until"))) AS new_values, acting; RETURN NULL;',
                    hash="590975cf6cd32d483f30c405fa19ada35cb6d810",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_28eeb",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="orders_taxpayerperiod",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="taxpayerperiod",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "orders_taxpayerperiodevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "facility_id", "since", "until", "number") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."facility_id", old_values."since", old_values."until", old_values."number" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="9ad3d633671e6d78115f6c41f73698f1098d9d7a",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_826fb",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="orders_taxpayerperiod",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="taxpayerperiodevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="taxpayerperiod_obj_history"),
        ),
        migrations.AddIndex(
            model_name="taxpayerperiodevent",
            index=models.Index(fields=["facility", "-pgh_id"], name="taxpayerperiod_facil_history"),
        ),
        migrations.AddIndex(
            model_name="taxrateevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="taxrate_obj_history"),
        ),
        migrations.AddIndex(
            model_name="transferproof",
            index=models.Index(
                condition=models.Q(("state", "waiting")), fields=["sent_at"], name="proof_waits"
            ),
        ),
        migrations.AddConstraint(
            model_name="voucheruse",
            constraint=models.UniqueConstraint(
                condition=models.Q(("given_back_at__isnull", True), ("once", True)),
                fields=("voucher", "buyer"),
                name="voucher_once_a_buyer",
            ),
        ),
    ]
