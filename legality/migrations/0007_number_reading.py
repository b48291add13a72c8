"""Kinds of papers say how their numbers are read; numbers are compared without all words before
them and with digits where letters were typed for them; codes of regions before a split."""

from __future__ import annotations

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import catalog.models.history
import legality.number_findings
from catalog.paper_numbers import normal_number

# Patterns as they were shipped, what they are now, and how such numbers are written. A kind that
# officers changed keeps all they wrote: the loader leaves it alone, and only this pattern follows.
SHIPPED = {
    "pirt": (
        "^(?:P-?IRT(?:\\s*(?:No\\.?|:))?\\s*)?([1-8])(0[1-9]|1[0-5])(\\d{4})(\\d{2})(\\d{4})-?(\\d{2})$",
        "(?P<packaging>[1-8])(?P<group>\\d{2})(?P<region>\\d{4})(?P<product>\\d{2})(?P<producer>\\d{4})(?P<year>\\d{2})",
        "P-IRT {packaging}{group}{region}{product}{producer}-{year}",
    ),
    "halal": (
        "^ID(\\d{2})(\\d)(\\d)(\\d{9})(0[1-9]|1[0-2])(\\d{2})$",
        "ID(?P<province>\\d{2})(?P<undecoded>\\d{2})(?P<counter>\\d{9})(?P<month>0[1-9]|1[0-2])(?P<registered_year>\\d{2})",
        "ID{province}{undecoded}{counter}{month}{registered_year}",
    ),
    "merek": (
        "^IDM\\d{9}$",
        "IDM(?P<serial>\\d{9})",
        "IDM{serial}",
    ),
    "hak_cipta": (
        "^(?:EC00\\d{4}\\d{5,6}|\\d{9})$",
        "EC00(?P<filed_year>\\d{4})(?P<serial>\\d{5,6})|(?P<record>\\d{9})",
        "EC00{filed_year}{serial}{record}",
    ),
    "desain_industri": (
        "^IDD\\d{10}$",
        "IDD(?P<serial>\\d{10})",
        "IDD{serial}",
    ),
    "paten": (
        "^IDP\\d{9}$",
        "IDP(?P<serial>\\d{9})",
        "IDP{serial}",
    ),
    "paten_sederhana": (
        "^IDS\\d{9}$",
        "IDS(?P<serial>\\d{9})",
        "IDS{serial}",
    ),
    "indikasi_geografis": (
        "^ID\\s?G\\s?\\d{9}$",
        "IDG(?P<serial>\\d{9})",
        "ID G {serial}",
    ),
    "bpom_md": (
        "^(?:BPOM\\s+RI\\s+)?MD\\s?(\\d{12}|\\d{15})$",
        "MD(?P<serial>\\d{12}|\\d{15})",
        "MD {serial}",
    ),
    "bpom_ml": (
        "^(?:BPOM\\s+RI\\s+)?ML\\s?(\\d{12}|\\d{15})$",
        "ML(?P<serial>\\d{12}|\\d{15})",
        "ML {serial}",
    ),
    "nib": (
        "^\\d{13}$",
        "(?P<serial>\\d{13})",
        "{serial}",
    ),
    "nkv": (
        "^(?:NKV\\s+)?[A-Z]{2,4}\\s?\\d{7}-\\d{3}$",
        "(?P<unit>[A-Z]{2,4})(?P<area>\\d{7})(?P<serial>\\d{3})",
        "NKV {unit} {area}-{serial}",
    ),
}


def patterns_follow(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Patterns that nobody changed become those with named parts."""
    kinds = apps.get_model("legality", "CertificateKind").objects
    for code, (before, pattern, form) in SHIPPED.items():
        rows = kinds.filter(pk=code, number_pattern=before)
        rows.update(number_pattern=pattern, number_form=form)


def numbers_follow(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Numbers that are compared otherwise now. One that another paper has already stays: the same
    paper was written down twice, and which one is right only people can say."""
    papers = apps.get_model("legality", "Certificate").objects
    rows = papers.values_list("pk", "kind_id", "number_raw", "number_norm").order_by("pk")
    for key, kind, raw, before in rows.iterator(chunk_size=2000):
        number = normal_number(raw)
        if not number or number == before:
            continue
        if not papers.filter(kind_id=kind, number_norm=number).exists():
            papers.filter(pk=key).update(number_norm=number)


class Migration(migrations.Migration):
    """Columns, triggers, codes of regions; then numbers."""

    dependencies = [
        ("catalog", "0014_history"),
        ("legality", "0006_history"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormerRegion",
            fields=[
                ("code", models.CharField(max_length=4, primary_key=True, serialize=False)),
                ("until", models.PositiveSmallIntegerField()),
                ("source", models.TextField()),
                ("certainty", models.CharField(max_length=1)),
            ],
            options={
                "ordering": ("code",),
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="certificatekind",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="certificatekind",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="certificatekind",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="certificatekind",
            name="blocking",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=30),
                blank=True,
                default=legality.number_findings.blocking_by_default,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="certificatekind",
            name="goods",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=255), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="certificatekind",
            name="number_form",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="certificatekind",
            name="other_forms",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="certificatekind",
            name="part_codes",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="certificatekindevent",
            name="blocking",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=30),
                blank=True,
                default=legality.number_findings.blocking_by_default,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="certificatekindevent",
            name="goods",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=255), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="certificatekindevent",
            name="number_form",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="certificatekindevent",
            name="other_forms",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="certificatekindevent",
            name="part_codes",
            field=models.JSONField(blank=True, default=list),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificatekind",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_certificatekindevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "group", "label", "label_en", "short", "short_en", "issuer", "issuer_en", "number_pattern", "number_form", "other_forms", "part_codes", "goods", "blocking", "validity", "term_years", "portal_name", "portal_url", "verify_url_template", "verify_steps", "verify_steps_en", "tells_buyer", "tells_buyer_en", "source", "certainty", "position") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."code", acting.said, new_values."group", new_values."label", new_values."label_en", new_values."short", new_values."short_en", new_values."issuer", new_values."issuer_en", new_values."number_pattern", new_values."number_form", new_values."other_forms", new_values."part_codes", new_values."goods", new_values."blocking", new_values."validity", new_values."term_years", new_values."portal_name", new_values."portal_url", new_values."verify_url_template", new_values."verify_steps", new_values."verify_steps_en", new_values."tells_buyer", new_values."tells_buyer_en", new_values."source", new_values."certainty", new_values."position" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="f776b5ab58da592cc039fc3c2cabd1fa0594ebd7",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4b470",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="legality_certificatekind",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificatekind",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_certificatekindevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "group", "label", "label_en", "short", "short_en", "issuer", "issuer_en", "number_pattern", "number_form", "other_forms", "part_codes", "goods", "blocking", "validity", "term_years", "portal_name", "portal_url", "verify_url_template", "verify_steps", "verify_steps_en", "tells_buyer", "tells_buyer_en", "source", "certainty", "position") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."code", acting.said, new_values."group", new_values."label", new_values."label_en", new_values."short", new_values."short_en", new_values."issuer", new_values."issuer_en", new_values."number_pattern", new_values."number_form", new_values."other_forms", new_values."part_codes", new_values."goods", new_values."blocking", new_values."validity", new_values."term_years", new_values."portal_name", new_values."portal_url", new_values."verify_url_template", new_values."verify_steps", new_values."verify_steps_en", new_values."tells_buyer", new_values."tells_buyer_en", new_values."source", new_values."certainty", new_values."position" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."code") = (new_values."code") WHERE (old_values."blocking" IS DISTINCT FROM (new_values."blocking") OR old_values."certainty" IS DISTINCT FROM (new_values."certainty") OR old_values."goods" IS DISTINCT FROM (new_values."goods") OR old_values."group" IS DISTINCT FROM (new_values."group") OR old_values."issuer" IS DISTINCT FROM (new_values."issuer") OR old_values."issuer_en" IS DISTINCT FROM (new_values."issuer_en") OR old_values."label" IS DISTINCT FROM (new_values."label") OR old_values."label_en" IS DISTINCT FROM (new_values."label_en") OR old_values."number_form" IS DISTINCT FROM (new_values."number_form") OR old_values."number_pattern" IS DISTINCT FROM (new_values."number_pattern") OR old_values."other_forms" IS DISTINCT FROM (new_values."other_forms") OR old_values."part_codes" IS DISTINCT FROM (new_values."part_codes") OR old_values."portal_name" IS DISTINCT FROM (new_values."portal_name") OR old_values."portal_url" IS DISTINCT FROM (new_values."portal_url") OR old_values."position" IS DISTINCT FROM (new_values."position") OR old_values."short" IS DISTINCT FROM (new_values."short") OR old_values."short_en" IS DISTINCT FROM (new_values."short_en") OR old_values."source" IS DISTINCT FROM (new_values."source") OR old_values."tells_buyer" IS DISTINCT FROM (new_values."tells_buyer") OR old_values."tells_buyer_en" IS DISTINCT FROM (new_values."tells_buyer_en") OR old_values."term_years" IS DISTINCT FROM (new_values."term_years") OR old_values."validity" IS DISTINCT FROM (new_values."validity") OR old_values."verify_steps" IS DISTINCT FROM (new_values."verify_steps") OR old_values."verify_steps_en" IS DISTINCT FROM (new_values."verify_steps_en") OR old_values."verify_url_template" IS DISTINCT FROM (new_values."verify_url_template"))) AS new_values, acting; RETURN NULL;',
                    hash="34dc758edf4b8b4e2f226504a3ff60de2713bf9c",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_52f86",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="legality_certificatekind",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificatekind",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_certificatekindevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "group", "label", "label_en", "short", "short_en", "issuer", "issuer_en", "number_pattern", "number_form", "other_forms", "part_codes", "goods", "blocking", "validity", "term_years", "portal_name", "portal_url", "verify_url_template", "verify_steps", "verify_steps_en", "tells_buyer", "tells_buyer_en", "source", "certainty", "position") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."code", acting.said, old_values."group", old_values."label", old_values."label_en", old_values."short", old_values."short_en", old_values."issuer", old_values."issuer_en", old_values."number_pattern", old_values."number_form", old_values."other_forms", old_values."part_codes", old_values."goods", old_values."blocking", old_values."validity", old_values."term_years", old_values."portal_name", old_values."portal_url", old_values."verify_url_template", old_values."verify_steps", old_values."verify_steps_en", old_values."tells_buyer", old_values."tells_buyer_en", old_values."source", old_values."certainty", old_values."position" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="6be5cf8465dcafd53e9b9eb096b329f54d3279dd",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_bb194",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="legality_certificatekind",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="formerregion",
            name="regency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="former_codes",
                to="catalog.regency",
            ),
        ),
        migrations.AddConstraint(
            model_name="formerregion",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__regex", "^\\d{4}$")),
                name="former_region_has_four_digits",
            ),
        ),
        migrations.AddConstraint(
            model_name="formerregion",
            constraint=models.CheckConstraint(
                condition=models.Q(("certainty__in", ("V", "I", "U"))),
                name="former_region_certainty_known",
            ),
        ),
        migrations.RunPython(patterns_follow, migrations.RunPython.noop),
        migrations.RunPython(numbers_follow, migrations.RunPython.noop),
    ]
