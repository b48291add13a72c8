"""Certificates, what they cover, clearances."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalog", "0001_tables"),
        ("product", "0117_auto_20200423_0737"),
    ]

    operations = [
        migrations.CreateModel(
            name="CertificateKind",
            fields=[
                (
                    "code",
                    models.CharField(max_length=24, primary_key=True, serialize=False),
                ),
                ("group", models.CharField(max_length=10)),
                ("label", models.CharField(max_length=80)),
                ("label_en", models.CharField(max_length=80)),
                ("short", models.CharField(max_length=24)),
                ("short_en", models.CharField(max_length=24)),
                ("issuer", models.CharField(max_length=160)),
                ("issuer_en", models.CharField(max_length=160)),
                ("number_pattern", models.CharField(blank=True, max_length=300)),
                (
                    "validity",
                    models.CharField(
                        choices=[
                            ("fixed", "until a date"),
                            ("none", "without end"),
                            ("recipe", "while the recipe is unchanged"),
                        ],
                        max_length=8,
                    ),
                ),
                ("term_years", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("portal_name", models.CharField(max_length=80)),
                ("portal_url", models.URLField(blank=True)),
                ("verify_url_template", models.CharField(blank=True, max_length=300)),
                ("verify_steps", models.TextField()),
                ("verify_steps_en", models.TextField()),
                ("tells_buyer", models.TextField()),
                ("tells_buyer_en", models.TextField()),
                ("source", models.TextField()),
                ("certainty", models.CharField(max_length=1)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ("position", "code"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("certainty__in", ("V", "I", "U"))),
                        name="kind_certainty_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("scheme", models.CharField(blank=True, max_length=40)),
                ("number_raw", models.CharField(max_length=80)),
                ("number_norm", models.CharField(max_length=80)),
                ("holder_name", models.CharField(max_length=160)),
                ("holder_is_person", models.BooleanField(default=False)),
                ("holder_address", models.CharField(blank=True, max_length=200)),
                ("issuer", models.CharField(blank=True, max_length=160)),
                ("legal_basis", models.CharField(blank=True, max_length=200)),
                ("issued_on", models.DateField(blank=True, null=True)),
                ("expires_on", models.DateField(blank=True, null=True)),
                ("printed_expiry", models.DateField(blank=True, null=True)),
                ("last_surveillance_on", models.DateField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("filed", "Diajukan"),
                            ("unverified", "Belum diperiksa"),
                            ("verified", "Diperiksa"),
                            ("on_hold", "Ditahan (resep berubah)"),
                            ("revoked", "Dicabut"),
                            ("expired", "Berakhir"),
                        ],
                        default="unverified",
                        max_length=10,
                    ),
                ),
                ("verified_on", models.DateField(blank=True, null=True)),
                ("verified_by", models.CharField(blank=True, max_length=120)),
                ("parse_result", models.JSONField(blank=True, default=dict)),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="catalog.facility",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="legality.certificatekind",
                    ),
                ),
            ],
            options={
                "ordering": ("kind__position", "pk"),
            },
        ),
        migrations.CreateModel(
            name="ClearanceRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("ruleset", models.CharField(max_length=40)),
                (
                    "certificate_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("valid_until", models.DateField(null=True)),
                ("given_at", models.DateTimeField(auto_now_add=True)),
                ("given_by", models.CharField(max_length=120)),
                (
                    "listing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clearances",
                        to="catalog.listing",
                    ),
                ),
            ],
            options={
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="CertificateCover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "brand",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="certificate_covers",
                        to="catalog.brand",
                    ),
                ),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="covers",
                        to="legality.certificate",
                    ),
                ),
                (
                    "facility",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="certificate_covers",
                        to="catalog.facility",
                    ),
                ),
                (
                    "listing",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="certificate_covers",
                        to="catalog.listing",
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="product.productvariant",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("brand__isnull", True),
                                ("facility__isnull", True),
                                ("listing__isnull", False),
                            ),
                            models.Q(
                                ("listing__isnull", True),
                                ("variant__isnull", True),
                                models.Q(
                                    models.Q(
                                        ("brand__isnull", True),
                                        ("facility__isnull", False),
                                    ),
                                    models.Q(
                                        ("brand__isnull", False),
                                        ("facility__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="cover_exactly_one",
                    ),
                    models.UniqueConstraint(
                        models.F("certificate"),
                        models.F("listing"),
                        models.F("variant"),
                        models.F("facility"),
                        models.F("brand"),
                        name="cover_once",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(fields=["number_norm"], name="certificate_number"),
        ),
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(
                condition=models.Q(("state", "verified")),
                fields=["expires_on"],
                name="certificate_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(
                models.F("kind"),
                models.F("number_norm"),
                name="certificate_number_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("expires_on__isnull", True),
                    ("issued_on__isnull", True),
                    ("expires_on__gte", models.F("issued_on")),
                    _connector="OR",
                ),
                name="certificate_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "verified"), _negated=True),
                    ("verified_on__isnull", False),
                    _connector="OR",
                ),
                name="certificate_verified_has_a_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "filed",
                            "unverified",
                            "verified",
                            "on_hold",
                            "revoked",
                            "expired",
                        ],
                    )
                ),
                name="certificate_state_known",
            ),
        ),
    ]
