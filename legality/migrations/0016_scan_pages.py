"""Pictures of all pages of a scan; those brought before have one of the first page alone."""

from __future__ import annotations

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import catalog.models.history


class Migration(migrations.Migration):
    """A column with its history."""

    dependencies = [
        ("legality", "0015_own_goods_alone"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="evidence",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="evidence",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="evidence",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="evidence",
            name="previews",
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name="evidenceevent",
            name="previews",
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidence",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_evidenceevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "certificate_id", "facility_id", "uploaded_by_id", "key", "original_name", "came_as", "media_type", "size", "pages", "previews", "sha256", "uploaded_at", "uploaded_name", "removed_at") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."certificate_id", new_values."facility_id", new_values."uploaded_by_id", new_values."key", new_values."original_name", new_values."came_as", new_values."media_type", new_values."size", new_values."pages", new_values."previews", new_values."sha256", new_values."uploaded_at", new_values."uploaded_name", new_values."removed_at" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="94648b3c5e0c212d00dee3257155b4384c5ff48e",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0b8b9",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="legality_evidence",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidence",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_evidenceevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "certificate_id", "facility_id", "uploaded_by_id", "key", "original_name", "came_as", "media_type", "size", "pages", "previews", "sha256", "uploaded_at", "uploaded_name", "removed_at") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."certificate_id", new_values."facility_id", new_values."uploaded_by_id", new_values."key", new_values."original_name", new_values."came_as", new_values."media_type", new_values."size", new_values."pages", new_values."previews", new_values."sha256", new_values."uploaded_at", new_values."uploaded_name", new_values."removed_at" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."came_as" IS DISTINCT FROM (new_values."came_as") OR old_values."certificate_id" IS DISTINCT FROM (new_values."certificate_id") OR old_values."facility_id" IS DISTINCT FROM (new_values."facility_id") OR old_values."key" IS DISTINCT FROM (new_values."key") OR old_values."media_type" IS DISTINCT FROM (new_values."media_type") OR old_values."original_name" IS DISTINCT FROM (new_values."original_name") OR old_values."pages" IS DISTINCT FROM (new_values."pages") OR old_values."previews" IS DISTINCT FROM (new_values."previews") OR old_values."removed_at" IS DISTINCT FROM (new_values."removed_at") OR old_values."sha256" IS DISTINCT FROM (new_values."sha256") OR old_values."size" IS DISTINCT FROM (new_values."size") OR old_values."uploaded_at" IS DISTINCT FROM (new_values."uploaded_at") OR old_values."uploaded_by_id" IS DISTINCT FROM (new_values."uploaded_by_id") OR old_values."uploaded_name" IS DISTINCT FROM (new_values."uploaded_name"))) AS new_values, acting; RETURN NULL;',
                    hash="018cba09654830f4e847e90026ad96a9cbd8e078",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_da2b0",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="legality_evidence",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidence",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_evidenceevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "certificate_id", "facility_id", "uploaded_by_id", "key", "original_name", "came_as", "media_type", "size", "pages", "previews", "sha256", "uploaded_at", "uploaded_name", "removed_at") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."certificate_id", old_values."facility_id", old_values."uploaded_by_id", old_values."key", old_values."original_name", old_values."came_as", old_values."media_type", old_values."size", old_values."pages", old_values."previews", old_values."sha256", old_values."uploaded_at", old_values."uploaded_name", old_values."removed_at" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="675a1e55d616165f909e2903521fe2fb89922569",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_dddcc",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="legality_evidence",
                    when="AFTER",
                ),
            ),
        ),
    ]
