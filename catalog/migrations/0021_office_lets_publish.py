"""Whether a regional office lets its facilities publish at once what needs no paper."""

from __future__ import annotations

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import catalog.models.history


class Migration(migrations.Migration):
    """One column, and the history that holds it."""

    dependencies = [
        ("catalog", "0020_portal_indexes"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="regionaloffice",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="regionaloffice",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="regionaloffice",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="regionaloffice",
            name="lets_publish",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="regionalofficeevent",
            name="lets_publish",
            field=models.BooleanField(default=False),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="regionaloffice",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_regionalofficeevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "slug", "name", "name_en", "is_confirmed", "lets_publish", "note") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."slug", new_values."name", new_values."name_en", new_values."is_confirmed", new_values."lets_publish", new_values."note" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="f8923dae907ad15265e32347aa969049134c3783",
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
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_regionalofficeevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "slug", "name", "name_en", "is_confirmed", "lets_publish", "note") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."slug", new_values."name", new_values."name_en", new_values."is_confirmed", new_values."lets_publish", new_values."note" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."is_confirmed" IS DISTINCT FROM (new_values."is_confirmed") OR old_values."lets_publish" IS DISTINCT FROM (new_values."lets_publish") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."name_en" IS DISTINCT FROM (new_values."name_en") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."slug" IS DISTINCT FROM (new_values."slug"))) AS new_values, acting; RETURN NULL;',
                    hash="834af58f827d3015b484c328dab9ff505c32e124",
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
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "catalog_regionalofficeevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "slug", "name", "name_en", "is_confirmed", "lets_publish", "note") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."slug", old_values."name", old_values."name_en", old_values."is_confirmed", old_values."lets_publish", old_values."note" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="407a780335b1135c0822a5e413b78efecfb1df5c",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_93c52",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="catalog_regionaloffice",
                    when="AFTER",
                ),
            ),
        ),
    ]
