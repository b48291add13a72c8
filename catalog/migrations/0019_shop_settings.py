"""What the central office says about the shop itself: one row, guarded, tracked and watched."""

from __future__ import annotations

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import catalog.models.history

GUARD = """
SELECT catalog_guard('catalog_shopsettings', 'catalog_may_change(NULL)');
SELECT catalog_version_watch('catalog_shopsettings');
"""
NO_GUARD = """
SELECT catalog_version_unwatch('catalog_shopsettings');
SELECT catalog_unguard('catalog_shopsettings');
"""


class Migration(migrations.Migration):
    """The table and its history."""

    dependencies = [
        ("catalog", "0018_guard_as_invoker"),
    ]

    operations = [
        migrations.CreateModel(
            name="ShopSettingsEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("whatsapp", models.CharField(blank=True, max_length=16)),
                ("mail", models.EmailField(blank=True, max_length=254)),
                ("hours", models.CharField(blank=True, max_length=80)),
                ("hours_en", models.CharField(blank=True, max_length=80)),
                ("address", models.CharField(blank=True, max_length=200)),
                ("line", models.CharField(blank=True, max_length=200)),
                ("line_en", models.CharField(blank=True, max_length=200)),
                ("notice_is_on", models.BooleanField(default=False)),
                ("notice", models.CharField(blank=True, max_length=160)),
                ("notice_en", models.CharField(blank=True, max_length=160)),
                ("notice_from", models.DateField(blank=True, null=True)),
                ("notice_until", models.DateField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ShopSettings",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("whatsapp", models.CharField(blank=True, max_length=16)),
                ("mail", models.EmailField(blank=True, max_length=254)),
                ("hours", models.CharField(blank=True, max_length=80)),
                ("hours_en", models.CharField(blank=True, max_length=80)),
                ("address", models.CharField(blank=True, max_length=200)),
                ("line", models.CharField(blank=True, max_length=200)),
                ("line_en", models.CharField(blank=True, max_length=200)),
                ("notice_is_on", models.BooleanField(default=False)),
                ("notice", models.CharField(blank=True, max_length=160)),
                ("notice_en", models.CharField(blank=True, max_length=160)),
                ("notice_from", models.DateField(blank=True, null=True)),
                ("notice_until", models.DateField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="shop_settings_one")
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="shopsettings",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_shopsettingsevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "whatsapp", "mail", "hours", "hours_en", "address", "line", "line_en", "notice_is_on", "notice", "notice_en", "notice_from", "notice_until") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."whatsapp", new_values."mail", new_values."hours", new_values."hours_en", new_values."address", new_values."line", new_values."line_en", new_values."notice_is_on", new_values."notice", new_values."notice_en", new_values."notice_from", new_values."notice_until" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="8af5a1b102f788a8aefd1030b2c87efe96dc11d4",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f1f6c",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="catalog_shopsettings",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="shopsettings",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_shopsettingsevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "whatsapp", "mail", "hours", "hours_en", "address", "line", "line_en", "notice_is_on", "notice", "notice_en", "notice_from", "notice_until") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."whatsapp", new_values."mail", new_values."hours", new_values."hours_en", new_values."address", new_values."line", new_values."line_en", new_values."notice_is_on", new_values."notice", new_values."notice_en", new_values."notice_from", new_values."notice_until" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."address" IS DISTINCT FROM (new_values."address") OR old_values."hours" IS DISTINCT FROM (new_values."hours") OR old_values."hours_en" IS DISTINCT FROM (new_values."hours_en") OR old_values."line" IS DISTINCT FROM (new_values."line") OR old_values."line_en" IS DISTINCT FROM (new_values."line_en") OR old_values."mail" IS DISTINCT FROM (new_values."mail") OR old_values."notice" IS DISTINCT FROM (new_values."notice") OR old_values."notice_en" IS DISTINCT FROM (new_values."notice_en") OR old_values."notice_from" IS DISTINCT FROM (new_values."notice_from") OR old_values."notice_is_on" IS DISTINCT FROM (new_values."notice_is_on") OR old_values."notice_until" IS DISTINCT FROM (new_values."notice_until") OR old_values."whatsapp" IS DISTINCT FROM (new_values."whatsapp"))) AS new_values, acting; RETURN NULL;',
                    hash="b8fbfa1581d966132d0478f6650ca2e256e78c35",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_981e5",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="catalog_shopsettings",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="shopsettings",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_shopsettingsevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "whatsapp", "mail", "hours", "hours_en", "address", "line", "line_en", "notice_is_on", "notice", "notice_en", "notice_from", "notice_until") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."whatsapp", old_values."mail", old_values."hours", old_values."hours_en", old_values."address", old_values."line", old_values."line_en", old_values."notice_is_on", old_values."notice", old_values."notice_en", old_values."notice_from", old_values."notice_until" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="aa8a2988c39b571a2bcfbaaf61d00c9c3976db1b",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d3591",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="catalog_shopsettings",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="shopsettingsevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.shopsettings",
            ),
        ),
        migrations.AddIndex(
            model_name="shopsettingsevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="shopsettings_obj_history"),
        ),
        migrations.RunSQL(GUARD, NO_GUARD),
    ]
