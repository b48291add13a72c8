"""The level of a paper (NKV), and the history with it."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import catalog.models.history


class Migration(migrations.Migration):
    dependencies = [
        ("legality", "0016_scan_pages"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="certificate",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="certificate",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="certificate",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="certificate",
            name="level",
            field=models.CharField(blank=True, max_length=4),
        ),
        migrations.AddField(
            model_name="certificateevent",
            name="level",
            field=models.CharField(blank=True, max_length=4),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_certificateevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "kind_id", "facility_id", "scheme", "number_raw", "number_norm", "holder_name", "holder_is_person", "holder_address", "issuer", "legal_basis", "issued_on", "expires_on", "printed_expiry", "last_surveillance_on", "state", "verified_on", "verified_by", "parse_result", "revoked_on", "revoked_reason", "public_scan", "note", "level") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."kind_id", new_values."facility_id", new_values."scheme", new_values."number_raw", new_values."number_norm", new_values."holder_name", new_values."holder_is_person", new_values."holder_address", new_values."issuer", new_values."legal_basis", new_values."issued_on", new_values."expires_on", new_values."printed_expiry", new_values."last_surveillance_on", new_values."state", new_values."verified_on", new_values."verified_by", new_values."parse_result", new_values."revoked_on", new_values."revoked_reason", new_values."public_scan", new_values."note", new_values."level" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="3e3aeed0429c8e461ea21ee8d4f468324de6c7b3",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_98e01",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="legality_certificate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_certificateevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "kind_id", "facility_id", "scheme", "number_raw", "number_norm", "holder_name", "holder_is_person", "holder_address", "issuer", "legal_basis", "issued_on", "expires_on", "printed_expiry", "last_surveillance_on", "state", "verified_on", "verified_by", "parse_result", "revoked_on", "revoked_reason", "public_scan", "note", "level") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."kind_id", new_values."facility_id", new_values."scheme", new_values."number_raw", new_values."number_norm", new_values."holder_name", new_values."holder_is_person", new_values."holder_address", new_values."issuer", new_values."legal_basis", new_values."issued_on", new_values."expires_on", new_values."printed_expiry", new_values."last_surveillance_on", new_values."state", new_values."verified_on", new_values."verified_by", new_values."parse_result", new_values."revoked_on", new_values."revoked_reason", new_values."public_scan", new_values."note", new_values."level" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."expires_on" IS DISTINCT FROM (new_values."expires_on") OR old_values."facility_id" IS DISTINCT FROM (new_values."facility_id") OR old_values."holder_address" IS DISTINCT FROM (new_values."holder_address") OR old_values."holder_is_person" IS DISTINCT FROM (new_values."holder_is_person") OR old_values."holder_name" IS DISTINCT FROM (new_values."holder_name") OR old_values."issued_on" IS DISTINCT FROM (new_values."issued_on") OR old_values."issuer" IS DISTINCT FROM (new_values."issuer") OR old_values."kind_id" IS DISTINCT FROM (new_values."kind_id") OR old_values."last_surveillance_on" IS DISTINCT FROM (new_values."last_surveillance_on") OR old_values."legal_basis" IS DISTINCT FROM (new_values."legal_basis") OR old_values."level" IS DISTINCT FROM (new_values."level") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."number_norm" IS DISTINCT FROM (new_values."number_norm") OR old_values."number_raw" IS DISTINCT FROM (new_values."number_raw") OR old_values."parse_result" IS DISTINCT FROM (new_values."parse_result") OR old_values."printed_expiry" IS DISTINCT FROM (new_values."printed_expiry") OR old_values."public_scan" IS DISTINCT FROM (new_values."public_scan") OR old_values."revoked_on" IS DISTINCT FROM (new_values."revoked_on") OR old_values."revoked_reason" IS DISTINCT FROM (new_values."revoked_reason") OR old_values."scheme" IS DISTINCT FROM (new_values."scheme") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."verified_by" IS DISTINCT FROM (new_values."verified_by") OR old_values."verified_on" IS DISTINCT FROM (new_values."verified_on"))) AS new_values, acting; RETURN NULL;',
                    hash="e35c4b8724bfdd89d6b17a7c61a26e2e5d05ef36",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b9f8f",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="legality_certificate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificate",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_certificateevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "kind_id", "facility_id", "scheme", "number_raw", "number_norm", "holder_name", "holder_is_person", "holder_address", "issuer", "legal_basis", "issued_on", "expires_on", "printed_expiry", "last_surveillance_on", "state", "verified_on", "verified_by", "parse_result", "revoked_on", "revoked_reason", "public_scan", "note", "level") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."kind_id", old_values."facility_id", old_values."scheme", old_values."number_raw", old_values."number_norm", old_values."holder_name", old_values."holder_is_person", old_values."holder_address", old_values."issuer", old_values."legal_basis", old_values."issued_on", old_values."expires_on", old_values."printed_expiry", old_values."last_surveillance_on", old_values."state", old_values."verified_on", old_values."verified_by", old_values."parse_result", old_values."revoked_on", old_values."revoked_reason", old_values."public_scan", old_values."note", old_values."level" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="773424b4ba14c73fe108a187521517e75f053f8b",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3eee9",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="legality_certificate",
                    when="AFTER",
                ),
            ),
        ),
    ]
