"""Handings-in and answers, holds and suspensions, scans and reminders."""

from __future__ import annotations

import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import catalog.models.history

# A row is its facility's; an answer is its review's; templates are the shop's.
GUARDED = {
    "legality_review": "catalog_may_change(facility_id)",
    "legality_reviewanswer": "catalog_may_change("
    "(SELECT facility_id FROM legality_review WHERE id = review_id))",
    "legality_answertemplate": "catalog_may_change(NULL)",
    "legality_recipehold": "catalog_may_change("
    "(SELECT facility_id FROM catalog_listing WHERE id = listing_id))",
    "legality_suspension": "catalog_may_change(facility_id)",
    "legality_evidence": "catalog_may_change(facility_id)",
    "legality_reminder": "catalog_may_change(facility_id)",
}


class Migration(migrations.Migration):
    """Tables, their histories, their guards."""

    dependencies = [
        ("catalog", "0021_office_lets_publish"),
        ("legality", "0008_requirement_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AnswerTemplate",
            fields=[
                ("code", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("label", models.CharField(max_length=80)),
                ("text", models.TextField()),
                ("text_en", models.TextField()),
                (
                    "codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_on", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ("position", "code"),
            },
        ),
        migrations.CreateModel(
            name="AnswerTemplateEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("label", models.CharField(max_length=80)),
                ("text", models.TextField()),
                ("text_en", models.TextField()),
                (
                    "codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_on", models.BooleanField(default=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True)),
                ("original_name", models.CharField(max_length=120)),
                ("came_as", models.CharField(max_length=40)),
                ("media_type", models.CharField(max_length=40)),
                ("size", models.PositiveIntegerField()),
                ("pages", models.PositiveSmallIntegerField(default=1)),
                ("sha256", models.CharField(max_length=64)),
                ("uploaded_at", models.DateTimeField(auto_now_add=True)),
                ("uploaded_name", models.CharField(blank=True, max_length=120)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="EvidenceEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("key", models.CharField(max_length=64)),
                ("original_name", models.CharField(max_length=120)),
                ("came_as", models.CharField(max_length=40)),
                ("media_type", models.CharField(max_length=40)),
                ("size", models.PositiveIntegerField()),
                ("pages", models.PositiveSmallIntegerField(default=1)),
                ("sha256", models.CharField(max_length=64)),
                ("uploaded_at", models.DateTimeField(auto_now_add=True)),
                ("uploaded_name", models.CharField(blank=True, max_length=120)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RecipeHold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("before", models.TextField(blank=True)),
                ("after", models.TextField(blank=True)),
                ("begun_at", models.DateTimeField(auto_now_add=True)),
                ("begun_by", models.CharField(blank=True, max_length=120)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_by", models.CharField(blank=True, max_length=120)),
                ("note", models.TextField(blank=True)),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="RecipeHoldEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("before", models.TextField(blank=True)),
                ("after", models.TextField(blank=True)),
                ("begun_at", models.DateTimeField(auto_now_add=True)),
                ("begun_by", models.CharField(blank=True, max_length=120)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_by", models.CharField(blank=True, max_length=120)),
                ("note", models.TextField(blank=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("expires_on", models.DateField()),
                ("days", models.PositiveSmallIntegerField()),
                ("made_on", models.DateField()),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("submitted_at", models.DateTimeField(auto_now_add=True)),
                ("submitted_name", models.CharField(blank=True, max_length=120)),
                ("values", models.JSONField(default=dict)),
                ("digest", models.CharField(max_length=64)),
                ("findings", models.JSONField(blank=True, default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Menunggu"),
                            ("approved", "Disetujui"),
                            ("sent_back", "Perlu diperbaiki"),
                            ("refused", "Ditolak"),
                            ("taken_back", "Ditarik kembali"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_name", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="ReviewAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                ("note", models.TextField()),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="ReviewAnswerEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("code", models.CharField(max_length=40)),
                ("note", models.TextField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReviewEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("submitted_at", models.DateTimeField(auto_now_add=True)),
                ("submitted_name", models.CharField(blank=True, max_length=120)),
                ("values", models.JSONField(default=dict)),
                ("digest", models.CharField(max_length=64)),
                ("findings", models.JSONField(blank=True, default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Menunggu"),
                            ("approved", "Disetujui"),
                            ("sent_back", "Perlu diperbaiki"),
                            ("refused", "Ditolak"),
                            ("taken_back", "Ditarik kembali"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_name", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Suspension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("officer", "Petugas"),
                            ("expiry", "Surat berakhir"),
                            ("revocation", "Surat dicabut"),
                            ("recipe", "Resep berubah"),
                            ("rules", "Aturan berubah"),
                            ("reconciled", "Ditemukan tanpa kelayakan"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField()),
                ("begun_at", models.DateTimeField(auto_now_add=True)),
                ("begun_by", models.CharField(blank=True, max_length=120)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_by", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="SuspensionEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("officer", "Petugas"),
                            ("expiry", "Surat berakhir"),
                            ("revocation", "Surat dicabut"),
                            ("recipe", "Resep berubah"),
                            ("rules", "Aturan berubah"),
                            ("reconciled", "Ditemukan tanpa kelayakan"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField()),
                ("begun_at", models.DateTimeField(auto_now_add=True)),
                ("begun_by", models.CharField(blank=True, max_length=120)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_by", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "abstract": False,
            },
        ),
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
            name="public_scan",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="certificate",
            name="revoked_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="certificate",
            name="revoked_reason",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="certificateevent",
            name="public_scan",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="certificateevent",
            name="revoked_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="certificateevent",
            name="revoked_reason",
            field=models.CharField(blank=True, max_length=300),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_certificateevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "kind_id", "facility_id", "scheme", "number_raw", "number_norm", "holder_name", "holder_is_person", "holder_address", "issuer", "legal_basis", "issued_on", "expires_on", "printed_expiry", "last_surveillance_on", "state", "verified_on", "verified_by", "parse_result", "revoked_on", "revoked_reason", "public_scan") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."kind_id", new_values."facility_id", new_values."scheme", new_values."number_raw", new_values."number_norm", new_values."holder_name", new_values."holder_is_person", new_values."holder_address", new_values."issuer", new_values."legal_basis", new_values."issued_on", new_values."expires_on", new_values."printed_expiry", new_values."last_surveillance_on", new_values."state", new_values."verified_on", new_values."verified_by", new_values."parse_result", new_values."revoked_on", new_values."revoked_reason", new_values."public_scan" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="ed3c33df660c52dea4bea429babdd522e7e89785",
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
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_certificateevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "kind_id", "facility_id", "scheme", "number_raw", "number_norm", "holder_name", "holder_is_person", "holder_address", "issuer", "legal_basis", "issued_on", "expires_on", "printed_expiry", "last_surveillance_on", "state", "verified_on", "verified_by", "parse_result", "revoked_on", "revoked_reason", "public_scan") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."kind_id", new_values."facility_id", new_values."scheme", new_values."number_raw", new_values."number_norm", new_values."holder_name", new_values."holder_is_person", new_values."holder_address", new_values."issuer", new_values."legal_basis", new_values."issued_on", new_values."expires_on", new_values."printed_expiry", new_values."last_surveillance_on", new_values."state", new_values."verified_on", new_values."verified_by", new_values."parse_result", new_values."revoked_on", new_values."revoked_reason", new_values."public_scan" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."expires_on" IS DISTINCT FROM (new_values."expires_on") OR old_values."facility_id" IS DISTINCT FROM (new_values."facility_id") OR old_values."holder_address" IS DISTINCT FROM (new_values."holder_address") OR old_values."holder_is_person" IS DISTINCT FROM (new_values."holder_is_person") OR old_values."holder_name" IS DISTINCT FROM (new_values."holder_name") OR old_values."issued_on" IS DISTINCT FROM (new_values."issued_on") OR old_values."issuer" IS DISTINCT FROM (new_values."issuer") OR old_values."kind_id" IS DISTINCT FROM (new_values."kind_id") OR old_values."last_surveillance_on" IS DISTINCT FROM (new_values."last_surveillance_on") OR old_values."legal_basis" IS DISTINCT FROM (new_values."legal_basis") OR old_values."number_norm" IS DISTINCT FROM (new_values."number_norm") OR old_values."number_raw" IS DISTINCT FROM (new_values."number_raw") OR old_values."parse_result" IS DISTINCT FROM (new_values."parse_result") OR old_values."printed_expiry" IS DISTINCT FROM (new_values."printed_expiry") OR old_values."public_scan" IS DISTINCT FROM (new_values."public_scan") OR old_values."revoked_on" IS DISTINCT FROM (new_values."revoked_on") OR old_values."revoked_reason" IS DISTINCT FROM (new_values."revoked_reason") OR old_values."scheme" IS DISTINCT FROM (new_values."scheme") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."verified_by" IS DISTINCT FROM (new_values."verified_by") OR old_values."verified_on" IS DISTINCT FROM (new_values."verified_on"))) AS new_values, acting; RETURN NULL;',
                    hash="dbcb5797013c10eb13157c2475dac3220bceb0c7",
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
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_certificateevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "kind_id", "facility_id", "scheme", "number_raw", "number_norm", "holder_name", "holder_is_person", "holder_address", "issuer", "legal_basis", "issued_on", "expires_on", "printed_expiry", "last_surveillance_on", "state", "verified_on", "verified_by", "parse_result", "revoked_on", "revoked_reason", "public_scan") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."kind_id", old_values."facility_id", old_values."scheme", old_values."number_raw", old_values."number_norm", old_values."holder_name", old_values."holder_is_person", old_values."holder_address", old_values."issuer", old_values."legal_basis", old_values."issued_on", old_values."expires_on", old_values."printed_expiry", old_values."last_surveillance_on", old_values."state", old_values."verified_on", old_values."verified_by", old_values."parse_result", old_values."revoked_on", old_values."revoked_reason", old_values."public_scan" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="e22be7e9082505cf616b09478270c78ee59dc2bb",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3eee9",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="legality_certificate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="answertemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_answertemplateevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "label", "text", "text_en", "codes", "position", "is_on") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."code", acting.said, new_values."label", new_values."text", new_values."text_en", new_values."codes", new_values."position", new_values."is_on" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="a06d77c510d117696c1c527d5d5b839417dda3b5",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_88dc1",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="legality_answertemplate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="answertemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_answertemplateevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "label", "text", "text_en", "codes", "position", "is_on") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."code", acting.said, new_values."label", new_values."text", new_values."text_en", new_values."codes", new_values."position", new_values."is_on" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."code") = (new_values."code") WHERE (old_values."codes" IS DISTINCT FROM (new_values."codes") OR old_values."is_on" IS DISTINCT FROM (new_values."is_on") OR old_values."label" IS DISTINCT FROM (new_values."label") OR old_values."position" IS DISTINCT FROM (new_values."position") OR old_values."text" IS DISTINCT FROM (new_values."text") OR old_values."text_en" IS DISTINCT FROM (new_values."text_en"))) AS new_values, acting; RETURN NULL;',
                    hash="04aa0414cd78b1afc47edea223c449f125ccf081",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d25c4",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="legality_answertemplate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="answertemplate",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_answertemplateevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "label", "text", "text_en", "codes", "position", "is_on") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."code", acting.said, old_values."label", old_values."text", old_values."text_en", old_values."codes", old_values."position", old_values."is_on" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="00c6e55e1177a1979bf9d182b8395575b5cadeed",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7d647",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="legality_answertemplate",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="answertemplateevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="legality.answertemplate",
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="certificate",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="evidence",
                to="legality.certificate",
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="facility",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.facility"
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="uploaded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="evidenceevent",
            name="certificate",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="legality.certificate",
            ),
        ),
        migrations.AddField(
            model_name="evidenceevent",
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
            model_name="evidenceevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="legality.evidence",
            ),
        ),
        migrations.AddField(
            model_name="evidenceevent",
            name="uploaded_by",
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
            model_name="recipehold",
            name="listing",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="recipe_holds",
                to="catalog.listing",
            ),
        ),
        migrations.AddField(
            model_name="recipeholdevent",
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
            model_name="recipeholdevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="legality.recipehold",
            ),
        ),
        migrations.AddField(
            model_name="reminder",
            name="certificate",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reminders",
                to="legality.certificate",
            ),
        ),
        migrations.AddField(
            model_name="reminder",
            name="facility",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.facility"
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="facility",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.facility"
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="listing",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reviews",
                to="catalog.listing",
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="submitted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reviewanswer",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="answers",
                to="legality.review",
            ),
        ),
        migrations.AddField(
            model_name="reviewanswerevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="legality.reviewanswer",
            ),
        ),
        migrations.AddField(
            model_name="reviewanswerevent",
            name="review",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="legality.review",
            ),
        ),
        migrations.AddField(
            model_name="reviewevent",
            name="decided_by",
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
            model_name="reviewevent",
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
            model_name="reviewevent",
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
            model_name="reviewevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="legality.review",
            ),
        ),
        migrations.AddField(
            model_name="reviewevent",
            name="submitted_by",
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
            model_name="suspension",
            name="certificate",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="legality.certificate",
            ),
        ),
        migrations.AddField(
            model_name="suspension",
            name="facility",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.facility"
            ),
        ),
        migrations.AddField(
            model_name="suspension",
            name="listing",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="suspensions",
                to="catalog.listing",
            ),
        ),
        migrations.AddField(
            model_name="suspensionevent",
            name="certificate",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="legality.certificate",
            ),
        ),
        migrations.AddField(
            model_name="suspensionevent",
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
            model_name="suspensionevent",
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
            model_name="suspensionevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="legality.suspension",
            ),
        ),
        migrations.AddIndex(
            model_name="answertemplateevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="answertemplate_obj_history"),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at__isnull", True)),
                fields=("certificate", "sha256"),
                name="evidence_once",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evidence",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_evidenceevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "certificate_id", "facility_id", "uploaded_by_id", "key", "original_name", "came_as", "media_type", "size", "pages", "sha256", "uploaded_at", "uploaded_name", "removed_at") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."certificate_id", new_values."facility_id", new_values."uploaded_by_id", new_values."key", new_values."original_name", new_values."came_as", new_values."media_type", new_values."size", new_values."pages", new_values."sha256", new_values."uploaded_at", new_values."uploaded_name", new_values."removed_at" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="61c58f65a19d122a0543d102100a40c59be437cc",
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
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_evidenceevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "certificate_id", "facility_id", "uploaded_by_id", "key", "original_name", "came_as", "media_type", "size", "pages", "sha256", "uploaded_at", "uploaded_name", "removed_at") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."certificate_id", new_values."facility_id", new_values."uploaded_by_id", new_values."key", new_values."original_name", new_values."came_as", new_values."media_type", new_values."size", new_values."pages", new_values."sha256", new_values."uploaded_at", new_values."uploaded_name", new_values."removed_at" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."came_as" IS DISTINCT FROM (new_values."came_as") OR old_values."certificate_id" IS DISTINCT FROM (new_values."certificate_id") OR old_values."facility_id" IS DISTINCT FROM (new_values."facility_id") OR old_values."key" IS DISTINCT FROM (new_values."key") OR old_values."media_type" IS DISTINCT FROM (new_values."media_type") OR old_values."original_name" IS DISTINCT FROM (new_values."original_name") OR old_values."pages" IS DISTINCT FROM (new_values."pages") OR old_values."removed_at" IS DISTINCT FROM (new_values."removed_at") OR old_values."sha256" IS DISTINCT FROM (new_values."sha256") OR old_values."size" IS DISTINCT FROM (new_values."size") OR old_values."uploaded_at" IS DISTINCT FROM (new_values."uploaded_at") OR old_values."uploaded_by_id" IS DISTINCT FROM (new_values."uploaded_by_id") OR old_values."uploaded_name" IS DISTINCT FROM (new_values."uploaded_name"))) AS new_values, acting; RETURN NULL;',
                    hash="da7cef4d17fc8dd7488f78661e028f8714215dc0",
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
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_evidenceevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "certificate_id", "facility_id", "uploaded_by_id", "key", "original_name", "came_as", "media_type", "size", "pages", "sha256", "uploaded_at", "uploaded_name", "removed_at") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."certificate_id", old_values."facility_id", old_values."uploaded_by_id", old_values."key", old_values."original_name", old_values."came_as", old_values."media_type", old_values."size", old_values."pages", old_values."sha256", old_values."uploaded_at", old_values."uploaded_name", old_values."removed_at" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="b8059f409078aed79527b10b03a6236d4578ffcc",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_dddcc",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="legality_evidence",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="evidenceevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="evidence_obj_history"),
        ),
        migrations.AddIndex(
            model_name="evidenceevent",
            index=models.Index(
                fields=["certificate", "-pgh_id"], name="evidence_certificate_history"
            ),
        ),
        migrations.AddConstraint(
            model_name="recipehold",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("listing",),
                name="recipe_held_once",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recipehold",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_recipeholdevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "listing_id", "before", "after", "begun_at", "begun_by", "ended_at", "ended_by", "note") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."listing_id", new_values."before", new_values."after", new_values."begun_at", new_values."begun_by", new_values."ended_at", new_values."ended_by", new_values."note" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="dd930144e0343226a37950066f2544d1f681e166",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_dcd93",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="legality_recipehold",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recipehold",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_recipeholdevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "listing_id", "before", "after", "begun_at", "begun_by", "ended_at", "ended_by", "note") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."listing_id", new_values."before", new_values."after", new_values."begun_at", new_values."begun_by", new_values."ended_at", new_values."ended_by", new_values."note" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."after" IS DISTINCT FROM (new_values."after") OR old_values."before" IS DISTINCT FROM (new_values."before") OR old_values."begun_at" IS DISTINCT FROM (new_values."begun_at") OR old_values."begun_by" IS DISTINCT FROM (new_values."begun_by") OR old_values."ended_at" IS DISTINCT FROM (new_values."ended_at") OR old_values."ended_by" IS DISTINCT FROM (new_values."ended_by") OR old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."note" IS DISTINCT FROM (new_values."note"))) AS new_values, acting; RETURN NULL;',
                    hash="0e547bb917ec1521c30fd6e0db20499b6d505934",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d6c6d",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="legality_recipehold",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recipehold",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_recipeholdevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "listing_id", "before", "after", "begun_at", "begun_by", "ended_at", "ended_by", "note") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."listing_id", old_values."before", old_values."after", old_values."begun_at", old_values."begun_by", old_values."ended_at", old_values."ended_by", old_values."note" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="74ef358de289b02e63351b107d6354d267cc5979",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_815b3",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="legality_recipehold",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="recipeholdevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="recipehold_obj_history"),
        ),
        migrations.AddIndex(
            model_name="recipeholdevent",
            index=models.Index(fields=["listing", "-pgh_id"], name="recipehold_listing_history"),
        ),
        migrations.AddIndex(
            model_name="reminder",
            index=models.Index(fields=["made_on", "facility"], name="reminder_of_day"),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("certificate", "expires_on", "days"), name="reminded_once"
            ),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["facility", "submitted_at"],
                name="review_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(fields=["listing", "-submitted_at"], name="review_of_listing"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "waiting")),
                fields=("listing",),
                name="review_waits_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["waiting", "approved", "sent_back", "refused", "taken_back"])
                ),
                name="review_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("state", "waiting")),
                    models.Q(
                        models.Q(("state", "waiting"), _negated=True), ("decided_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="review_decided_has_a_time",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="review",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_reviewevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "listing_id", "facility_id", "submitted_by_id", "decided_by_id", "submitted_at", "submitted_name", "values", "digest", "findings", "state", "note", "decided_at", "decided_name") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."listing_id", new_values."facility_id", new_values."submitted_by_id", new_values."decided_by_id", new_values."submitted_at", new_values."submitted_name", new_values."values", new_values."digest", new_values."findings", new_values."state", new_values."note", new_values."decided_at", new_values."decided_name" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="dc9d9e4ce21c8e93e9f92b8fd600abb70b639eb0",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_19b74",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="legality_review",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="review",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_reviewevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "listing_id", "facility_id", "submitted_by_id", "decided_by_id", "submitted_at", "submitted_name", "values", "digest", "findings", "state", "note", "decided_at", "decided_name") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."listing_id", new_values."facility_id", new_values."submitted_by_id", new_values."decided_by_id", new_values."submitted_at", new_values."submitted_name", new_values."values", new_values."digest", new_values."findings", new_values."state", new_values."note", new_values."decided_at", new_values."decided_name" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."decided_at" IS DISTINCT FROM (new_values."decided_at") OR old_values."decided_by_id" IS DISTINCT FROM (new_values."decided_by_id") OR old_values."decided_name" IS DISTINCT FROM (new_values."decided_name") OR old_values."digest" IS DISTINCT FROM (new_values."digest") OR old_values."facility_id" IS DISTINCT FROM (new_values."facility_id") OR old_values."findings" IS DISTINCT FROM (new_values."findings") OR old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."submitted_at" IS DISTINCT FROM (new_values."submitted_at") OR old_values."submitted_by_id" IS DISTINCT FROM (new_values."submitted_by_id") OR old_values."submitted_name" IS DISTINCT FROM (new_values."submitted_name") OR old_values."values" IS DISTINCT FROM (new_values."values"))) AS new_values, acting; RETURN NULL;',
                    hash="af9043b1a11bbe595ce5853849cefcb7a48d82c6",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ff9c9",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="legality_review",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="review",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_reviewevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "listing_id", "facility_id", "submitted_by_id", "decided_by_id", "submitted_at", "submitted_name", "values", "digest", "findings", "state", "note", "decided_at", "decided_name") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."listing_id", old_values."facility_id", old_values."submitted_by_id", old_values."decided_by_id", old_values."submitted_at", old_values."submitted_name", old_values."values", old_values."digest", old_values."findings", old_values."state", old_values."note", old_values."decided_at", old_values."decided_name" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="c8fed4840e658bb3e245c6fea75704c1021cd0a7",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4ae88",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="legality_review",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewanswer",
            constraint=models.UniqueConstraint(fields=("review", "code"), name="answer_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_reviewanswerevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "review_id", "code", "note") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."review_id", new_values."code", new_values."note" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="58e98168f34f78793b4aa0c5693b4548578f6e9d",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e813b",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="legality_reviewanswer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_reviewanswerevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "review_id", "code", "note") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."review_id", new_values."code", new_values."note" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."code" IS DISTINCT FROM (new_values."code") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."review_id" IS DISTINCT FROM (new_values."review_id"))) AS new_values, acting; RETURN NULL;',
                    hash="300841983521c2ac4baca3a242b8f28490a6e824",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_02ba9",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="legality_reviewanswer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_reviewanswerevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "review_id", "code", "note") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."review_id", old_values."code", old_values."note" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="b6ff80f0fc146c7dfc134b13dd5976a00c159349",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_09d63",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="legality_reviewanswer",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="reviewanswerevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="reviewanswer_obj_history"),
        ),
        migrations.AddIndex(
            model_name="reviewanswerevent",
            index=models.Index(fields=["review", "-pgh_id"], name="reviewanswer_review_history"),
        ),
        migrations.AddIndex(
            model_name="reviewevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="review_obj_history"),
        ),
        migrations.AddIndex(
            model_name="reviewevent",
            index=models.Index(fields=["listing", "-pgh_id"], name="review_listing_history"),
        ),
        migrations.AddIndex(
            model_name="suspension",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", True)),
                fields=["facility"],
                name="suspended_now",
            ),
        ),
        migrations.AddConstraint(
            model_name="suspension",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("listing",),
                name="suspended_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="suspension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "cause__in",
                        ["officer", "expiry", "revocation", "recipe", "rules", "reconciled"],
                    )
                ),
                name="suspension_cause_known",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="suspension",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_suspensionevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "listing_id", "facility_id", "certificate_id", "cause", "reason", "begun_at", "begun_by", "ended_at", "ended_by") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."listing_id", new_values."facility_id", new_values."certificate_id", new_values."cause", new_values."reason", new_values."begun_at", new_values."begun_by", new_values."ended_at", new_values."ended_by" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="3f380dcb65e34fe93fc2acfe526144c83bc976c3",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_35293",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="legality_suspension",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="suspension",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_suspensionevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "listing_id", "facility_id", "certificate_id", "cause", "reason", "begun_at", "begun_by", "ended_at", "ended_by") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."listing_id", new_values."facility_id", new_values."certificate_id", new_values."cause", new_values."reason", new_values."begun_at", new_values."begun_by", new_values."ended_at", new_values."ended_by" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."begun_at" IS DISTINCT FROM (new_values."begun_at") OR old_values."begun_by" IS DISTINCT FROM (new_values."begun_by") OR old_values."cause" IS DISTINCT FROM (new_values."cause") OR old_values."certificate_id" IS DISTINCT FROM (new_values."certificate_id") OR old_values."ended_at" IS DISTINCT FROM (new_values."ended_at") OR old_values."ended_by" IS DISTINCT FROM (new_values."ended_by") OR old_values."facility_id" IS DISTINCT FROM (new_values."facility_id") OR old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."reason" IS DISTINCT FROM (new_values."reason"))) AS new_values, acting; RETURN NULL;',
                    hash="e037aad19d0317d58d53b1e6684bd2179ba5241a",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c1923",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="legality_suspension",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="suspension",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_suspensionevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "listing_id", "facility_id", "certificate_id", "cause", "reason", "begun_at", "begun_by", "ended_at", "ended_by") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."listing_id", old_values."facility_id", old_values."certificate_id", old_values."cause", old_values."reason", old_values."begun_at", old_values."begun_by", old_values."ended_at", old_values."ended_by" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="3ccf0d4f78c254b76b49f48997f5a6588d27b567",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7dee1",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="legality_suspension",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="suspensionevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="suspension_obj_history"),
        ),
        migrations.AddIndex(
            model_name="suspensionevent",
            index=models.Index(fields=["listing", "-pgh_id"], name="suspension_listing_history"),
        ),
        *[
            migrations.RunSQL(
                f"SELECT catalog_guard('{table}', '{condition}')",
                f"SELECT catalog_unguard('{table}')",
            )
            for table, condition in GUARDED.items()
        ],
    ]
