"""A facility may say that it is too late to cancel."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q

KINDS = (
    *("placed", "paid", "accepted", "late", "packed", "unpacked", "shipped", "ready"),
    *("delivered", "picked_up", "cancel_asked", "cancel_declined", "cancelled"),
    *("refund_begun", "refunded", "return_asked", "return_decided"),
)


class Migration(migrations.Migration):
    """One more kind of step."""

    dependencies = [("orders", "0008_told")]

    operations = [
        migrations.AlterField(
            model_name="orderstep",
            name="kind",
            field=models.CharField(choices=[(kind, kind) for kind in KINDS], max_length=16),
        ),
        migrations.RemoveConstraint(model_name="orderstep", name="order_step_known"),
        migrations.AddConstraint(
            model_name="orderstep",
            constraint=models.CheckConstraint(condition=Q(kind__in=KINDS), name="order_step_known"),
        ),
    ]
