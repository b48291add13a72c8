"""The shop's accounts for bank transfers, with their history."""

from __future__ import annotations

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import catalog.models.history


class Migration(migrations.Migration):
    """Two tables; buyers read the accounts, officers keep them."""

    dependencies = [
        ("orders", "0009_cancel_declined"),
    ]

    operations = [
        migrations.CreateModel(
            name="TransferAccountEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("bank", models.CharField(max_length=60)),
                ("number", models.CharField(max_length=34)),
                ("holder", models.CharField(max_length=80)),
                ("note", models.CharField(blank=True, max_length=160)),
                ("note_en", models.CharField(blank=True, max_length=160)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_on", models.BooleanField(default=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TransferAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("bank", models.CharField(max_length=60)),
                ("number", models.CharField(max_length=34)),
                ("holder", models.CharField(max_length=80)),
                ("note", models.CharField(blank=True, max_length=160)),
                ("note_en", models.CharField(blank=True, max_length=160)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_on", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ("position", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("bank", "number"), name="transfer_account_once")
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="transferaccount",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "orders_transferaccountevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "bank", "number", "holder", "note", "note_en", "position", "is_on") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."bank", new_values."number", new_values."holder", new_values."note", new_values."note_en", new_values."position", new_values."is_on" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="4048ac74ace02d177c8dc4268eb21dbc352dc97a",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f8361",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="orders_transferaccount",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="transferaccount",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "orders_transferaccountevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "bank", "number", "holder", "note", "note_en", "position", "is_on") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."bank", new_values."number", new_values."holder", new_values."note", new_values."note_en", new_values."position", new_values."is_on" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."bank" IS DISTINCT FROM (new_values."bank") OR old_values."holder" IS DISTINCT FROM (new_values."holder") OR old_values."is_on" IS DISTINCT FROM (new_values."is_on") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."note_en" IS DISTINCT FROM (new_values."note_en") OR old_values."number" IS DISTINCT FROM (new_values."number") OR old_values."position" IS DISTINCT FROM (new_values."position"))) AS new_values, acting; RETURN NULL;',
                    hash="35a2d0019b4de4be672d8e18a04412f0c35413a1",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_60aeb",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="orders_transferaccount",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="transferaccount",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "orders_transferaccountevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "bank", "number", "holder", "note", "note_en", "position", "is_on") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."bank", old_values."number", old_values."holder", old_values."note", old_values."note_en", old_values."position", old_values."is_on" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="ddfd7451d8aeaae74e75ed7954852476d407b04f",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_43814",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="orders_transferaccount",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="transferaccountevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="orders.transferaccount",
            ),
        ),
        migrations.AddIndex(
            model_name="transferaccountevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="transferaccount_obj_history"),
        ),
        migrations.RunSQL(
            "SELECT catalog_guard('orders_transferaccount', 'catalog_may_change(NULL)')",
            "SELECT catalog_unguard('orders_transferaccount')",
        ),
        migrations.RunSQL(
            "SELECT catalog_hide('orders_transferaccountevent', 'NULL::bigint')",
            "SELECT catalog_show('orders_transferaccountevent')",
        ),
    ]
