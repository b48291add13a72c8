"""The history of papers: see catalog's `0014_history`."""

from __future__ import annotations

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import catalog.models.history

KEPT = (
    ("legality_certificate", "legality_certificateevent"),
    ("legality_certificatecover", "legality_certificatecoverevent"),
    ("legality_certificatekind", "legality_certificatekindevent"),
)


class Migration(migrations.Migration):
    """Tables of events, triggers, first events."""

    dependencies = [
        ("legality", "0005_row_security"),
        ("catalog", "0014_history"),
        ("product", "0117_auto_20200423_0737"),
    ]

    operations = [
        migrations.CreateModel(
            name="CertificateCoverEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CertificateEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("scheme", models.CharField(blank=True, max_length=40)),
                ("number_raw", models.CharField(max_length=80)),
                ("number_norm", models.CharField(max_length=80)),
                ("holder_name", models.CharField(max_length=160)),
                ("holder_is_person", models.BooleanField(default=False)),
                ("holder_address", models.CharField(blank=True, max_length=200)),
                ("issuer", models.CharField(blank=True, max_length=160)),
                ("legal_basis", models.CharField(blank=True, max_length=200)),
                ("issued_on", models.DateField(blank=True, null=True)),
                ("expires_on", models.DateField(blank=True, null=True)),
                ("printed_expiry", models.DateField(blank=True, null=True)),
                ("last_surveillance_on", models.DateField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("filed", "Diajukan"),
                            ("unverified", "Belum diperiksa"),
                            ("verified", "Diperiksa"),
                            ("on_hold", "Ditahan (resep berubah)"),
                            ("revoked", "Dicabut"),
                            ("expired", "Berakhir"),
                        ],
                        default="unverified",
                        max_length=10,
                    ),
                ),
                ("verified_on", models.DateField(blank=True, null=True)),
                ("verified_by", models.CharField(blank=True, max_length=120)),
                ("parse_result", models.JSONField(blank=True, default=dict)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CertificateKindEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("group", models.CharField(max_length=10)),
                ("label", models.CharField(max_length=80)),
                ("label_en", models.CharField(max_length=80)),
                ("short", models.CharField(max_length=24)),
                ("short_en", models.CharField(max_length=24)),
                ("issuer", models.CharField(max_length=160)),
                ("issuer_en", models.CharField(max_length=160)),
                ("number_pattern", models.CharField(blank=True, max_length=300)),
                (
                    "validity",
                    models.CharField(
                        choices=[
                            ("fixed", "until a date"),
                            ("none", "without end"),
                            ("recipe", "while the recipe is unchanged"),
                        ],
                        max_length=8,
                    ),
                ),
                ("term_years", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("portal_name", models.CharField(max_length=80)),
                ("portal_url", models.URLField(blank=True)),
                ("verify_url_template", models.CharField(blank=True, max_length=300)),
                ("verify_steps", models.TextField()),
                ("verify_steps_en", models.TextField()),
                ("tells_buyer", models.TextField()),
                ("tells_buyer_en", models.TextField()),
                ("source", models.TextField()),
                ("certainty", models.CharField(max_length=1)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_certificateevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "kind_id", "facility_id", "scheme", "number_raw", "number_norm", "holder_name", "holder_is_person", "holder_address", "issuer", "legal_basis", "issued_on", "expires_on", "printed_expiry", "last_surveillance_on", "state", "verified_on", "verified_by", "parse_result") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."kind_id", new_values."facility_id", new_values."scheme", new_values."number_raw", new_values."number_norm", new_values."holder_name", new_values."holder_is_person", new_values."holder_address", new_values."issuer", new_values."legal_basis", new_values."issued_on", new_values."expires_on", new_values."printed_expiry", new_values."last_surveillance_on", new_values."state", new_values."verified_on", new_values."verified_by", new_values."parse_result" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="b9999508340e618e60badf5e568965c62a545815",
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
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_certificateevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "kind_id", "facility_id", "scheme", "number_raw", "number_norm", "holder_name", "holder_is_person", "holder_address", "issuer", "legal_basis", "issued_on", "expires_on", "printed_expiry", "last_surveillance_on", "state", "verified_on", "verified_by", "parse_result") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."kind_id", new_values."facility_id", new_values."scheme", new_values."number_raw", new_values."number_norm", new_values."holder_name", new_values."holder_is_person", new_values."holder_address", new_values."issuer", new_values."legal_basis", new_values."issued_on", new_values."expires_on", new_values."printed_expiry", new_values."last_surveillance_on", new_values."state", new_values."verified_on", new_values."verified_by", new_values."parse_result" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."expires_on" IS DISTINCT FROM (new_values."expires_on") OR old_values."facility_id" IS DISTINCT FROM (new_values."facility_id") OR old_values."holder_address" IS DISTINCT FROM (new_values."holder_address") OR old_values."holder_is_person" IS DISTINCT FROM (new_values."holder_is_person") OR old_values."holder_name" IS DISTINCT FROM (new_values."holder_name") OR old_values."issued_on" IS DISTINCT FROM (new_values."issued_on") OR old_values."issuer" IS DISTINCT FROM (new_values."issuer") OR old_values."kind_id" IS DISTINCT FROM (new_values."kind_id") OR old_values."last_surveillance_on" IS DISTINCT FROM (new_values."last_surveillance_on") OR old_values."legal_basis" IS DISTINCT FROM (new_values."legal_basis") OR old_values."number_norm" IS DISTINCT FROM (new_values."number_norm") OR old_values."number_raw" IS DISTINCT FROM (new_values."number_raw") OR old_values."parse_result" IS DISTINCT FROM (new_values."parse_result") OR old_values."printed_expiry" IS DISTINCT FROM (new_values."printed_expiry") OR old_values."scheme" IS DISTINCT FROM (new_values."scheme") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."verified_by" IS DISTINCT FROM (new_values."verified_by") OR old_values."verified_on" IS DISTINCT FROM (new_values."verified_on"))) AS new_values, acting; RETURN NULL;',
                    hash="cf5822bd1e960dcca07ce678bdc08261250381b8",
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
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_certificateevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "kind_id", "facility_id", "scheme", "number_raw", "number_norm", "holder_name", "holder_is_person", "holder_address", "issuer", "legal_basis", "issued_on", "expires_on", "printed_expiry", "last_surveillance_on", "state", "verified_on", "verified_by", "parse_result") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."kind_id", old_values."facility_id", old_values."scheme", old_values."number_raw", old_values."number_norm", old_values."holder_name", old_values."holder_is_person", old_values."holder_address", old_values."issuer", old_values."legal_basis", old_values."issued_on", old_values."expires_on", old_values."printed_expiry", old_values."last_surveillance_on", old_values."state", old_values."verified_on", old_values."verified_by", old_values."parse_result" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="77a909eebaf53218913b379cdf4c3c43917033a8",
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
            model_name="certificatecover",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_certificatecoverevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "certificate_id", "listing_id", "variant_id", "facility_id", "brand_id") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."certificate_id", new_values."listing_id", new_values."variant_id", new_values."facility_id", new_values."brand_id" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="bfd462a6dfb47df6ab1239d9cf2daa2b98537b70",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_2f8fa",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="legality_certificatecover",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificatecover",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_certificatecoverevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "certificate_id", "listing_id", "variant_id", "facility_id", "brand_id") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."certificate_id", new_values."listing_id", new_values."variant_id", new_values."facility_id", new_values."brand_id" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."brand_id" IS DISTINCT FROM (new_values."brand_id") OR old_values."certificate_id" IS DISTINCT FROM (new_values."certificate_id") OR old_values."facility_id" IS DISTINCT FROM (new_values."facility_id") OR old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."variant_id" IS DISTINCT FROM (new_values."variant_id"))) AS new_values, acting; RETURN NULL;',
                    hash="ac29af5ead7a147a98a9072264677d5b7f2be64e",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b4fbe",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="legality_certificatecover",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificatecover",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_certificatecoverevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "certificate_id", "listing_id", "variant_id", "facility_id", "brand_id") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."certificate_id", old_values."listing_id", old_values."variant_id", old_values."facility_id", old_values."brand_id" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="1efe58779c8cb75e8446db648fc735fe1c62f900",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_43b76",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="legality_certificatecover",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="certificatekind",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_certificatekindevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "group", "label", "label_en", "short", "short_en", "issuer", "issuer_en", "number_pattern", "validity", "term_years", "portal_name", "portal_url", "verify_url_template", "verify_steps", "verify_steps_en", "tells_buyer", "tells_buyer_en", "source", "certainty", "position") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."code", acting.said, new_values."group", new_values."label", new_values."label_en", new_values."short", new_values."short_en", new_values."issuer", new_values."issuer_en", new_values."number_pattern", new_values."validity", new_values."term_years", new_values."portal_name", new_values."portal_url", new_values."verify_url_template", new_values."verify_steps", new_values."verify_steps_en", new_values."tells_buyer", new_values."tells_buyer_en", new_values."source", new_values."certainty", new_values."position" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="821afd169247135eb23e5931b2429f47324d97fb",
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
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_certificatekindevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "group", "label", "label_en", "short", "short_en", "issuer", "issuer_en", "number_pattern", "validity", "term_years", "portal_name", "portal_url", "verify_url_template", "verify_steps", "verify_steps_en", "tells_buyer", "tells_buyer_en", "source", "certainty", "position") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."code", acting.said, new_values."group", new_values."label", new_values."label_en", new_values."short", new_values."short_en", new_values."issuer", new_values."issuer_en", new_values."number_pattern", new_values."validity", new_values."term_years", new_values."portal_name", new_values."portal_url", new_values."verify_url_template", new_values."verify_steps", new_values."verify_steps_en", new_values."tells_buyer", new_values."tells_buyer_en", new_values."source", new_values."certainty", new_values."position" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."code") = (new_values."code") WHERE (old_values."certainty" IS DISTINCT FROM (new_values."certainty") OR old_values."group" IS DISTINCT FROM (new_values."group") OR old_values."issuer" IS DISTINCT FROM (new_values."issuer") OR old_values."issuer_en" IS DISTINCT FROM (new_values."issuer_en") OR old_values."label" IS DISTINCT FROM (new_values."label") OR old_values."label_en" IS DISTINCT FROM (new_values."label_en") OR old_values."number_pattern" IS DISTINCT FROM (new_values."number_pattern") OR old_values."portal_name" IS DISTINCT FROM (new_values."portal_name") OR old_values."portal_url" IS DISTINCT FROM (new_values."portal_url") OR old_values."position" IS DISTINCT FROM (new_values."position") OR old_values."short" IS DISTINCT FROM (new_values."short") OR old_values."short_en" IS DISTINCT FROM (new_values."short_en") OR old_values."source" IS DISTINCT FROM (new_values."source") OR old_values."tells_buyer" IS DISTINCT FROM (new_values."tells_buyer") OR old_values."tells_buyer_en" IS DISTINCT FROM (new_values."tells_buyer_en") OR old_values."term_years" IS DISTINCT FROM (new_values."term_years") OR old_values."validity" IS DISTINCT FROM (new_values."validity") OR old_values."verify_steps" IS DISTINCT FROM (new_values."verify_steps") OR old_values."verify_steps_en" IS DISTINCT FROM (new_values."verify_steps_en") OR old_values."verify_url_template" IS DISTINCT FROM (new_values."verify_url_template"))) AS new_values, acting; RETURN NULL;',
                    hash="1e792b113c416b88f13ac8219ae350c8a826cb6e",
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
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_certificatekindevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "group", "label", "label_en", "short", "short_en", "issuer", "issuer_en", "number_pattern", "validity", "term_years", "portal_name", "portal_url", "verify_url_template", "verify_steps", "verify_steps_en", "tells_buyer", "tells_buyer_en", "source", "certainty", "position") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."code", acting.said, old_values."group", old_values."label", old_values."label_en", old_values."short", old_values."short_en", old_values."issuer", old_values."issuer_en", old_values."number_pattern", old_values."validity", old_values."term_years", old_values."portal_name", old_values."portal_url", old_values."verify_url_template", old_values."verify_steps", old_values."verify_steps_en", old_values."tells_buyer", old_values."tells_buyer_en", old_values."source", old_values."certainty", old_values."position" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="5067a805ba4c6727d23c8b5750165ecb1ce0c3d2",
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
            model_name="certificatecoverevent",
            name="brand",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.brand",
            ),
        ),
        migrations.AddField(
            model_name="certificatecoverevent",
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
            model_name="certificatecoverevent",
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
            model_name="certificatecoverevent",
            name="listing",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.listing",
            ),
        ),
        migrations.AddField(
            model_name="certificatecoverevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="legality.certificatecover",
            ),
        ),
        migrations.AddField(
            model_name="certificatecoverevent",
            name="variant",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="product.productvariant",
            ),
        ),
        migrations.AddField(
            model_name="certificateevent",
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
            model_name="certificateevent",
            name="kind",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="legality.certificatekind",
            ),
        ),
        migrations.AddField(
            model_name="certificateevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="legality.certificate",
            ),
        ),
        migrations.AddField(
            model_name="certificatekindevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="legality.certificatekind",
            ),
        ),
        migrations.AddIndex(
            model_name="certificatecoverevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="certificatecover_obj_history"),
        ),
        migrations.AddIndex(
            model_name="certificatecoverevent",
            index=models.Index(
                fields=["certificate", "-pgh_id"], name="certificatecover_cer_history"
            ),
        ),
        migrations.AddIndex(
            model_name="certificatecoverevent",
            index=models.Index(fields=["listing", "-pgh_id"], name="certificatecover_lis_history"),
        ),
        migrations.AddIndex(
            model_name="certificateevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="certificate_obj_history"),
        ),
        migrations.AddIndex(
            model_name="certificateevent",
            index=models.Index(fields=["facility", "-pgh_id"], name="certificate_facility_history"),
        ),
        migrations.AddIndex(
            model_name="certificatekindevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="certificatekind_obj_history"),
        ),
        *[
            migrations.RunSQL(
                f"SELECT catalog_history_begin('{kept}', '{events}')", migrations.RunSQL.noop
            )
            for kept, events in KEPT
        ],
    ]
