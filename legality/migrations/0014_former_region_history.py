"""What former codes of kab/kota were changed from and to; kinds of papers without a portal."""

from __future__ import annotations

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import catalog.models.history


class Migration(migrations.Migration):
    """The history of a table that had none."""

    dependencies = [
        ("catalog", "0021_office_lets_publish"),
        ("legality", "0013_row_security_reads"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormerRegionEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("until", models.PositiveSmallIntegerField()),
                ("source", models.TextField()),
                ("certainty", models.CharField(max_length=1)),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="formerregion",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_formerregionevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "regency_id", "until", "source", "certainty") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."code", acting.said, new_values."regency_id", new_values."until", new_values."source", new_values."certainty" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="7f770210ac8af7ac0c8f61f1d67062b3276c3ef2",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b28d9",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="legality_formerregion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="formerregion",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_formerregionevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "regency_id", "until", "source", "certainty") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."code", acting.said, new_values."regency_id", new_values."until", new_values."source", new_values."certainty" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."code") = (new_values."code") WHERE (old_values."certainty" IS DISTINCT FROM (new_values."certainty") OR old_values."regency_id" IS DISTINCT FROM (new_values."regency_id") OR old_values."source" IS DISTINCT FROM (new_values."source") OR old_values."until" IS DISTINCT FROM (new_values."until"))) AS new_values, acting; RETURN NULL;',
                    hash="8174ec07142e2115a8ca165b850054cffd3a6dda",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_72658",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="legality_formerregion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="formerregion",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_formerregionevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "regency_id", "until", "source", "certainty") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."code", acting.said, old_values."regency_id", old_values."until", old_values."source", old_values."certainty" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="487ed317b07ab3ba3047add149fc27d137898ebf",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_5c0af",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="legality_formerregion",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="formerregionevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="legality.formerregion",
            ),
        ),
        migrations.AddField(
            model_name="formerregionevent",
            name="regency",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.regency",
            ),
        ),
        migrations.AddIndex(
            model_name="formerregionevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="formerregion_obj_history"),
        ),
        migrations.AlterField(
            model_name="certificatekind",
            name="portal_name",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AlterField(
            model_name="certificatekindevent",
            name="portal_name",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.RunSQL(
            "SELECT catalog_hide('legality_formerregionevent', 'NULL::bigint')",
            "SELECT catalog_show('legality_formerregionevent')",
        ),
    ]
