"""Pictures, the pictures of listings, albums."""

import django.contrib.postgres.fields
import django.db.models.constraints
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalog", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Picture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True)),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("original", models.CharField(max_length=120)),
                (
                    "widths",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), default=list, size=None
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="Album",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("slug", models.SlugField(max_length=80)),
                ("title", models.CharField(max_length=120)),
                ("title_en", models.CharField(max_length=120)),
                ("intro", models.TextField(blank=True)),
                ("intro_en", models.TextField(blank=True)),
                ("is_public", models.BooleanField(default=True)),
                ("made_on", models.DateField()),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="albums",
                        to="catalog.facility",
                    ),
                ),
            ],
            options={
                "ordering": ("-made_on", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="ListingPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("alt", models.CharField(max_length=300)),
                ("alt_en", models.CharField(max_length=300)),
                (
                    "listing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="catalog.listing",
                    ),
                ),
                (
                    "picture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="listing_photos",
                        to="galleries.picture",
                    ),
                ),
            ],
            options={
                "ordering": ("listing", "position"),
            },
        ),
        migrations.CreateModel(
            name="AlbumPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("caption", models.CharField(max_length=300)),
                ("caption_en", models.CharField(max_length=300)),
                ("alt", models.CharField(max_length=300)),
                ("alt_en", models.CharField(max_length=300)),
                ("taken_on", models.DateField(blank=True, null=True)),
                ("is_withdrawn", models.BooleanField(default=False)),
                (
                    "album",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="galleries.album",
                    ),
                ),
                (
                    "listings",
                    models.ManyToManyField(
                        blank=True, related_name="album_photos", to="catalog.listing"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="catalog.productionunit",
                    ),
                ),
                (
                    "picture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="album_photos",
                        to="galleries.picture",
                    ),
                ),
            ],
            options={
                "ordering": ("album", "position"),
            },
        ),
        migrations.AddConstraint(
            model_name="album",
            constraint=models.UniqueConstraint(
                models.F("facility"), models.F("slug"), name="album_slug_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="listingphoto",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("listing", "position"),
                name="listing_photo_position",
            ),
        ),
        migrations.AddConstraint(
            model_name="listingphoto",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("alt", ""), _negated=True),
                    models.Q(("alt_en", ""), _negated=True),
                ),
                name="listing_photo_has_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="albumphoto",
            constraint=models.UniqueConstraint(
                models.F("album"), models.F("position"), name="album_photo_position"
            ),
        ),
        migrations.AddConstraint(
            model_name="albumphoto",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("alt", ""), _negated=True),
                    models.Q(("alt_en", ""), _negated=True),
                    models.Q(("caption", ""), _negated=True),
                    models.Q(("caption_en", ""), _negated=True),
                ),
                name="album_photo_has_words",
            ),
        ),
    ]
