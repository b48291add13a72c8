"""The history of albums and of pictures of goods: see catalog's `0014_history`."""

from __future__ import annotations

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import catalog.models.history

KEPT = (
    ("galleries_album", "galleries_albumevent"),
    ("galleries_albumphoto", "galleries_albumphotoevent"),
    ("galleries_listingphoto", "galleries_listingphotoevent"),
)


class Migration(migrations.Migration):
    """Tables of events, triggers, first events."""

    dependencies = [
        ("galleries", "0005_pictures_brought"),
        ("catalog", "0014_history"),
    ]

    operations = [
        migrations.CreateModel(
            name="AlbumEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("slug", models.SlugField(db_index=False, max_length=80)),
                ("title", models.CharField(max_length=120)),
                ("title_en", models.CharField(max_length=120)),
                ("intro", models.TextField(blank=True)),
                ("intro_en", models.TextField(blank=True)),
                ("is_public", models.BooleanField(default=True)),
                ("made_on", models.DateField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AlbumPhotoEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("position", models.PositiveSmallIntegerField()),
                ("caption", models.CharField(max_length=300)),
                ("caption_en", models.CharField(max_length=300)),
                ("alt", models.CharField(max_length=300)),
                ("alt_en", models.CharField(max_length=300)),
                ("taken_on", models.DateField(blank=True, null=True)),
                ("is_withdrawn", models.BooleanField(default=False)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ListingPhotoEvent",
            fields=[
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pgh_label", models.CharField(max_length=8)),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("position", models.PositiveSmallIntegerField()),
                ("alt", models.CharField(max_length=300)),
                ("alt_en", models.CharField(max_length=300)),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="album",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "galleries_albumevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "facility_id", "slug", "title", "title_en", "intro", "intro_en", "is_public", "made_on") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."facility_id", new_values."slug", new_values."title", new_values."title_en", new_values."intro", new_values."intro_en", new_values."is_public", new_values."made_on" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="16a51a6d37cb56101520b74bac6353137d11def7",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_94dca",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="galleries_album",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="album",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "galleries_albumevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "facility_id", "slug", "title", "title_en", "intro", "intro_en", "is_public", "made_on") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."facility_id", new_values."slug", new_values."title", new_values."title_en", new_values."intro", new_values."intro_en", new_values."is_public", new_values."made_on" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."facility_id" IS DISTINCT FROM (new_values."facility_id") OR old_values."intro" IS DISTINCT FROM (new_values."intro") OR old_values."intro_en" IS DISTINCT FROM (new_values."intro_en") OR old_values."is_public" IS DISTINCT FROM (new_values."is_public") OR old_values."made_on" IS DISTINCT FROM (new_values."made_on") OR old_values."slug" IS DISTINCT FROM (new_values."slug") OR old_values."title" IS DISTINCT FROM (new_values."title") OR old_values."title_en" IS DISTINCT FROM (new_values."title_en"))) AS new_values, acting; RETURN NULL;',
                    hash="0dc7530f6c98c20c3b05a7d1bc6f1cdde30aa2ad",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3b458",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="galleries_album",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="album",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "galleries_albumevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "facility_id", "slug", "title", "title_en", "intro", "intro_en", "is_public", "made_on") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."facility_id", old_values."slug", old_values."title", old_values."title_en", old_values."intro", old_values."intro_en", old_values."is_public", old_values."made_on" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="8dea64214e38fd12ffc13127a9b0597fa12f6628",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_dac36",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="galleries_album",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="albumphoto",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "galleries_albumphotoevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "album_id", "picture_id", "unit_id", "position", "caption", "caption_en", "alt", "alt_en", "taken_on", "is_withdrawn") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."album_id", new_values."picture_id", new_values."unit_id", new_values."position", new_values."caption", new_values."caption_en", new_values."alt", new_values."alt_en", new_values."taken_on", new_values."is_withdrawn" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="49426309714779a87ed891552b0643842edbae2b",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b0b2c",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="galleries_albumphoto",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="albumphoto",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "galleries_albumphotoevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "album_id", "picture_id", "unit_id", "position", "caption", "caption_en", "alt", "alt_en", "taken_on", "is_withdrawn") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."album_id", new_values."picture_id", new_values."unit_id", new_values."position", new_values."caption", new_values."caption_en", new_values."alt", new_values."alt_en", new_values."taken_on", new_values."is_withdrawn" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."album_id" IS DISTINCT FROM (new_values."album_id") OR old_values."alt" IS DISTINCT FROM (new_values."alt") OR old_values."alt_en" IS DISTINCT FROM (new_values."alt_en") OR old_values."caption" IS DISTINCT FROM (new_values."caption") OR old_values."caption_en" IS DISTINCT FROM (new_values."caption_en") OR old_values."is_withdrawn" IS DISTINCT FROM (new_values."is_withdrawn") OR old_values."picture_id" IS DISTINCT FROM (new_values."picture_id") OR old_values."position" IS DISTINCT FROM (new_values."position") OR old_values."taken_on" IS DISTINCT FROM (new_values."taken_on") OR old_values."unit_id" IS DISTINCT FROM (new_values."unit_id"))) AS new_values, acting; RETURN NULL;',
                    hash="9053cc6c7e45a403379c0b7db4607bc94a6e0133",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6fab9",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="galleries_albumphoto",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="albumphoto",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "galleries_albumphotoevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "album_id", "picture_id", "unit_id", "position", "caption", "caption_en", "alt", "alt_en", "taken_on", "is_withdrawn") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."album_id", old_values."picture_id", old_values."unit_id", old_values."position", old_values."caption", old_values."caption_en", old_values."alt", old_values."alt_en", old_values."taken_on", old_values."is_withdrawn" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="f30cc8265df1165172b052e19a07f354cc8e827a",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7b31f",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="galleries_albumphoto",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="listingphoto",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "galleries_listingphotoevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "listing_id", "picture_id", "position", "alt", "alt_en") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."listing_id", new_values."picture_id", new_values."position", new_values."alt", new_values."alt_en" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="26fe41bfecd761c97af3b267db42540ed5a3000d",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_13d11",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="galleries_listingphoto",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="listingphoto",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "galleries_listingphotoevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "listing_id", "picture_id", "position", "alt", "alt_en") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."listing_id", new_values."picture_id", new_values."position", new_values."alt", new_values."alt_en" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."alt" IS DISTINCT FROM (new_values."alt") OR old_values."alt_en" IS DISTINCT FROM (new_values."alt_en") OR old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."picture_id" IS DISTINCT FROM (new_values."picture_id") OR old_values."position" IS DISTINCT FROM (new_values."position"))) AS new_values, acting; RETURN NULL;',
                    hash="fb3f3d92f60fbfad77f7f0258183854c66e35b8f",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a7174",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="galleries_listingphoto",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="listingphoto",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "galleries_listingphotoevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "listing_id", "picture_id", "position", "alt", "alt_en") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."listing_id", old_values."picture_id", old_values."position", old_values."alt", old_values."alt_en" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="36bb7867950951e4d7f57271c4e24e3a5f78197b",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_16460",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="galleries_listingphoto",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="albumevent",
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
            model_name="albumevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="galleries.album",
            ),
        ),
        migrations.AddField(
            model_name="albumphotoevent",
            name="album",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="galleries.album",
            ),
        ),
        migrations.AddField(
            model_name="albumphotoevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="galleries.albumphoto",
            ),
        ),
        migrations.AddField(
            model_name="albumphotoevent",
            name="picture",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="galleries.picture",
            ),
        ),
        migrations.AddField(
            model_name="albumphotoevent",
            name="unit",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="catalog.productionunit",
            ),
        ),
        migrations.AddField(
            model_name="listingphotoevent",
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
            model_name="listingphotoevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="galleries.listingphoto",
            ),
        ),
        migrations.AddField(
            model_name="listingphotoevent",
            name="picture",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="galleries.picture",
            ),
        ),
        migrations.AddIndex(
            model_name="albumevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="album_obj_history"),
        ),
        migrations.AddIndex(
            model_name="albumevent",
            index=models.Index(fields=["facility", "-pgh_id"], name="album_facility_history"),
        ),
        migrations.AddIndex(
            model_name="albumphotoevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="albumphoto_obj_history"),
        ),
        migrations.AddIndex(
            model_name="albumphotoevent",
            index=models.Index(fields=["album", "-pgh_id"], name="albumphoto_album_history"),
        ),
        migrations.AddIndex(
            model_name="listingphotoevent",
            index=models.Index(fields=["pgh_obj", "-pgh_id"], name="listingphoto_obj_history"),
        ),
        migrations.AddIndex(
            model_name="listingphotoevent",
            index=models.Index(fields=["listing", "-pgh_id"], name="listingphoto_listing_history"),
        ),
        *[
            migrations.RunSQL(
                f"SELECT catalog_history_begin('{kept}', '{events}')", migrations.RunSQL.noop
            )
            for kept, events in KEPT
        ],
    ]
