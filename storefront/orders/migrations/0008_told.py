"""Mails of orders, each once; guesses at orders' second keys."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SHOP = "catalog_may_change(NULL)"
NOBODYS = "NULL::bigint"
TABLES = ("orders_ordermail", "orders_keyguess")


class Migration(migrations.Migration):
    """Two tables, the shop's alone."""

    dependencies = [
        ("orders", "0007_refunds_within"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KeyGuess",
            fields=[
                (
                    "what",
                    models.CharField(max_length=64, primary_key=True, serialize=False),
                ),
                ("begun_at", models.DateTimeField()),
                ("failures", models.PositiveIntegerField(default=1)),
            ],
            options={
                "indexes": [models.Index(fields=["begun_at"], name="key_guess_begun")],
            },
        ),
        migrations.CreateModel(
            name="OrderMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=16)),
                ("part", models.BigIntegerField(default=0)),
                ("about", models.BigIntegerField(default=0)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "shop_order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mails",
                        to="orders.shoporder",
                    ),
                ),
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
            options={"ordering": ("pk",)},
        ),
        migrations.AddConstraint(
            model_name="ordermail",
            constraint=models.UniqueConstraint(
                models.F("shop_order"),
                models.F("kind"),
                models.F("part"),
                models.F("about"),
                models.F("user"),
                name="order_mail_once",
                nulls_distinct=False,
            ),
        ),
        *[
            migrations.RunSQL(
                f"SELECT catalog_guard('{table}', '{SHOP}');"
                f" SELECT catalog_hide('{table}', '{NOBODYS}')",
                f"SELECT catalog_unguard('{table}')",
            )
            for table in TABLES
        ],
    ]
