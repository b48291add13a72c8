"""Tables of the catalogue, with the extensions that their constraints and indexes need."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.contrib.postgres.operations import (
    BtreeGistExtension,
    TrigramExtension,
    UnaccentExtension,
)
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("product", "0117_auto_20200423_0737"),
        ("warehouse", "0009_remove_invalid_allocation"),
    ]

    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        UnaccentExtension(),
        migrations.CreateModel(
            name="Brand",
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
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=60)),
            ],
            options={
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="Facility",
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
                ("slug", models.SlugField(max_length=80, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("lapas", "Lapas"),
                            ("lapas_narkotika", "Lapas Narkotika"),
                            ("lapas_perempuan", "Lapas Perempuan"),
                            ("lapas_terbuka", "Lapas Terbuka"),
                            ("rutan", "Rutan"),
                            ("lpka", "LPKA"),
                            ("bapas", "Bapas"),
                        ],
                        max_length=20,
                    ),
                ),
                ("klass", models.CharField(blank=True, max_length=4)),
                ("official_name", models.CharField(max_length=160)),
                ("short_name", models.CharField(max_length=60)),
                ("place", models.SlugField(max_length=40)),
                (
                    "satker_code",
                    models.CharField(blank=True, max_length=6, null=True, unique=True),
                ),
                ("address", models.CharField(max_length=200)),
                ("phone", models.CharField(blank=True, max_length=16)),
                ("whatsapp", models.CharField(blank=True, max_length=16)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("craft_line", models.CharField(blank=True, max_length=140)),
                ("craft_line_en", models.CharField(blank=True, max_length=140)),
                ("story", models.TextField(blank=True)),
                ("story_en", models.TextField(blank=True)),
                ("is_open", models.BooleanField(default=True)),
                (
                    "warehouse",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="warehouse.warehouse",
                    ),
                ),
            ],
            options={
                "ordering": ("short_name",),
            },
        ),
        migrations.CreateModel(
            name="Province",
            fields=[
                (
                    "code",
                    models.CharField(max_length=2, primary_key=True, serialize=False),
                ),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=80)),
                ("name_en", models.CharField(max_length=80)),
                (
                    "zone",
                    models.CharField(
                        choices=[
                            ("WIB", "Asia/Jakarta"),
                            ("WITA", "Asia/Makassar"),
                            ("WIT", "Asia/Jayapura"),
                        ],
                        max_length=4,
                    ),
                ),
            ],
            options={
                "ordering": ("code",),
            },
        ),
        migrations.CreateModel(
            name="AuditEntry",
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
                ("at", models.DateTimeField(auto_now_add=True)),
                ("actor_role", models.CharField(max_length=24)),
                ("actor_name", models.CharField(max_length=120)),
                ("action", models.CharField(max_length=60)),
                ("subject_table", models.CharField(max_length=60)),
                ("subject_id", models.CharField(max_length=40)),
                ("detail", models.JSONField(default=dict)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["subject_table", "subject_id", "-at"],
                        name="audit_subject",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Listing",
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
                ("slug", models.SlugField(max_length=120, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("submitted", "submitted"),
                            ("published", "published"),
                            ("suspended", "suspended"),
                            ("archived", "archived"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                (
                    "delivery",
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
                (
                    "lead_time_days",
                    models.PositiveSmallIntegerField(blank=True, null=True),
                ),
                (
                    "buyer_limit",
                    models.PositiveSmallIntegerField(blank=True, null=True),
                ),
                (
                    "net_weight_grams",
                    models.PositiveIntegerField(blank=True, null=True),
                ),
                (
                    "best_before_days",
                    models.PositiveSmallIntegerField(blank=True, null=True),
                ),
                ("is_not_halal", models.BooleanField(default=False)),
                ("size", models.CharField(blank=True, max_length=120)),
                ("size_en", models.CharField(blank=True, max_length=120)),
                ("composition", models.TextField(blank=True)),
                ("composition_en", models.TextField(blank=True)),
                ("allergens", models.CharField(blank=True, max_length=200)),
                ("allergens_en", models.CharField(blank=True, max_length=200)),
                ("storage", models.CharField(blank=True, max_length=300)),
                ("storage_en", models.CharField(blank=True, max_length=300)),
                ("care", models.CharField(blank=True, max_length=300)),
                ("care_en", models.CharField(blank=True, max_length=300)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("cleared_until", models.DateField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "brand",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="catalog.brand",
                    ),
                ),
                (
                    "product",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="product.product",
                    ),
                ),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="listings",
                        to="catalog.facility",
                    ),
                ),
            ],
            options={
                "ordering": ("-pk",),
            },
        ),
        migrations.AddField(
            model_name="brand",
            name="facility",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="brands",
                to="catalog.facility",
            ),
        ),
        migrations.CreateModel(
            name="FormerAddress",
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
                ("slug", models.SlugField(max_length=120, unique=True)),
                (
                    "listing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_addresses",
                        to="catalog.listing",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OutboxRow",
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
                ("task", models.CharField(max_length=120)),
                ("arguments", models.JSONField(default=dict)),
                ("key", models.CharField(max_length=200)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("due_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("done_at", models.DateTimeField(null=True)),
                ("failure", models.TextField(blank=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at__isnull", True)),
                        fields=["due_at", "id"],
                        name="outbox_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("done_at__isnull", True), ("tries", 0)),
                        fields=("task", "key"),
                        name="outbox_waits_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProductionUnit",
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
                ("key", models.SlugField(max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("bimker", "Bimker"),
                            ("sae", "SAE"),
                            ("workshop", "Bengkel kerja"),
                        ],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("name_en", models.CharField(max_length=80)),
                ("skill", models.CharField(max_length=120)),
                ("skill_en", models.CharField(max_length=120)),
                ("trained", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("training_partner", models.CharField(blank=True, max_length=120)),
                ("training_partner_en", models.CharField(blank=True, max_length=120)),
                ("is_certified", models.BooleanField(default=False)),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="units",
                        to="catalog.facility",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.AddField(
            model_name="listing",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                to="catalog.productionunit",
            ),
        ),
        migrations.CreateModel(
            name="Partner",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("dewan", "Dewan UMKM"),
                            ("yayasan", "Yayasan"),
                            ("dinas", "Dinas"),
                            ("blk", "BLK"),
                            ("koperasi", "Koperasi"),
                            ("umkm", "UMKM"),
                        ],
                        max_length=10,
                    ),
                ),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("name_en", models.CharField(max_length=120)),
                ("about", models.TextField(blank=True)),
                ("about_en", models.TextField(blank=True)),
                (
                    "provinces",
                    models.ManyToManyField(related_name="partners", to="catalog.province"),
                ),
            ],
            options={
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="Regency",
            fields=[
                (
                    "code",
                    models.CharField(max_length=5, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=80)),
                ("is_city", models.BooleanField()),
                (
                    "province",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="regencies",
                        to="catalog.province",
                    ),
                ),
            ],
            options={
                "ordering": ("code",),
            },
        ),
        migrations.AddField(
            model_name="facility",
            name="regency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="facilities",
                to="catalog.regency",
            ),
        ),
        migrations.CreateModel(
            name="RegionalOffice",
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
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("name_en", models.CharField(max_length=120)),
                ("is_confirmed", models.BooleanField(default=False)),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "provinces",
                    models.ManyToManyField(related_name="offices", to="catalog.province"),
                ),
            ],
            options={
                "ordering": ("name",),
            },
        ),
        migrations.AddField(
            model_name="facility",
            name="office",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="facilities",
                to="catalog.regionaloffice",
            ),
        ),
        migrations.CreateModel(
            name="CardRow",
            fields=[
                (
                    "listing",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="card",
                        serialize=False,
                        to="catalog.listing",
                    ),
                ),
                ("product_id", models.IntegerField(unique=True)),
                ("slug", models.CharField(max_length=120)),
                ("name", models.CharField(max_length=250)),
                ("name_en", models.CharField(max_length=250)),
                ("price_min", models.DecimalField(decimal_places=2, max_digits=12)),
                ("price_max", models.DecimalField(decimal_places=2, max_digits=12)),
                ("category_id", models.IntegerField(null=True)),
                ("facility_id", models.BigIntegerField()),
                ("facility_slug", models.CharField(max_length=80)),
                ("facility_name", models.CharField(max_length=60)),
                ("province_code", models.CharField(max_length=2)),
                ("province_name", models.CharField(max_length=80)),
                ("stock", models.IntegerField(default=0)),
                ("stock_state", models.SmallIntegerField(default=0)),
                (
                    "is_sold_out",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.ExpressionWrapper(
                            models.Q(("stock_state", 0)), output_field=models.BooleanField()
                        ),
                        output_field=models.BooleanField(),
                    ),
                ),
                ("lead_time_days", models.SmallIntegerField(null=True)),
                ("delivery", models.CharField(max_length=14)),
                ("is_not_halal", models.BooleanField(default=False)),
                ("papers", models.JSONField(default=list)),
                ("photo_key", models.CharField(blank=True, default="", max_length=64)),
                ("photo_width", models.IntegerField(default=0)),
                ("photo_height", models.IntegerField(default=0)),
                ("photo_alt", models.CharField(blank=True, default="", max_length=300)),
                (
                    "photo_alt_en",
                    models.CharField(blank=True, default="", max_length=300),
                ),
                (
                    "photo_widths",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), default=list, size=None
                    ),
                ),
                ("flagship_from", models.DateField(null=True)),
                ("flagship_until", models.DateField(null=True)),
                ("is_open", models.BooleanField(default=False)),
                ("cleared_until", models.DateField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "catalog_card",
                "indexes": [
                    models.Index(fields=["slug"], name="card_slug"),
                    models.Index(
                        models.F("is_sold_out"),
                        models.OrderBy(models.F("published_at"), descending=True),
                        models.OrderBy(models.F("listing"), descending=True),
                        condition=models.Q(("is_open", True)),
                        name="card_newest",
                    ),
                    models.Index(
                        models.F("is_sold_out"),
                        models.F("price_min"),
                        models.F("listing"),
                        condition=models.Q(("is_open", True)),
                        name="card_price",
                    ),
                    models.Index(
                        models.F("category_id"),
                        models.F("is_sold_out"),
                        models.OrderBy(models.F("published_at"), descending=True),
                        models.OrderBy(models.F("listing"), descending=True),
                        condition=models.Q(("is_open", True)),
                        name="card_category",
                    ),
                    models.Index(
                        models.F("facility_id"),
                        models.F("is_sold_out"),
                        models.OrderBy(models.F("published_at"), descending=True),
                        models.OrderBy(models.F("listing"), descending=True),
                        condition=models.Q(("is_open", True)),
                        name="card_facility",
                    ),
                    models.Index(
                        models.F("province_code"),
                        models.F("is_sold_out"),
                        models.OrderBy(models.F("published_at"), descending=True),
                        models.OrderBy(models.F("listing"), descending=True),
                        condition=models.Q(("is_open", True)),
                        name="card_province",
                    ),
                    models.Index(
                        models.F("flagship_until"),
                        condition=models.Q(("flagship_until__isnull", False), ("is_open", True)),
                        name="card_flagship",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CardPaper",
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
                ("code", models.CharField(max_length=24)),
                ("until", models.DateField(null=True)),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.cardrow",
                    ),
                ),
            ],
            options={
                "db_table": "catalog_cardpaper",
            },
        ),
        migrations.CreateModel(
            name="FacilityAlias",
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
                ("name", models.CharField(max_length=120)),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aliases",
                        to="catalog.facility",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["name"],
                        name="facility_alias_trgm",
                        opclasses=["gin_trgm_ops"],
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("facility"),
                        models.F("name"),
                        name="facility_alias_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Flagship",
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
                ("slot", models.PositiveSmallIntegerField()),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("set_by", models.CharField(max_length=80)),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.facility",
                    ),
                ),
                (
                    "listing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="flagships",
                        to="catalog.listing",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("slot__in", (1, 2))),
                        name="flagship_two_slots",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("period__isempty", False),
                            ("period__lower_inf", False),
                            ("period__upper_inf", False),
                        ),
                        name="flagship_period_has_days",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("facility", "="),
                            ("slot", "="),
                            ("period", "&&"),
                        ],
                        name="flagship_at_most_two_a_facility",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("listing", "="), ("period", "&&")],
                        name="flagship_a_listing_once_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpeningHours",
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
                ("weekday", models.PositiveSmallIntegerField()),
                ("opens", models.TimeField()),
                ("closes", models.TimeField()),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hours",
                        to="catalog.facility",
                    ),
                ),
            ],
            options={
                "ordering": ("weekday", "opens"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("weekday__lte", 6)), name="hours_weekday"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closes__gt", models.F("opens"))),
                        name="hours_close_after_opening",
                    ),
                    models.UniqueConstraint(
                        models.F("facility"),
                        models.F("weekday"),
                        models.F("opens"),
                        name="hours_once",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="productionunit",
            constraint=models.UniqueConstraint(
                models.F("facility"), models.F("key"), name="unit_key_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="productionunit",
            constraint=models.CheckConstraint(
                condition=models.Q(("trained__isnull", True), ("trained__gte", 5), _connector="OR"),
                name="unit_trained_never_under_five",
            ),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["draft", "submitted", "published", "suspended", "archived"],
                    )
                ),
                name="listing_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.CheckConstraint(
                condition=models.Q(("delivery__in", ["parcel", "pickup", "local_courier"])),
                name="listing_delivery_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "published"), _negated=True),
                    ("published_at__isnull", False),
                    _connector="OR",
                ),
                name="listing_published_has_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.UniqueConstraint(
                models.F("id"), models.F("facility"), name="listing_with_facility"
            ),
        ),
        migrations.AddConstraint(
            model_name="facility",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("satker_code__isnull", True),
                    ("satker_code__regex", "^\\d{6}$"),
                    _connector="OR",
                ),
                name="facility_satker_code_is_six_digits",
            ),
        ),
        migrations.AddIndex(
            model_name="cardpaper",
            index=models.Index(fields=["code", "card"], name="cardpaper_code"),
        ),
        migrations.AddConstraint(
            model_name="cardpaper",
            constraint=models.UniqueConstraint(
                models.F("card"), models.F("code"), name="cardpaper_once"
            ),
        ),
    ]
