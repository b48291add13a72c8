"""The history of the rest of what officers keep: regions, pages, menus, English words, the order
of kinds, and which provinces an office or a partner looks after."""

from __future__ import annotations

import django.db.models.deletion
import django.db.models.manager
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import catalog.models.history

# As in 0014: the rows that are there get a first event, what their first change is from.
KEPT = (
    ("catalog_province", "catalog_provinceevent"),
    ("catalog_regency", "catalog_regencyevent"),
    ("catalog_regionaloffice_provinces", "catalog_officeprovinceevent"),
    ("catalog_partner_provinces", "catalog_partnerprovinceevent"),
    ("product_producttranslation", "catalog_productenglishevent"),
    ("product_productvarianttranslation", "catalog_variantenglishevent"),
    ("product_categorytranslation", "catalog_categoryenglishevent"),
    ("page_page", "catalog_pageevent"),
    ("page_pagetranslation", "catalog_pageenglishevent"),
    ("menu_menuitem", "catalog_menuitemevent"),
    ("menu_menuitemtranslation", "catalog_menuitemenglishevent"),
)
# Nothing is known of where a kind stood before: its earlier events say where it stands now.
PLACED = """
UPDATE catalog_categoryevent e SET tree_id = c.tree_id FROM product_category c
WHERE c.id = e.pgh_obj_id
"""


class Migration(migrations.Migration):
    """Tables of events, the triggers that fill them, first events of the rows that are there."""

    dependencies = [
        ("catalog", "0015_outbox_patience"),
        ("menu", "0016_auto_20200217_0350"),
        ("page", "0011_auto_20200217_0350"),
        ("product", "0117_auto_20200423_0737"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="OfficeProvince",
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
                    ],
                    options={
                        "db_table": "catalog_regionaloffice_provinces",
                    },
                ),
                migrations.CreateModel(
                    name="PartnerProvince",
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
                    ],
                    options={
                        "db_table": "catalog_partner_provinces",
                    },
                ),
                migrations.AddField(
                    model_name="officeprovince",
                    name="province",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.province",
                    ),
                ),
                migrations.AddField(
                    model_name="officeprovince",
                    name="regionaloffice",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.regionaloffice",
                    ),
                ),
                migrations.AlterField(
                    model_name="regionaloffice",
                    name="provinces",
                    field=models.ManyToManyField(
                        related_name="offices",
                        through="catalog.OfficeProvince",
                        to="catalog.province",
                    ),
                ),
                migrations.AddField(
                    model_name="partnerprovince",
                    name="partner",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.partner",
                    ),
                ),
                migrations.AddField(
                    model_name="partnerprovince",
                    name="province",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.province",
                    ),
                ),
                migrations.AlterField(
                    model_name="partner",
                    name="provinces",
                    field=models.ManyToManyField(
                        related_name="partners",
                        through="catalog.PartnerProvince",
                        to="catalog.province",
                    ),
                ),
                migrations.AlterUniqueTogether(
                    name="officeprovince",
                    unique_together={("regionaloffice", "province")},
                ),
                migrations.AlterUniqueTogether(
                    name="partnerprovince",
                    unique_together={("partner", "province")},
                ),
            ]
        ),
        migrations.CreateModel(
            name="CategoryEnglishEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("name", models.CharField(max_length=128)),
                ("description", models.TextField(blank=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MenuItemEnglishEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("name", models.CharField(max_length=128)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MenuItemEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("sort_order", models.IntegerField(editable=False, null=True)),
                ("name", models.CharField(max_length=128)),
                ("url", models.URLField(blank=True, max_length=256, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OfficeProvinceEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PageEnglishEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("content_json", models.JSONField()),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("title", models.CharField(blank=True, max_length=255)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PageEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("content_json", models.JSONField()),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("is_published", models.BooleanField(default=False)),
                ("slug", models.SlugField(db_index=False, max_length=255)),
                ("title", models.CharField(max_length=250)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PartnerProvinceEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProductEnglishEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("name", models.CharField(max_length=250)),
                ("description", models.TextField(blank=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProvinceEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("slug", models.SlugField(db_index=False, max_length=60)),
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
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RegencyEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("name", models.CharField(max_length=80)),
                ("is_city", models.BooleanField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="VariantEnglishEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("name", models.CharField(blank=True, max_length=255)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="VariantEnglish",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("product.productvarianttranslation",),
        ),
        migrations.CreateModel(
            name="ProductEnglish",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("product.producttranslation",),
        ),
        migrations.CreateModel(
            name="TrackedPage",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("page.page",),
        ),
        migrations.CreateModel(
            name="PageEnglish",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("page.pagetranslation",),
        ),
        migrations.CreateModel(
            name="TrackedMenuItem",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("menu.menuitem",),
            managers=[
                ("tree", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="MenuItemEnglish",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("menu.menuitemtranslation",),
        ),
        migrations.CreateModel(
            name="CategoryEnglish",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("product.categorytranslation",),
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="trackedcategory",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="trackedcategory",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="trackedcategory",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="categoryevent",
            name="tree_id",
            field=models.PositiveIntegerField(default=None, editable=False),
            preserve_default=False,
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="province",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_provinceevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "slug", "name", "name_en", "zone") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."code", acting.said, new_values."slug", new_values."name", new_values."name_en", new_values."zone" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="93e94c3826d6fee9ea351bd67086c52d7afd9054",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_37392",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="catalog_province",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="province",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_provinceevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "slug", "name", "name_en", "zone") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."code", acting.said, new_values."slug", new_values."name", new_values."name_en", new_values."zone" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."code") = (new_values."code") WHERE (old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."name_en" IS DISTINCT FROM (new_values."name_en") OR old_values."slug" IS DISTINCT FROM (new_values."slug") OR old_values."zone" IS DISTINCT FROM (new_values."zone"))) AS new_values, acting; RETURN NULL;',
                    hash="ad0bc4379269ba03bac638211a5f6daac3162aac",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_efa3b",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="catalog_province",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="province",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_provinceevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "slug", "name", "name_en", "zone") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."code", acting.said, old_values."slug", old_values."name", old_values."name_en", old_values."zone" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="ac5c3fb3c64afd1946a0e652a569db98ff2726e6",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_20d41",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="catalog_province",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="regency",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_regencyevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "province_id", "name", "is_city") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."code", acting.said, new_values."province_id", new_values."name", new_values."is_city" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="87b8f512a5656f8f118de036e61551ff05610d14",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_bfaee",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="catalog_regency",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="regency",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_regencyevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "province_id", "name", "is_city") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."code", acting.said, new_values."province_id", new_values."name", new_values."is_city" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."code") = (new_values."code") WHERE (old_values."is_city" IS DISTINCT FROM (new_values."is_city") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."province_id" IS DISTINCT FROM (new_values."province_id"))) AS new_values, acting; RETURN NULL;',
                    hash="8ba699fd2071f5fd621d0116a0d634e7d6288e4d",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ad3c4",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="catalog_regency",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="regency",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_regencyevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "province_id", "name", "is_city") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."code", acting.said, old_values."province_id", old_values."name", old_values."is_city" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="008459327df14fa895c35ea201b2a281fc66b355",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_415ee",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="catalog_regency",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trackedcategory",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_categoryevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "parent_id", "name", "slug", "description", "tree_id") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."parent_id", new_values."name", new_values."slug", new_values."description", new_values."tree_id" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="ea231eee60790ec5d33be85e98ae626e05f93157",
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
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_categoryevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "parent_id", "name", "slug", "description", "tree_id") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."parent_id", new_values."name", new_values."slug", new_values."description", new_values."tree_id" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."description" IS DISTINCT FROM (new_values."description") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."parent_id" IS DISTINCT FROM (new_values."parent_id") OR old_values."slug" IS DISTINCT FROM (new_values."slug") OR old_values."tree_id" IS DISTINCT FROM (new_values."tree_id"))) AS new_values, acting; RETURN NULL;',
                    hash="cb01c7a1fe1ce143f18c8a9ff542aadf90cf4a2f",
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
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_categoryevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "parent_id", "name", "slug", "description", "tree_id") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."parent_id", old_values."name", old_values."slug", old_values."description", old_values."tree_id" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="458afb9e12ecb6f63a52dab727750a3acc6c04ca",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6a5e1",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="product_category",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="categoryenglishevent",
            name="category",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="product.category",
            ),
        ),
        migrations.AddField(
            model_name="menuitemenglishevent",
            name="menu_item",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="menu.menuitem",
            ),
        ),
        migrations.AddField(
            model_name="menuitemevent",
            name="menu",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="menu.menu",
            ),
        ),
        migrations.AddField(
            model_name="officeprovinceevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.officeprovince",
            ),
        ),
        migrations.AddField(
            model_name="officeprovinceevent",
            name="province",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.province",
            ),
        ),
        migrations.AddField(
            model_name="officeprovinceevent",
            name="regionaloffice",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.regionaloffice",
            ),
        ),
        migrations.AddField(
            model_name="pageenglishevent",
            name="page",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="page.page",
            ),
        ),
        migrations.AddField(
            model_name="partnerprovinceevent",
            name="partner",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.partner",
            ),
        ),
        migrations.AddField(
            model_name="partnerprovinceevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.partnerprovince",
            ),
        ),
        migrations.AddField(
            model_name="partnerprovinceevent",
            name="province",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.province",
            ),
        ),
        migrations.AddField(
            model_name="productenglishevent",
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
            model_name="provinceevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.province",
            ),
        ),
        migrations.AddField(
            model_name="regencyevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.regency",
            ),
        ),
        migrations.AddField(
            model_name="regencyevent",
            name="province",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.province",
            ),
        ),
        migrations.AddField(
            model_name="variantenglishevent",
            name="product_variant",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="product.productvariant",
            ),
        ),
        migrations.AddField(
            model_name="variantenglishevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.variantenglish",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="variantenglish",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_variantenglishevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "product_variant_id", "name") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."product_variant_id", new_values."name" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="bdf921d3d1fcb012c6ce5f4bc804c32c0592db05",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f437f",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="product_productvarianttranslation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="variantenglish",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_variantenglishevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "product_variant_id", "name") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."product_variant_id", new_values."name" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."product_variant_id" IS DISTINCT FROM (new_values."product_variant_id"))) AS new_values, acting; RETURN NULL;',
                    hash="1b9a519a8e2b93af3c93103d4c0adbbe829ebce2",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6170e",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="product_productvarianttranslation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="variantenglish",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_variantenglishevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "product_variant_id", "name") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."product_variant_id", old_values."name" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="90a9e6e7b10a81fa50bba386ffb8b8cd8dd8cc29",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_303d2",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="product_productvarianttranslation",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="productenglishevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.productenglish",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="productenglish",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_productenglishevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "product_id", "name", "description") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."product_id", new_values."name", new_values."description" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="ae5136170b694ca131e282fa18784078db9979a3",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0b4b2",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="product_producttranslation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="productenglish",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_productenglishevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "product_id", "name", "description") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."product_id", new_values."name", new_values."description" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."description" IS DISTINCT FROM (new_values."description") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."product_id" IS DISTINCT FROM (new_values."product_id"))) AS new_values, acting; RETURN NULL;',
                    hash="b7b69f64411793e5ab7b8f9d74836a729c1cc411",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a4f79",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="product_producttranslation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="productenglish",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_productenglishevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "product_id", "name", "description") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."product_id", old_values."name", old_values."description" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="517212b0506e086e13002581918ed5b84fcbf701",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0fe2a",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="product_producttranslation",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="pageevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.trackedpage",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trackedpage",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_pageevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "content_json", "is_published", "slug", "title") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."content_json", new_values."is_published", new_values."slug", new_values."title" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="66cd9ea9177e1e24fc305eac14bd2d3fe7151dca",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8a6ac",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="page_page",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trackedpage",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_pageevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "content_json", "is_published", "slug", "title") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."content_json", new_values."is_published", new_values."slug", new_values."title" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."content_json" IS DISTINCT FROM (new_values."content_json") OR old_values."is_published" IS DISTINCT FROM (new_values."is_published") OR old_values."slug" IS DISTINCT FROM (new_values."slug") OR old_values."title" IS DISTINCT FROM (new_values."title"))) AS new_values, acting; RETURN NULL;',
                    hash="c668db453b283b192fccf9f8a9e9bacc418d2388",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3b81f",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="page_page",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trackedpage",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_pageevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "content_json", "is_published", "slug", "title") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."content_json", old_values."is_published", old_values."slug", old_values."title" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="989ce2e971a18034c5d3427fc664fbe14abc8ff1",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1926d",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="page_page",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="pageenglishevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.pageenglish",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pageenglish",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_pageenglishevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "page_id", "content_json", "title") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."page_id", new_values."content_json", new_values."title" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="0214fab2feabbd88ef89bad09fae6ffdee99dce4",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b47ff",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="page_pagetranslation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pageenglish",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_pageenglishevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "page_id", "content_json", "title") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."page_id", new_values."content_json", new_values."title" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."content_json" IS DISTINCT FROM (new_values."content_json") OR old_values."page_id" IS DISTINCT FROM (new_values."page_id") OR old_values."title" IS DISTINCT FROM (new_values."title"))) AS new_values, acting; RETURN NULL;',
                    hash="dd11b06eed4cf38f72f51ecfb92d2e4d1515d52f",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_878db",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="page_pagetranslation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pageenglish",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_pageenglishevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "page_id", "content_json", "title") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."page_id", old_values."content_json", old_values."title" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="450fb8f09ba6bcf777f9686e0ecc97efab827bfa",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_587ff",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="page_pagetranslation",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="menuitemevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.trackedmenuitem",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trackedmenuitem",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_menuitemevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "menu_id", "sort_order", "name", "url") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."menu_id", new_values."sort_order", new_values."name", new_values."url" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="1323e6c97de10964f7253b8e049b2dfc9ddeac55",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_aa889",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="menu_menuitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trackedmenuitem",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_menuitemevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "menu_id", "sort_order", "name", "url") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."menu_id", new_values."sort_order", new_values."name", new_values."url" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."menu_id" IS DISTINCT FROM (new_values."menu_id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."sort_order" IS DISTINCT FROM (new_values."sort_order") OR old_values."url" IS DISTINCT FROM (new_values."url"))) AS new_values, acting; RETURN NULL;',
                    hash="41e06e25fd96190e82ecb811be5835e41fd93acf",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_90382",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="menu_menuitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trackedmenuitem",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_menuitemevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "menu_id", "sort_order", "name", "url") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."menu_id", old_values."sort_order", old_values."name", old_values."url" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="8d3131bfbef9b8d56ea256087a67d5b3ca9cff6f",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f53c6",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="menu_menuitem",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="menuitemenglishevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.menuitemenglish",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="menuitemenglish",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_menuitemenglishevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "menu_item_id", "name") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."menu_item_id", new_values."name" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="cab33c17014989b9091bf1345271858e8321cbe1",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_fa692",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="menu_menuitemtranslation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="menuitemenglish",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_menuitemenglishevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "menu_item_id", "name") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."menu_item_id", new_values."name" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."menu_item_id" IS DISTINCT FROM (new_values."menu_item_id") OR old_values."name" IS DISTINCT FROM (new_values."name"))) AS new_values, acting; RETURN NULL;',
                    hash="e7a363d812e3120202b83fd2dff6f50f43c3f075",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_24460",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="menu_menuitemtranslation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="menuitemenglish",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_menuitemenglishevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "menu_item_id", "name") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."menu_item_id", old_values."name" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="27afd8ef90fe9348e5ba57acaa16279ad2943d05",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_782ab",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="menu_menuitemtranslation",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="categoryenglishevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.categoryenglish",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="categoryenglish",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_categoryenglishevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "category_id", "name", "description") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."category_id", new_values."name", new_values."description" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="f28761b2f92da44bdaab30a86c12ee505140a1a6",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_96445",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="product_categorytranslation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="categoryenglish",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_categoryenglishevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "category_id", "name", "description") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."category_id", new_values."name", new_values."description" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."category_id" IS DISTINCT FROM (new_values."category_id") OR old_values."description" IS DISTINCT FROM (new_values."description") OR old_values."name" IS DISTINCT FROM (new_values."name"))) AS new_values, acting; RETURN NULL;',
                    hash="e6f0b4ecbdfdeaa7e7932c90fca99f5c0b450d96",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_88f30",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="product_categorytranslation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="categoryenglish",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_categoryenglishevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "category_id", "name", "description") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."category_id", old_values."name", old_values."description" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="818bd3fcd307fc84d3e1bdfde1eadffea7de0a7d",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d3b04",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="product_categorytranslation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="officeprovince",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_officeprovinceevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "regionaloffice_id", "province_id") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."regionaloffice_id", new_values."province_id" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="287c633dadab5953aca8a398573ab99c68fbd247",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_dbf1b",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="catalog_regionaloffice_provinces",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="officeprovince",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_officeprovinceevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "regionaloffice_id", "province_id") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."regionaloffice_id", new_values."province_id" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."province_id" IS DISTINCT FROM (new_values."province_id") OR old_values."regionaloffice_id" IS DISTINCT FROM (new_values."regionaloffice_id"))) AS new_values, acting; RETURN NULL;',
                    hash="75030404be0399839fb07d75eca3a8007b8245fb",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5c1e8",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="catalog_regionaloffice_provinces",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="officeprovince",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_officeprovinceevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "regionaloffice_id", "province_id") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."regionaloffice_id", old_values."province_id" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="9dbdb0e0a7b9257098ac6d5379e5a24d6e663291",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b245a",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="catalog_regionaloffice_provinces",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="officeprovinceevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="officeprovince_obj_history"),
        ),
        migrations.AddIndex(
            model_name="officeprovinceevent",
            index=models.Index(
                fields=["regionaloffice", "-pgh_id"], name="officeprovince_regio_history"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partnerprovince",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_partnerprovinceevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "partner_id", "province_id") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."partner_id", new_values."province_id" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="6a2291be212b062e56ed2921c142d2773ecee9ec",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_49aa9",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="catalog_partner_provinces",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partnerprovince",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_partnerprovinceevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "partner_id", "province_id") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."partner_id", new_values."province_id" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."partner_id" IS DISTINCT FROM (new_values."partner_id") OR old_values."province_id" IS DISTINCT FROM (new_values."province_id"))) AS new_values, acting; RETURN NULL;',
                    hash="f6c4ce11133e1ec233ec1c083567ad623316dd81",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d9765",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="catalog_partner_provinces",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="partnerprovince",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_partnerprovinceevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "partner_id", "province_id") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."partner_id", old_values."province_id" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="fab01d018d9e4201feffd1c40787eda48f766944",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4250c",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="catalog_partner_provinces",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="partnerprovinceevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="partnerprovince_obj_history"),
        ),
        migrations.AddIndex(
            model_name="partnerprovinceevent",
            index=models.Index(fields=["partner", "-pgh_id"], name="partnerprovince_part_history"),
        ),
        migrations.AddIndex(
            model_name="provinceevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="province_obj_history"),
        ),
        migrations.AddIndex(
            model_name="regencyevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="regency_obj_history"),
        ),
        migrations.AddIndex(
            model_name="variantenglishevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="variantenglish_obj_history"),
        ),
        migrations.AddIndex(
            model_name="variantenglishevent",
            index=models.Index(
                fields=["product_variant", "-pgh_id"], name="variantenglish_produ_history"
            ),
        ),
        migrations.AddIndex(
            model_name="productenglishevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="productenglish_obj_history"),
        ),
        migrations.AddIndex(
            model_name="productenglishevent",
            index=models.Index(fields=["product", "-pgh_id"], name="productenglish_produ_history"),
        ),
        migrations.AddIndex(
            model_name="pageevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="page_obj_history"),
        ),
        migrations.AddIndex(
            model_name="pageenglishevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="pageenglish_obj_history"),
        ),
        migrations.AddIndex(
            model_name="pageenglishevent",
            index=models.Index(fields=["page", "-pgh_id"], name="pageenglish_page_history"),
        ),
        migrations.AddIndex(
            model_name="menuitemevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="menuitem_obj_history"),
        ),
        migrations.AddIndex(
            model_name="menuitemevent",
            index=models.Index(fields=["menu", "-pgh_id"], name="menuitem_menu_history"),
        ),
        migrations.AddIndex(
            model_name="menuitemenglishevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="menuitemenglish_obj_history"),
        ),
        migrations.AddIndex(
            model_name="menuitemenglishevent",
            index=models.Index(
                fields=["menu_item", "-pgh_id"], name="menuitemenglish_menu_history"
            ),
        ),
        migrations.AddIndex(
            model_name="categoryenglishevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="categoryenglish_obj_history"),
        ),
        migrations.AddIndex(
            model_name="categoryenglishevent",
            index=models.Index(fields=["category", "-pgh_id"], name="categoryenglish_cate_history"),
        ),
        migrations.RunSQL(PLACED, migrations.RunSQL.noop),
        *[
            migrations.RunSQL(
                f"SELECT catalog_history_begin('{kept}', '{events}')", migrations.RunSQL.noop
            )
            for kept, events in KEPT
        ],
    ]
