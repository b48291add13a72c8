"""Who is what, where, from when to when."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0009_search_share"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("central_officer", "central_officer"),
                            ("auditor", "auditor"),
                            ("regional_officer", "regional_officer"),
                            ("regional_head", "regional_head"),
                            ("facility_operator", "facility_operator"),
                            ("facility_head", "facility_head"),
                            ("board_editor", "board_editor"),
                            ("board_viewer", "board_viewer"),
                        ],
                        max_length=20,
                    ),
                ),
                ("begins_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "facility",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="catalog.facility",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="catalog.regionaloffice",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="catalog.partner",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("facility__isnull", False),
                                ("office__isnull", True),
                                ("partner__isnull", True),
                                ("role__in", ["facility_operator", "facility_head"]),
                            ),
                            models.Q(
                                ("facility__isnull", True),
                                ("office__isnull", False),
                                ("partner__isnull", True),
                                ("role__in", ["regional_officer", "regional_head"]),
                            ),
                            models.Q(
                                ("facility__isnull", True),
                                ("office__isnull", True),
                                ("partner__isnull", False),
                                ("role__in", ["board_editor", "board_viewer"]),
                            ),
                            models.Q(
                                ("facility__isnull", True),
                                ("office__isnull", True),
                                ("partner__isnull", True),
                                ("role__in", ["central_officer", "auditor"]),
                            ),
                            _connector="OR",
                        ),
                        name="membership_place_fits_role",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True),
                            ("ends_at__gte", models.F("begins_at")),
                            _connector="OR",
                        ),
                        name="membership_ends_after_it_begins",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("user", "="),
                            ("role", "="),
                            (django.db.models.functions.comparison.Coalesce("facility", 0), "="),
                            (django.db.models.functions.comparison.Coalesce("office", 0), "="),
                            (django.db.models.functions.comparison.Coalesce("partner", 0), "="),
                            (
                                models.Func(
                                    "begins_at",
                                    "ends_at",
                                    function="tstzrange",
                                    output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="membership_once_at_a_time",
                    ),
                ],
            },
        ),
    ]
