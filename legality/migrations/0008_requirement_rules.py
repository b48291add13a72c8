"""Which goods carry which papers, as rows; and a number that moves with every change of them.

A clearance keeps the number of the rules it was given by. The database counts, so that it moves
whoever writes: services, loaders, plain SQL.
"""

from __future__ import annotations

import django.contrib.postgres.fields
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import catalog.models.history

RULES = ("legality_goodstrait", "legality_requirementrule")
VERSION = """
CREATE FUNCTION legality_rules_moved() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO legality_rulesversion (id, number) VALUES (1, 1)
  ON CONFLICT (id) DO UPDATE SET number = legality_rulesversion.number + 1;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION legality_rules_moved() FROM PUBLIC;
"""
WATCH = """
CREATE TRIGGER legality_rules_made AFTER INSERT OR DELETE ON {table} FOR EACH ROW
  EXECUTE FUNCTION legality_rules_moved();
CREATE TRIGGER legality_rules_changed AFTER UPDATE ON {table} FOR EACH ROW
  WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION legality_rules_moved();
"""
UNWATCH = """
DROP TRIGGER legality_rules_changed ON {table};
DROP TRIGGER legality_rules_made ON {table};
"""
# Who acts everywhere changes rules and codes of regions; the number, its triggers' owner alone.
GUARDED = {
    "legality_formerregion": "catalog_may_change(NULL)",
    "legality_goodstrait": "catalog_may_change(NULL)",
    "legality_requirementrule": "catalog_may_change(NULL)",
    "legality_rulesversion": "false",
}


class Migration(migrations.Migration):
    """Tables, their histories, the number."""

    dependencies = [
        ("legality", "0007_number_reading"),
    ]

    operations = [
        migrations.CreateModel(
            name="GoodsTrait",
            fields=[
                ("code", models.CharField(max_length=24, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80)),
                ("name_en", models.CharField(max_length=80)),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=255),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "name_words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "material_words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "without_words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("keeps_at_most", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ("position", "code"),
            },
        ),
        migrations.CreateModel(
            name="GoodsTraitEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("name", models.CharField(max_length=80)),
                ("name_en", models.CharField(max_length=80)),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=255),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "name_words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "material_words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "without_words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("keeps_at_most", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RequirementRule",
            fields=[
                ("code", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                ("name_en", models.CharField(max_length=120)),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=255),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "traits",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=24),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "unless_traits",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=24),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "papers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=24),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "need",
                    models.CharField(
                        choices=[
                            ("required", "required"),
                            ("advised", "advised"),
                            ("not_applicable", "not_applicable"),
                        ],
                        max_length=14,
                    ),
                ),
                ("in_force_from", models.DateField(blank=True, null=True)),
                ("in_force_until", models.DateField(blank=True, null=True)),
                ("not_halal_answers", models.BooleanField(default=False)),
                ("legal_source", models.TextField()),
                ("certainty", models.CharField(max_length=1)),
                ("reason", models.TextField()),
                ("reason_en", models.TextField()),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_on", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ("position", "code"),
            },
        ),
        migrations.CreateModel(
            name="RequirementRuleEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("name", models.CharField(max_length=120)),
                ("name_en", models.CharField(max_length=120)),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=255),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "traits",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=24),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "unless_traits",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=24),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "papers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=24),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "need",
                    models.CharField(
                        choices=[
                            ("required", "required"),
                            ("advised", "advised"),
                            ("not_applicable", "not_applicable"),
                        ],
                        max_length=14,
                    ),
                ),
                ("in_force_from", models.DateField(blank=True, null=True)),
                ("in_force_until", models.DateField(blank=True, null=True)),
                ("not_halal_answers", models.BooleanField(default=False)),
                ("legal_source", models.TextField()),
                ("certainty", models.CharField(max_length=1)),
                ("reason", models.TextField()),
                ("reason_en", models.TextField()),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_on", models.BooleanField(default=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RulesVersion",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False),
                ),
                ("number", models.BigIntegerField()),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="goodstrait",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_goodstraitevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "name", "name_en", "kinds", "name_words", "material_words", "without_words", "keeps_at_most", "position") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."code", acting.said, new_values."name", new_values."name_en", new_values."kinds", new_values."name_words", new_values."material_words", new_values."without_words", new_values."keeps_at_most", new_values."position" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="1fbb40014787d97343f88d07a8de9b31a41460c4",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_470ea",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="legality_goodstrait",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="goodstrait",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_goodstraitevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "name", "name_en", "kinds", "name_words", "material_words", "without_words", "keeps_at_most", "position") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."code", acting.said, new_values."name", new_values."name_en", new_values."kinds", new_values."name_words", new_values."material_words", new_values."without_words", new_values."keeps_at_most", new_values."position" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."code") = (new_values."code") WHERE (old_values."keeps_at_most" IS DISTINCT FROM (new_values."keeps_at_most") OR old_values."kinds" IS DISTINCT FROM (new_values."kinds") OR old_values."material_words" IS DISTINCT FROM (new_values."material_words") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."name_en" IS DISTINCT FROM (new_values."name_en") OR old_values."name_words" IS DISTINCT FROM (new_values."name_words") OR old_values."position" IS DISTINCT FROM (new_values."position") OR old_values."without_words" IS DISTINCT FROM (new_values."without_words"))) AS new_values, acting; RETURN NULL;',
                    hash="a65000ea33f1f7c4313a82fefed371ad36c0c367",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6829b",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="legality_goodstrait",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="goodstrait",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_goodstraitevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "name", "name_en", "kinds", "name_words", "material_words", "without_words", "keeps_at_most", "position") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."code", acting.said, old_values."name", old_values."name_en", old_values."kinds", old_values."name_words", old_values."material_words", old_values."without_words", old_values."keeps_at_most", old_values."position" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="72cb08bfe4373796c3e5e6886fe2425e6d98d4b6",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_492af",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="legality_goodstrait",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="goodstraitevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="legality.goodstrait",
            ),
        ),
        migrations.AddConstraint(
            model_name="requirementrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("certainty__in", ("V", "I", "U"))), name="rule_certainty_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="requirementrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("need__in", ["required", "advised", "not_applicable"])),
                name="rule_need_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="requirementrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("in_force_from__isnull", True),
                    ("in_force_until__isnull", True),
                    ("in_force_until__gte", models.F("in_force_from")),
                    _connector="OR",
                ),
                name="rule_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="requirementrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("papers", []), _negated=True), name="rule_names_a_paper"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="requirementrule",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_requirementruleevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "name", "name_en", "kinds", "traits", "unless_traits", "papers", "need", "in_force_from", "in_force_until", "not_halal_answers", "legal_source", "certainty", "reason", "reason_en", "position", "is_on") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."code", acting.said, new_values."name", new_values."name_en", new_values."kinds", new_values."traits", new_values."unless_traits", new_values."papers", new_values."need", new_values."in_force_from", new_values."in_force_until", new_values."not_halal_answers", new_values."legal_source", new_values."certainty", new_values."reason", new_values."reason_en", new_values."position", new_values."is_on" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="8c2a3a7441ed601a0b2f3bb6b4f63e6e80485782",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7ecf2",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="legality_requirementrule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="requirementrule",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_requirementruleevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "name", "name_en", "kinds", "traits", "unless_traits", "papers", "need", "in_force_from", "in_force_until", "not_halal_answers", "legal_source", "certainty", "reason", "reason_en", "position", "is_on") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."code", acting.said, new_values."name", new_values."name_en", new_values."kinds", new_values."traits", new_values."unless_traits", new_values."papers", new_values."need", new_values."in_force_from", new_values."in_force_until", new_values."not_halal_answers", new_values."legal_source", new_values."certainty", new_values."reason", new_values."reason_en", new_values."position", new_values."is_on" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."code") = (new_values."code") WHERE (old_values."certainty" IS DISTINCT FROM (new_values."certainty") OR old_values."in_force_from" IS DISTINCT FROM (new_values."in_force_from") OR old_values."in_force_until" IS DISTINCT FROM (new_values."in_force_until") OR old_values."is_on" IS DISTINCT FROM (new_values."is_on") OR old_values."kinds" IS DISTINCT FROM (new_values."kinds") OR old_values."legal_source" IS DISTINCT FROM (new_values."legal_source") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."name_en" IS DISTINCT FROM (new_values."name_en") OR old_values."need" IS DISTINCT FROM (new_values."need") OR old_values."not_halal_answers" IS DISTINCT FROM (new_values."not_halal_answers") OR old_values."papers" IS DISTINCT FROM (new_values."papers") OR old_values."position" IS DISTINCT FROM (new_values."position") OR old_values."reason" IS DISTINCT FROM (new_values."reason") OR old_values."reason_en" IS DISTINCT FROM (new_values."reason_en") OR old_values."traits" IS DISTINCT FROM (new_values."traits") OR old_values."unless_traits" IS DISTINCT FROM (new_values."unless_traits"))) AS new_values, acting; RETURN NULL;',
                    hash="b832b620a9bb52dfb960165cd6a2688eae0de4d5",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6a4be",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="legality_requirementrule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="requirementrule",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_requirementruleevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "name", "name_en", "kinds", "traits", "unless_traits", "papers", "need", "in_force_from", "in_force_until", "not_halal_answers", "legal_source", "certainty", "reason", "reason_en", "position", "is_on") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."code", acting.said, old_values."name", old_values."name_en", old_values."kinds", old_values."traits", old_values."unless_traits", old_values."papers", old_values."need", old_values."in_force_from", old_values."in_force_until", old_values."not_halal_answers", old_values."legal_source", old_values."certainty", old_values."reason", old_values."reason_en", old_values."position", old_values."is_on" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="e322a3500dc49a92c09811952ff9befe51523426",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d65e4",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="legality_requirementrule",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="requirementruleevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="legality.requirementrule",
            ),
        ),
        migrations.AddConstraint(
            model_name="rulesversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("id", 1)), name="rules_version_is_one"
            ),
        ),
        migrations.AddIndex(
            model_name="goodstraitevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="goodstrait_obj_history"),
        ),
        migrations.AddIndex(
            model_name="requirementruleevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="requirementrule_obj_history"),
        ),
        migrations.RunSQL(VERSION, "DROP FUNCTION legality_rules_moved()"),
        *[
            migrations.RunSQL(WATCH.format(table=table), UNWATCH.format(table=table))
            for table in RULES
        ],
        *[
            migrations.RunSQL(
                f"SELECT catalog_guard('{table}', '{condition}')",
                f"SELECT catalog_unguard('{table}')",
            )
            for table, condition in GUARDED.items()
        ],
    ]
