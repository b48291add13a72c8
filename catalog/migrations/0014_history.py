"""The history of what is for sale, of places, people and what the shop rests on."""

from __future__ import annotations

import django.contrib.postgres.fields.ranges
import django.contrib.postgres.functions
import django.db.models.deletion
import django.db.models.manager
import django_measurement.models
import measurement.measures.mass
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import catalog.models.history

# One numbering for all events, so that changes of different tables stand in one order. A table's
# rows that are there before it is tracked get a first event: what their first change is from.
NUMBERS = """
CREATE SEQUENCE catalog_history_id;
CREATE FUNCTION catalog_history_begin(kept regclass, events regclass) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  own text; key name;
BEGIN
  SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO own FROM pg_attribute
  WHERE attrelid = events AND attnum > 0 AND NOT attisdropped AND attname NOT LIKE 'pgh%';
  SELECT a.attname INTO key FROM pg_index i
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
  WHERE i.indrelid = kept AND i.indisprimary;
  EXECUTE format('INSERT INTO %s (pgh_id, pgh_created_at, pgh_label, pgh_obj_id, %s) SELECT'
    ' nextval(''catalog_history_id''), now(), ''first'', %I, %s FROM %s ORDER BY %I',
    events, own, key, own, kept, key);
END $$;
"""
NO_NUMBERS = """
DROP FUNCTION catalog_history_begin(regclass, regclass);
DROP SEQUENCE catalog_history_id;
"""
KEPT = (
    ("catalog_brand", "catalog_brandevent"),
    ("catalog_facility", "catalog_facilityevent"),
    ("catalog_facilityalias", "catalog_facilityaliasevent"),
    ("catalog_flagship", "catalog_flagshipevent"),
    ("catalog_formeraddress", "catalog_formeraddressevent"),
    ("catalog_listing", "catalog_listingevent"),
    ("catalog_membership", "catalog_membershipevent"),
    ("catalog_openinghours", "catalog_openinghoursevent"),
    ("catalog_partner", "catalog_partnerevent"),
    ("catalog_productionunit", "catalog_productionunitevent"),
    ("catalog_regionaloffice", "catalog_regionalofficeevent"),
    ("catalog_searchterm", "catalog_searchtermevent"),
    ("product_productvariant", "catalog_variantevent"),
    ("account_user", "catalog_userevent"),
    ("product_product", "catalog_productevent"),
    ("product_category", "catalog_categoryevent"),
)


class Migration(migrations.Migration):
    """Tables of events, the triggers that fill them, first events of the rows that are there."""

    dependencies = [
        ("catalog", "0013_sketches"),
        ("product", "0117_auto_20200423_0737"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(NUMBERS, NO_NUMBERS),
        migrations.CreateModel(
            name="BrandEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("slug", models.SlugField(db_index=False, max_length=60)),
                ("name", models.CharField(max_length=60)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CategoryEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("name", models.CharField(max_length=250)),
                ("slug", models.SlugField(db_index=False, max_length=255)),
                ("description", models.TextField(blank=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FacilityAliasEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("name", models.CharField(max_length=120)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FacilityEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("slug", models.SlugField(db_index=False, max_length=80)),
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
                ("place", models.SlugField(db_index=False, max_length=40)),
                ("satker_code", models.CharField(blank=True, max_length=6, null=True)),
                ("address", models.CharField(max_length=200)),
                ("phone", models.CharField(blank=True, max_length=16)),
                ("whatsapp", models.CharField(blank=True, max_length=16)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("craft_line", models.CharField(blank=True, max_length=140)),
                ("craft_line_en", models.CharField(blank=True, max_length=140)),
                ("story", models.TextField(blank=True)),
                ("story_en", models.TextField(blank=True)),
                ("is_open", models.BooleanField(default=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FlagshipEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("slot", models.PositiveSmallIntegerField()),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("set_by", models.CharField(max_length=80)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FormerAddressEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("slug", models.SlugField(db_index=False, max_length=120)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ListingEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("slug", models.SlugField(db_index=False, max_length=120)),
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
                ("lead_time_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("buyer_limit", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("net_weight_grams", models.PositiveIntegerField(blank=True, null=True)),
                ("best_before_days", models.PositiveSmallIntegerField(blank=True, null=True)),
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MembershipEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OpeningHoursEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("weekday", models.PositiveSmallIntegerField()),
                ("opens", models.TimeField()),
                ("closes", models.TimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PartnerEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
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
                ("slug", models.SlugField(db_index=False, max_length=80)),
                ("name", models.CharField(max_length=120)),
                ("name_en", models.CharField(max_length=120)),
                ("about", models.TextField(blank=True)),
                ("about_en", models.TextField(blank=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProductEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("is_published", models.BooleanField(default=False)),
                ("name", models.CharField(max_length=250)),
                ("slug", models.SlugField(db_index=False, max_length=255)),
                ("description", models.TextField(blank=True)),
                ("price_amount", models.DecimalField(decimal_places=2, max_digits=12)),
                (
                    "weight",
                    django_measurement.models.MeasurementField(
                        blank=True, measurement=measurement.measures.mass.Mass, null=True
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProductionUnitEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("key", models.SlugField(db_index=False, max_length=40)),
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RegionalOfficeEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("slug", models.SlugField(db_index=False, max_length=60)),
                ("name", models.CharField(max_length=120)),
                ("name_en", models.CharField(max_length=120)),
                ("is_confirmed", models.BooleanField(default=False)),
                ("note", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SearchTermEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("stop", "says nothing about goods"),
                            ("stem", "is a form of another word, which the stemmer does not see"),
                            ("spelling", "is another spelling of a word"),
                            ("synonym", "means the same"),
                            ("maker", "is another way to write a kind of facility"),
                            ("place", "names provinces or kab/kota"),
                            ("paper", "asks for papers"),
                            ("flag", "asks for stock, delivery or flagship goods"),
                        ],
                        max_length=10,
                    ),
                ),
                ("phrase", models.CharField(max_length=60)),
                ("means", models.CharField(blank=True, default="", max_length=80)),
                ("is_on", models.BooleanField(default=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UserEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("email", models.EmailField(max_length=254)),
                ("first_name", models.CharField(blank=True, max_length=256)),
                ("last_name", models.CharField(blank=True, max_length=256)),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="VariantEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("sku", models.CharField(max_length=255)),
                ("name", models.CharField(blank=True, max_length=255)),
                (
                    "price_override_amount",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True),
                ),
                (
                    "weight",
                    django_measurement.models.MeasurementField(
                        blank=True, measurement=measurement.measures.mass.Mass, null=True
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TrackedVariant",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("product.productvariant",),
        ),
        migrations.CreateModel(
            name="TrackedUser",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("account.user",),
        ),
        migrations.CreateModel(
            name="TrackedProduct",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("product.product",),
        ),
        migrations.CreateModel(
            name="TrackedCategory",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("product.category",),
            managers=[
                ("tree", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(
            model_name="auditentry",
            name="address",
            field=models.CharField(blank=True, db_default="", default="", max_length=45),
        ),
        migrations.AddField(
            model_name="auditentry",
            name="request_id",
            field=models.CharField(blank=True, db_default="", default="", max_length=64),
        ),
        migrations.AlterField(
            model_name="auditentry",
            name="at",
            field=models.DateTimeField(
                db_default=django.contrib.postgres.functions.TransactionNow()
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="brand",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_brandevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "facility_id", "slug", "name") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."facility_id", new_values."slug", new_values."name" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="1d4830472ad5e1538047dd399a5051f823e01d8b",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e6d3d",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="catalog_brand",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="brand",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_brandevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "facility_id", "slug", "name") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."facility_id", new_values."slug", new_values."name" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."facility_id" IS DISTINCT FROM (new_values."facility_id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."slug" IS DISTINCT FROM (new_values."slug"))) AS new_values, acting; RETURN NULL;',
                    hash="42a937acf14241a6ef9eabcead13a900e6176fbd",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c06ba",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="catalog_brand",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="brand",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_brandevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "facility_id", "slug", "name") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."facility_id", old_values."slug", old_values."name" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="5c8ba38a8c552551616d676b533d54bcfcb70fd7",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6beb2",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="catalog_brand",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="facility",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_facilityevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "regency_id", "office_id", "slug", "kind", "klass", "official_name", "short_name", "place", "satker_code", "address", "phone", "whatsapp", "email", "craft_line", "craft_line_en", "story", "story_en", "is_open") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."regency_id", new_values."office_id", new_values."slug", new_values."kind", new_values."klass", new_values."official_name", new_values."short_name", new_values."place", new_values."satker_code", new_values."address", new_values."phone", new_values."whatsapp", new_values."email", new_values."craft_line", new_values."craft_line_en", new_values."story", new_values."story_en", new_values."is_open" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="ffaffe36e46a6aea97ac7d8b99d10f4828483564",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0672e",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="catalog_facility",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="facility",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_facilityevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "regency_id", "office_id", "slug", "kind", "klass", "official_name", "short_name", "place", "satker_code", "address", "phone", "whatsapp", "email", "craft_line", "craft_line_en", "story", "story_en", "is_open") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."regency_id", new_values."office_id", new_values."slug", new_values."kind", new_values."klass", new_values."official_name", new_values."short_name", new_values."place", new_values."satker_code", new_values."address", new_values."phone", new_values."whatsapp", new_values."email", new_values."craft_line", new_values."craft_line_en", new_values."story", new_values."story_en", new_values."is_open" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."address" IS DISTINCT FROM (new_values."address") OR old_values."craft_line" IS DISTINCT FROM (new_values."craft_line") OR old_values."craft_line_en" IS DISTINCT FROM (new_values."craft_line_en") OR old_values."email" IS DISTINCT FROM (new_values."email") OR old_values."is_open" IS DISTINCT FROM (new_values."is_open") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."klass" IS DISTINCT FROM (new_values."klass") OR old_values."office_id" IS DISTINCT FROM (new_values."office_id") OR old_values."official_name" IS DISTINCT FROM (new_values."official_name") OR old_values."phone" IS DISTINCT FROM (new_values."phone") OR old_values."place" IS DISTINCT FROM (new_values."place") OR old_values."regency_id" IS DISTINCT FROM (new_values."regency_id") OR old_values."satker_code" IS DISTINCT FROM (new_values."satker_code") OR old_values."short_name" IS DISTINCT FROM (new_values."short_name") OR old_values."slug" IS DISTINCT FROM (new_values."slug") OR old_values."story" IS DISTINCT FROM (new_values."story") OR old_values."story_en" IS DISTINCT FROM (new_values."story_en") OR old_values."whatsapp" IS DISTINCT FROM (new_values."whatsapp"))) AS new_values, acting; RETURN NULL;',
                    hash="874caa44f990918b4c8491b98f1cd699f992cbe7",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2f457",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="catalog_facility",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="facility",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_facilityevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "regency_id", "office_id", "slug", "kind", "klass", "official_name", "short_name", "place", "satker_code", "address", "phone", "whatsapp", "email", "craft_line", "craft_line_en", "story", "story_en", "is_open") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."regency_id", old_values."office_id", old_values."slug", old_values."kind", old_values."klass", old_values."official_name", old_values."short_name", old_values."place", old_values."satker_code", old_values."address", old_values."phone", old_values."whatsapp", old_values."email", old_values."craft_line", old_values."craft_line_en", old_values."story", old_values."story_en", old_values."is_open" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="77aba37f3fc4388528e736f06005c6480a604bb0",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1a435",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="catalog_facility",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="facilityalias",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_facilityaliasevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "facility_id", "name") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."facility_id", new_values."name" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="302d7519dc06624e21ecbd4c255dff2af4b20a01",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_89f3f",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="catalog_facilityalias",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="facilityalias",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_facilityaliasevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "facility_id", "name") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."facility_id", new_values."name" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."facility_id" IS DISTINCT FROM (new_values."facility_id") OR old_values."name" IS DISTINCT FROM (new_values."name"))) AS new_values, acting; RETURN NULL;',
                    hash="ed58db9b8bb7228d330e6cf7913bcd93e7b8f585",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8df11",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="catalog_facilityalias",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="facilityalias",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_facilityaliasevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "facility_id", "name") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."facility_id", old_values."name" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="a0a8143c55ddcfbbe24a78221229b96af75a6589",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_27cd7",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="catalog_facilityalias",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="flagship",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_flagshipevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "listing_id", "facility_id", "slot", "period", "set_by") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."listing_id", new_values."facility_id", new_values."slot", new_values."period", new_values."set_by" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="87a258f0f76935a673cb613851160783a93105d1",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_42a84",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="catalog_flagship",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="flagship",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_flagshipevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "listing_id", "facility_id", "slot", "period", "set_by") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."listing_id", new_values."facility_id", new_values."slot", new_values."period", new_values."set_by" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."facility_id" IS DISTINCT FROM (new_values."facility_id") OR old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."period" IS DISTINCT FROM (new_values."period") OR old_values."set_by" IS DISTINCT FROM (new_values."set_by") OR old_values."slot" IS DISTINCT FROM (new_values."slot"))) AS new_values, acting; RETURN NULL;',
                    hash="c336fa26cd17aff9585d45320f53bc23d07df15c",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_28761",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="catalog_flagship",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="flagship",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_flagshipevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "listing_id", "facility_id", "slot", "period", "set_by") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."listing_id", old_values."facility_id", old_values."slot", old_values."period", old_values."set_by" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="08c43acc95dac333be373ff28cabe95fc14a1391",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_247e6",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="catalog_flagship",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="formeraddress",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_formeraddressevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "listing_id", "slug") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."listing_id", new_values."slug" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="8776de4e9e17220ca5a63f0f09c156fe5945cf3a",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b4b4d",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="catalog_formeraddress",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="formeraddress",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_formeraddressevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "listing_id", "slug") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."listing_id", new_values."slug" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."slug" IS DISTINCT FROM (new_values."slug"))) AS new_values, acting; RETURN NULL;',
                    hash="997a7e51a83e16da09820ca0f191f1dcbfa05d14",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_14769",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="catalog_formeraddress",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="formeraddress",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_formeraddressevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "listing_id", "slug") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."listing_id", old_values."slug" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="9dbfe187bbea59a2f4eb3df8687a45ca04001075",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f56e2",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="catalog_formeraddress",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="listing",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_listingevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "product_id", "facility_id", "unit_id", "brand_id", "slug", "state", "delivery", "lead_time_days", "buyer_limit", "net_weight_grams", "best_before_days", "is_not_halal", "size", "size_en", "composition", "composition_en", "allergens", "allergens_en", "storage", "storage_en", "care", "care_en", "published_at", "cleared_until") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."product_id", new_values."facility_id", new_values."unit_id", new_values."brand_id", new_values."slug", new_values."state", new_values."delivery", new_values."lead_time_days", new_values."buyer_limit", new_values."net_weight_grams", new_values."best_before_days", new_values."is_not_halal", new_values."size", new_values."size_en", new_values."composition", new_values."composition_en", new_values."allergens", new_values."allergens_en", new_values."storage", new_values."storage_en", new_values."care", new_values."care_en", new_values."published_at", new_values."cleared_until" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="8f88d1699f3e498dd192380d53c23c7a4545a702",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_bf7df",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="catalog_listing",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="listing",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_listingevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "product_id", "facility_id", "unit_id", "brand_id", "slug", "state", "delivery", "lead_time_days", "buyer_limit", "net_weight_grams", "best_before_days", "is_not_halal", "size", "size_en", "composition", "composition_en", "allergens", "allergens_en", "storage", "storage_en", "care", "care_en", "published_at", "cleared_until") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."product_id", new_values."facility_id", new_values."unit_id", new_values."brand_id", new_values."slug", new_values."state", new_values."delivery", new_values."lead_time_days", new_values."buyer_limit", new_values."net_weight_grams", new_values."best_before_days", new_values."is_not_halal", new_values."size", new_values."size_en", new_values."composition", new_values."composition_en", new_values."allergens", new_values."allergens_en", new_values."storage", new_values."storage_en", new_values."care", new_values."care_en", new_values."published_at", new_values."cleared_until" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."allergens" IS DISTINCT FROM (new_values."allergens") OR old_values."allergens_en" IS DISTINCT FROM (new_values."allergens_en") OR old_values."best_before_days" IS DISTINCT FROM (new_values."best_before_days") OR old_values."brand_id" IS DISTINCT FROM (new_values."brand_id") OR old_values."buyer_limit" IS DISTINCT FROM (new_values."buyer_limit") OR old_values."care" IS DISTINCT FROM (new_values."care") OR old_values."care_en" IS DISTINCT FROM (new_values."care_en") OR old_values."cleared_until" IS DISTINCT FROM (new_values."cleared_until") OR old_values."composition" IS DISTINCT FROM (new_values."composition") OR old_values."composition_en" IS DISTINCT FROM (new_values."composition_en") OR old_values."delivery" IS DISTINCT FROM (new_values."delivery") OR old_values."facility_id" IS DISTINCT FROM (new_values."facility_id") OR old_values."is_not_halal" IS DISTINCT FROM (new_values."is_not_halal") OR old_values."lead_time_days" IS DISTINCT FROM (new_values."lead_time_days") OR old_values."net_weight_grams" IS DISTINCT FROM (new_values."net_weight_grams") OR old_values."product_id" IS DISTINCT FROM (new_values."product_id") OR old_values."published_at" IS DISTINCT FROM (new_values."published_at") OR old_values."size" IS DISTINCT FROM (new_values."size") OR old_values."size_en" IS DISTINCT FROM (new_values."size_en") OR old_values."slug" IS DISTINCT FROM (new_values."slug") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."storage" IS DISTINCT FROM (new_values."storage") OR old_values."storage_en" IS DISTINCT FROM (new_values."storage_en") OR old_values."unit_id" IS DISTINCT FROM (new_values."unit_id"))) AS new_values, acting; RETURN NULL;',
                    hash="4540e3c257fbbdc7901c5b0946d0f7eae249af5f",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_127ff",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="catalog_listing",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="listing",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_listingevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "product_id", "facility_id", "unit_id", "brand_id", "slug", "state", "delivery", "lead_time_days", "buyer_limit", "net_weight_grams", "best_before_days", "is_not_halal", "size", "size_en", "composition", "composition_en", "allergens", "allergens_en", "storage", "storage_en", "care", "care_en", "published_at", "cleared_until") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."product_id", old_values."facility_id", old_values."unit_id", old_values."brand_id", old_values."slug", old_values."state", old_values."delivery", old_values."lead_time_days", old_values."buyer_limit", old_values."net_weight_grams", old_values."best_before_days", old_values."is_not_halal", old_values."size", old_values."size_en", old_values."composition", old_values."composition_en", old_values."allergens", old_values."allergens_en", old_values."storage", old_values."storage_en", old_values."care", old_values."care_en", old_values."published_at", old_values."cleared_until" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="af1f3d904e5df1fb0ebe8f8ca87f254c6e521e8d",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_77e93",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="catalog_listing",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_membershipevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "user_id", "facility_id", "office_id", "partner_id", "given_by_id", "ended_by_id", "role", "begins_at", "ends_at") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."user_id", new_values."facility_id", new_values."office_id", new_values."partner_id", new_values."given_by_id", new_values."ended_by_id", new_values."role", new_values."begins_at", new_values."ends_at" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="d78c71a8e0a18e468e846209d9c7c1dd8704d800",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7e5fb",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="catalog_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_membershipevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "user_id", "facility_id", "office_id", "partner_id", "given_by_id", "ended_by_id", "role", "begins_at", "ends_at") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."user_id", new_values."facility_id", new_values."office_id", new_values."partner_id", new_values."given_by_id", new_values."ended_by_id", new_values."role", new_values."begins_at", new_values."ends_at" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."begins_at" IS DISTINCT FROM (new_values."begins_at") OR old_values."ended_by_id" IS DISTINCT FROM (new_values."ended_by_id") OR old_values."ends_at" IS DISTINCT FROM (new_values."ends_at") OR old_values."facility_id" IS DISTINCT FROM (new_values."facility_id") OR old_values."given_by_id" IS DISTINCT FROM (new_values."given_by_id") OR old_values."office_id" IS DISTINCT FROM (new_values."office_id") OR old_values."partner_id" IS DISTINCT FROM (new_values."partner_id") OR old_values."role" IS DISTINCT FROM (new_values."role") OR old_values."user_id" IS DISTINCT FROM (new_values."user_id"))) AS new_values, acting; RETURN NULL;',
                    hash="35a4a9ec22ee458e2ddd8749860cb53e58323f75",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7627c",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="catalog_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_membershipevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "user_id", "facility_id", "office_id", "partner_id", "given_by_id", "ended_by_id", "role", "begins_at", "ends_at") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."user_id", old_values."facility_id", old_values."office_id", old_values."partner_id", old_values."given_by_id", old_values."ended_by_id", old_values."role", old_values."begins_at", old_values."ends_at" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="a7c2ffd71300e297e0ffbd12e60e2df0c6af3148",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_35b6d",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="catalog_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="openinghours",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_openinghoursevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "facility_id", "weekday", "opens", "closes") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."facility_id", new_values."weekday", new_values."opens", new_values."closes" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="a2fff3c6ed846e47f304a6cb1fc0bb8495e7db51",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b2f8e",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="catalog_openinghours",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="openinghours",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_openinghoursevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "facility_id", "weekday", "opens", "closes") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."facility_id", new_values."weekday", new_values."opens", new_values."closes" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."closes" IS DISTINCT FROM (new_values."closes") OR old_values."facility_id" IS DISTINCT FROM (new_values."facility_id") OR old_values."opens" IS DISTINCT FROM (new_values."opens") OR old_values."weekday" IS DISTINCT FROM (new_values."weekday"))) AS new_values, acting; RETURN NULL;',
                    hash="bf818fc4dc58a1284e33e10024d2946d81216a3d",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_56958",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="catalog_openinghours",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="openinghours",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_openinghoursevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "facility_id", "weekday", "opens", "closes") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."facility_id", old_values."weekday", old_values."opens", old_values."closes" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="8db428c90d0dc58658fd7f65df775067ffaf52fd",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_828bd",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="catalog_openinghours",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partner",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_partnerevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "kind", "slug", "name", "name_en", "about", "about_en") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."kind", new_values."slug", new_values."name", new_values."name_en", new_values."about", new_values."about_en" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="9e8fccb6fcfcd24184f1bfd7cc5a012dc81eba3d",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a25ca",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="catalog_partner",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partner",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_partnerevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "kind", "slug", "name", "name_en", "about", "about_en") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."kind", new_values."slug", new_values."name", new_values."name_en", new_values."about", new_values."about_en" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."about" IS DISTINCT FROM (new_values."about") OR old_values."about_en" IS DISTINCT FROM (new_values."about_en") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."name_en" IS DISTINCT FROM (new_values."name_en") OR old_values."slug" IS DISTINCT FROM (new_values."slug"))) AS new_values, acting; RETURN NULL;',
                    hash="139fb612fddb34d843c257577567495bdcbc05fa",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_09570",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="catalog_partner",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partner",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_partnerevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "kind", "slug", "name", "name_en", "about", "about_en") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."kind", old_values."slug", old_values."name", old_values."name_en", old_values."about", old_values."about_en" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="ddb464398f11e3dd2465a8bb3f0bc187ebfb299b",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_498bc",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="catalog_partner",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="productionunit",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_productionunitevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "facility_id", "key", "kind", "name", "name_en", "skill", "skill_en", "trained", "training_partner", "training_partner_en", "is_certified") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."facility_id", new_values."key", new_values."kind", new_values."name", new_values."name_en", new_values."skill", new_values."skill_en", new_values."trained", new_values."training_partner", new_values."training_partner_en", new_values."is_certified" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="c4613fc56b9a2f16beecf5227b00055030f0a810",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f333f",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="catalog_productionunit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="productionunit",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_productionunitevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "facility_id", "key", "kind", "name", "name_en", "skill", "skill_en", "trained", "training_partner", "training_partner_en", "is_certified") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."facility_id", new_values."key", new_values."kind", new_values."name", new_values."name_en", new_values."skill", new_values."skill_en", new_values."trained", new_values."training_partner", new_values."training_partner_en", new_values."is_certified" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."facility_id" IS DISTINCT FROM (new_values."facility_id") OR old_values."is_certified" IS DISTINCT FROM (new_values."is_certified") OR old_values."key" IS DISTINCT FROM (new_values."key") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."name_en" IS DISTINCT FROM (new_values."name_en") OR old_values."skill" IS DISTINCT FROM (new_values."skill") OR old_values."skill_en" IS DISTINCT FROM (new_values."skill_en") OR old_values."trained" IS DISTINCT FROM (new_values."trained") OR old_values."training_partner" IS DISTINCT FROM (new_values."training_partner") OR old_values."training_partner_en" IS DISTINCT FROM (new_values."training_partner_en"))) AS new_values, acting; RETURN NULL;',
                    hash="3147cd2933e17d45842a131458c9a5a9186c6437",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_66580",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="catalog_productionunit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="productionunit",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_productionunitevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "facility_id", "key", "kind", "name", "name_en", "skill", "skill_en", "trained", "training_partner", "training_partner_en", "is_certified") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."facility_id", old_values."key", old_values."kind", old_values."name", old_values."name_en", old_values."skill", old_values."skill_en", old_values."trained", old_values."training_partner", old_values."training_partner_en", old_values."is_certified" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="287c3d87f0381778dbe6b8440185af34288ca1d8",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ba6b3",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="catalog_productionunit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="regionaloffice",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_regionalofficeevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "slug", "name", "name_en", "is_confirmed", "note") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."slug", new_values."name", new_values."name_en", new_values."is_confirmed", new_values."note" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="863f21d9d540c4f63c7e21d197d3fd8dffc1c96d",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8d73e",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="catalog_regionaloffice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="regionaloffice",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_regionalofficeevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "slug", "name", "name_en", "is_confirmed", "note") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."slug", new_values."name", new_values."name_en", new_values."is_confirmed", new_values."note" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."is_confirmed" IS DISTINCT FROM (new_values."is_confirmed") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."name_en" IS DISTINCT FROM (new_values."name_en") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."slug" IS DISTINCT FROM (new_values."slug"))) AS new_values, acting; RETURN NULL;',
                    hash="47ad6526af9ce7252963e5c1eee50f5413deba87",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_fcf3e",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="catalog_regionaloffice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="regionaloffice",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_regionalofficeevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "slug", "name", "name_en", "is_confirmed", "note") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."slug", old_values."name", old_values."name_en", old_values."is_confirmed", old_values."note" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="67d903ec74e823e1bc94bf4581e905e25591b180",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_93c52",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="catalog_regionaloffice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="searchterm",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_searchtermevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "use", "phrase", "means", "is_on") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."use", new_values."phrase", new_values."means", new_values."is_on" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="e31f76b9398e5f96e08cfb95875265c46338a4e1",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6cd58",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="catalog_searchterm",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="searchterm",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_searchtermevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "use", "phrase", "means", "is_on") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."use", new_values."phrase", new_values."means", new_values."is_on" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."is_on" IS DISTINCT FROM (new_values."is_on") OR old_values."means" IS DISTINCT FROM (new_values."means") OR old_values."phrase" IS DISTINCT FROM (new_values."phrase") OR old_values."use" IS DISTINCT FROM (new_values."use"))) AS new_values, acting; RETURN NULL;',
                    hash="dc0bf9b9e9a97684899d889fcf23051c54884d1d",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d0786",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="catalog_searchterm",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="searchterm",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_searchtermevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "use", "phrase", "means", "is_on") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."use", old_values."phrase", old_values."means", old_values."is_on" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="18e89cbf5c86def84ffb6fe62195144b96a638e0",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8796b",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="catalog_searchterm",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="brandevent",
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
            model_name="brandevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.brand",
            ),
        ),
        migrations.AddField(
            model_name="categoryevent",
            name="parent",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="product.category",
            ),
        ),
        migrations.AddField(
            model_name="facilityaliasevent",
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
            model_name="facilityaliasevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.facilityalias",
            ),
        ),
        migrations.AddField(
            model_name="facilityevent",
            name="office",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.regionaloffice",
            ),
        ),
        migrations.AddField(
            model_name="facilityevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.facility",
            ),
        ),
        migrations.AddField(
            model_name="facilityevent",
            name="regency",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.regency",
            ),
        ),
        migrations.AddField(
            model_name="flagshipevent",
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
            model_name="flagshipevent",
            name="listing",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.listing",
            ),
        ),
        migrations.AddField(
            model_name="flagshipevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.flagship",
            ),
        ),
        migrations.AddField(
            model_name="formeraddressevent",
            name="listing",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.listing",
            ),
        ),
        migrations.AddField(
            model_name="formeraddressevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.formeraddress",
            ),
        ),
        migrations.AddField(
            model_name="listingevent",
            name="brand",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.brand",
            ),
        ),
        migrations.AddField(
            model_name="listingevent",
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
            model_name="listingevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.listing",
            ),
        ),
        migrations.AddField(
            model_name="listingevent",
            name="product",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="product.product",
            ),
        ),
        migrations.AddField(
            model_name="listingevent",
            name="unit",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.productionunit",
            ),
        ),
        migrations.AddField(
            model_name="membershipevent",
            name="ended_by",
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
            model_name="membershipevent",
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
            model_name="membershipevent",
            name="given_by",
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
            model_name="membershipevent",
            name="office",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.regionaloffice",
            ),
        ),
        migrations.AddField(
            model_name="membershipevent",
            name="partner",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.partner",
            ),
        ),
        migrations.AddField(
            model_name="membershipevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.membership",
            ),
        ),
        migrations.AddField(
            model_name="membershipevent",
            name="user",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="openinghoursevent",
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
            model_name="openinghoursevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.openinghours",
            ),
        ),
        migrations.AddField(
            model_name="partnerevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.partner",
            ),
        ),
        migrations.AddField(
            model_name="productevent",
            name="category",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="product.category",
            ),
        ),
        migrations.AddField(
            model_name="productionunitevent",
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
            model_name="productionunitevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.productionunit",
            ),
        ),
        migrations.AddField(
            model_name="regionalofficeevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.regionaloffice",
            ),
        ),
        migrations.AddField(
            model_name="searchtermevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.searchterm",
            ),
        ),
        migrations.AddField(
            model_name="variantevent",
            name="product",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="product.product",
            ),
        ),
        migrations.AddField(
            model_name="variantevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.trackedvariant",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trackedvariant",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_variantevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "product_id", "sku", "name", "price_override_amount", "weight") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."product_id", new_values."sku", new_values."name", new_values."price_override_amount", new_values."weight" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="f364570681f953af56286a8c22ca4087ca4b3c43",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f5e61",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="product_productvariant",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trackedvariant",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_variantevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "product_id", "sku", "name", "price_override_amount", "weight") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."product_id", new_values."sku", new_values."name", new_values."price_override_amount", new_values."weight" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."price_override_amount" IS DISTINCT FROM (new_values."price_override_amount") OR old_values."product_id" IS DISTINCT FROM (new_values."product_id") OR old_values."sku" IS DISTINCT FROM (new_values."sku") OR old_values."weight" IS DISTINCT FROM (new_values."weight"))) AS new_values, acting; RETURN NULL;',
                    hash="bebd2040886fce6e75ad80ceb29127f4034729b5",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8a8d4",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="product_productvariant",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trackedvariant",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_variantevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "product_id", "sku", "name", "price_override_amount", "weight") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."product_id", old_values."sku", old_values."name", old_values."price_override_amount", old_values."weight" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="d49017ece60b0653b8f857a525192e0fa279ae4e",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_45ad2",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="product_productvariant",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="userevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.trackeduser",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trackeduser",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_userevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "email", "first_name", "last_name", "is_active") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."email", new_values."first_name", new_values."last_name", new_values."is_active" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="99d19d6a118ba9451366aaefb5f00614632d2350",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ef896",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="account_user",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trackeduser",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_userevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "email", "first_name", "last_name", "is_active") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."email", new_values."first_name", new_values."last_name", new_values."is_active" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."email" IS DISTINCT FROM (new_values."email") OR old_values."first_name" IS DISTINCT FROM (new_values."first_name") OR old_values."is_active" IS DISTINCT FROM (new_values."is_active") OR old_values."last_name" IS DISTINCT FROM (new_values."last_name"))) AS new_values, acting; RETURN NULL;',
                    hash="325d648f3d395fd6fc440bf1b5b9c1317248e84b",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_85af9",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="account_user",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trackeduser",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_userevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "email", "first_name", "last_name", "is_active") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."email", old_values."first_name", old_values."last_name", old_values."is_active" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="51d203fdfca82a352efd23085f254ed70d268071",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_061ed",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="account_user",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="productevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.trackedproduct",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trackedproduct",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_productevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "category_id", "is_published", "name", "slug", "description", "price_amount", "weight") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."category_id", new_values."is_published", new_values."name", new_values."slug", new_values."description", new_values."price_amount", new_values."weight" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="5d6b04ec20aa4b7ad0e0a2dbe10d31719a5bde53",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_fe230",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="product_product",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trackedproduct",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_productevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "category_id", "is_published", "name", "slug", "description", "price_amount", "weight") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."category_id", new_values."is_published", new_values."name", new_values."slug", new_values."description", new_values."price_amount", new_values."weight" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."category_id" IS DISTINCT FROM (new_values."category_id") OR old_values."description" IS DISTINCT FROM (new_values."description") OR old_values."is_published" IS DISTINCT FROM (new_values."is_published") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."price_amount" IS DISTINCT FROM (new_values."price_amount") OR old_values."slug" IS DISTINCT FROM (new_values."slug") OR old_values."weight" IS DISTINCT FROM (new_values."weight"))) AS new_values, acting; RETURN NULL;',
                    hash="7f0e779af026f66bd82cfb47b34d948461b5723c",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_765f3",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="product_product",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trackedproduct",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_productevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "category_id", "is_published", "name", "slug", "description", "price_amount", "weight") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."category_id", old_values."is_published", old_values."name", old_values."slug", old_values."description", old_values."price_amount", old_values."weight" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="bc66a095ca9d9caca86cc682b18d2e51d8a7b69a",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_31859",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="product_product",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="categoryevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.trackedcategory",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trackedcategory",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_categoryevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "parent_id", "name", "slug", "description") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."parent_id", new_values."name", new_values."slug", new_values."description" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="d9104aafcf2df1324f7a3df62378109454f1d15f",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c90db",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="product_category",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trackedcategory",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_categoryevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "parent_id", "name", "slug", "description") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."parent_id", new_values."name", new_values."slug", new_values."description" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."description" IS DISTINCT FROM (new_values."description") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."parent_id" IS DISTINCT FROM (new_values."parent_id") OR old_values."slug" IS DISTINCT FROM (new_values."slug"))) AS new_values, acting; RETURN NULL;',
                    hash="420c26f72f33216c97c55496270b3f513fd96a3d",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_87be4",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="product_category",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trackedcategory",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_categoryevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "parent_id", "name", "slug", "description") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."parent_id", old_values."name", old_values."slug", old_values."description" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="a555ecf43134a61b733309ad32f15208adca766c",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6a5e1",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="product_category",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="brandevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="brand_obj_history"),
        ),
        migrations.AddIndex(
            model_name="brandevent",
            index=models.Index(fields=["facility", "-pgh_id"], name="brand_facility_history"),
        ),
        migrations.AddIndex(
            model_name="facilityaliasevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="facilityalias_obj_history"),
        ),
        migrations.AddIndex(
            model_name="facilityaliasevent",
            index=models.Index(fields=["facility", "-pgh_id"], name="facilityalias_facili_history"),
        ),
        migrations.AddIndex(
            model_name="facilityevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="facility_obj_history"),
        ),
        migrations.AddIndex(
            model_name="flagshipevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="flagship_obj_history"),
        ),
        migrations.AddIndex(
            model_name="flagshipevent",
            index=models.Index(fields=["facility", "-pgh_id"], name="flagship_facility_history"),
        ),
        migrations.AddIndex(
            model_name="formeraddressevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="formeraddress_obj_history"),
        ),
        migrations.AddIndex(
            model_name="formeraddressevent",
            index=models.Index(fields=["listing", "-pgh_id"], name="formeraddress_listin_history"),
        ),
        migrations.AddIndex(
            model_name="listingevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="listing_obj_history"),
        ),
        migrations.AddIndex(
            model_name="listingevent",
            index=models.Index(fields=["facility", "-pgh_id"], name="listing_facility_history"),
        ),
        migrations.AddIndex(
            model_name="membershipevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="membership_obj_history"),
        ),
        migrations.AddIndex(
            model_name="membershipevent",
            index=models.Index(fields=["facility", "-pgh_id"], name="membership_facility_history"),
        ),
        migrations.AddIndex(
            model_name="openinghoursevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="openinghours_obj_history"),
        ),
        migrations.AddIndex(
            model_name="openinghoursevent",
            index=models.Index(fields=["facility", "-pgh_id"], name="openinghours_facilit_history"),
        ),
        migrations.AddIndex(
            model_name="partnerevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="partner_obj_history"),
        ),
        migrations.AddIndex(
            model_name="productionunitevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="productionunit_obj_history"),
        ),
        migrations.AddIndex(
            model_name="productionunitevent",
            index=models.Index(fields=["facility", "-pgh_id"], name="productionunit_facil_history"),
        ),
        migrations.AddIndex(
            model_name="regionalofficeevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="regionaloffice_obj_history"),
        ),
        migrations.AddIndex(
            model_name="searchtermevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="searchterm_obj_history"),
        ),
        migrations.AddIndex(
            model_name="variantevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="variant_obj_history"),
        ),
        migrations.AddIndex(
            model_name="variantevent",
            index=models.Index(fields=["product", "-pgh_id"], name="variant_product_history"),
        ),
        migrations.AddIndex(
            model_name="userevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="user_obj_history"),
        ),
        migrations.AddIndex(
            model_name="productevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="product_obj_history"),
        ),
        migrations.AddIndex(
            model_name="categoryevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="category_obj_history"),
        ),
        *[
            migrations.RunSQL(
                f"SELECT catalog_history_begin('{kept}', '{events}')", migrations.RunSQL.noop
            )
            for kept, events in KEPT
        ],
    ]
