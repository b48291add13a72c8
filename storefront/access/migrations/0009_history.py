"""The history of invitations and API keys, without the keys: see catalog's `0014_history`."""

from __future__ import annotations

import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import catalog.models.history

KEPT = (
    ("access_apitoken", "access_apitokenevent"),
    ("access_invitation", "access_invitationevent"),
)


class Migration(migrations.Migration):
    """Tables of events, triggers, first events."""

    dependencies = [
        ("access", "0002_accounts"),
        ("access", "0002_tokens"),
        ("catalog", "0014_history"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ApiTokenEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("name", models.CharField(max_length=80)),
                ("tail", models.CharField(max_length=4)),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), size=None
                    ),
                ),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="InvitationEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("email", models.EmailField(max_length=254)),
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
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("expires_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="apitoken",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "access_apitokenevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "user_id", "facility_id", "name", "tail", "scopes", "expires_at", "revoked_at") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."user_id", new_values."facility_id", new_values."name", new_values."tail", new_values."scopes", new_values."expires_at", new_values."revoked_at" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="3f5a6bcc63539476c0d0eafe3e612a67797621b7",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_dd796",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="access_apitoken",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="apitoken",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "access_apitokenevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "user_id", "facility_id", "name", "tail", "scopes", "expires_at", "revoked_at") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."user_id", new_values."facility_id", new_values."name", new_values."tail", new_values."scopes", new_values."expires_at", new_values."revoked_at" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."expires_at" IS DISTINCT FROM (new_values."expires_at") OR old_values."facility_id" IS DISTINCT FROM (new_values."facility_id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."revoked_at" IS DISTINCT FROM (new_values."revoked_at") OR old_values."scopes" IS DISTINCT FROM (new_values."scopes") OR old_values."tail" IS DISTINCT FROM (new_values."tail") OR old_values."user_id" IS DISTINCT FROM (new_values."user_id"))) AS new_values, acting; RETURN NULL;',
                    hash="477a42698a2b171f4b8bbc41cb6024eca0facf84",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f3a76",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="access_apitoken",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="apitoken",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "access_apitokenevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "user_id", "facility_id", "name", "tail", "scopes", "expires_at", "revoked_at") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."user_id", old_values."facility_id", old_values."name", old_values."tail", old_values."scopes", old_values."expires_at", old_values."revoked_at" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="2d18007523e594d24f1786102e8e95cc6835a455",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_34fd4",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="access_apitoken",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invitation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "access_invitationevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "facility_id", "office_id", "partner_id", "invited_by_id", "accepted_by_id", "email", "role", "ends_at", "expires_at", "accepted_at", "revoked_at") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."facility_id", new_values."office_id", new_values."partner_id", new_values."invited_by_id", new_values."accepted_by_id", new_values."email", new_values."role", new_values."ends_at", new_values."expires_at", new_values."accepted_at", new_values."revoked_at" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="38e62d1addafef3d35ffd50eb9b694228bb6e722",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3edae",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="access_invitation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invitation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "access_invitationevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "facility_id", "office_id", "partner_id", "invited_by_id", "accepted_by_id", "email", "role", "ends_at", "expires_at", "accepted_at", "revoked_at") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."facility_id", new_values."office_id", new_values."partner_id", new_values."invited_by_id", new_values."accepted_by_id", new_values."email", new_values."role", new_values."ends_at", new_values."expires_at", new_values."accepted_at", new_values."revoked_at" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."accepted_at" IS DISTINCT FROM (new_values."accepted_at") OR old_values."accepted_by_id" IS DISTINCT FROM (new_values."accepted_by_id") OR old_values."email" IS DISTINCT FROM (new_values."email") OR old_values."ends_at" IS DISTINCT FROM (new_values."ends_at") OR old_values."expires_at" IS DISTINCT FROM (new_values."expires_at") OR old_values."facility_id" IS DISTINCT FROM (new_values."facility_id") OR old_values."invited_by_id" IS DISTINCT FROM (new_values."invited_by_id") OR old_values."office_id" IS DISTINCT FROM (new_values."office_id") OR old_values."partner_id" IS DISTINCT FROM (new_values."partner_id") OR old_values."revoked_at" IS DISTINCT FROM (new_values."revoked_at") OR old_values."role" IS DISTINCT FROM (new_values."role"))) AS new_values, acting; RETURN NULL;',
                    hash="8fb5dffb67ed2a8b97dabf0e16c7166622a2587b",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1a185",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="access_invitation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invitation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "access_invitationevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "facility_id", "office_id", "partner_id", "invited_by_id", "accepted_by_id", "email", "role", "ends_at", "expires_at", "accepted_at", "revoked_at") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."facility_id", old_values."office_id", old_values."partner_id", old_values."invited_by_id", old_values."accepted_by_id", old_values."email", old_values."role", old_values."ends_at", old_values."expires_at", old_values."accepted_at", old_values."revoked_at" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="3f5a2d0f71370ef7a35cde0121f4fc10ce220a5b",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a86e1",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="access_invitation",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="apitokenevent",
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
            model_name="apitokenevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="access.apitoken",
            ),
        ),
        migrations.AddField(
            model_name="apitokenevent",
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
            model_name="invitationevent",
            name="accepted_by",
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
            model_name="invitationevent",
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
            model_name="invitationevent",
            name="invited_by",
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
            model_name="invitationevent",
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
            model_name="invitationevent",
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
            model_name="invitationevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="access.invitation",
            ),
        ),
        migrations.AddIndex(
            model_name="apitokenevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="apitoken_obj_history"),
        ),
        migrations.AddIndex(
            model_name="apitokenevent",
            index=models.Index(fields=["facility", "-pgh_id"], name="apitoken_facility_history"),
        ),
        migrations.AddIndex(
            model_name="invitationevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="invitation_obj_history"),
        ),
        migrations.AddIndex(
            model_name="invitationevent",
            index=models.Index(fields=["facility", "-pgh_id"], name="invitation_facility_history"),
        ),
        *[
            migrations.RunSQL(
                f"SELECT catalog_history_begin('{kept}', '{events}')", migrations.RunSQL.noop
            )
            for kept, events in KEPT
        ],
    ]
