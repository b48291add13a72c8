"""Galleries: albums of facilities and their photos."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import graphene

from catalog.selectors.api_places import place_rows
from galleries.albums import AlbumPhotoRow, AlbumRow, album_rows, photos_by_album
from storefront.graphql import crowd
from storefront.graphql.common import (
    Image,
    ImageOf,
    Node,
    id_field,
    language_argument,
    picture_address,
)
from storefront.graphql.connections import Page, connection_type, list_page, paged, span_of
from storefront.graphql.ids import global_id, key_of
from storefront.graphql.loaders import (
    Asking,
    Item,
    items_by,
    items_of,
    language_of,
    lists_of,
    row_value,
)

Album = Item[AlbumRow]

GalleryConnection = connection_type("Gallery", "storefront.graphql.galleries.Gallery")
COVER = 640


class GalleryPhoto(graphene.ObjectType):
    """A photo of an album: what it shows, when and in which workshop it was taken."""

    class Meta:
        interfaces = (Node,)
        default_resolver = row_value

    position = graphene.Int(required=True)
    url = graphene.String(required=True, size=graphene.Int())
    alt = graphene.String(required=True)
    width = graphene.Int(required=True, description="Of the picture as it came, in pixels.")
    height = graphene.Int(required=True)
    caption = graphene.String(required=True)
    taken_on = graphene.Date()
    unit = graphene.String(required=True)
    products = graphene.List(
        graphene.NonNull("storefront.graphql.products.Product"),
        required=True,
        description="Public goods that it shows.",
    )

    @staticmethod
    def resolve_id(item: Item[AlbumPhotoRow], _info: Any) -> str:
        return global_id("GalleryPhoto", item.row.photo.id)

    @staticmethod
    def resolve_url(item: Item[AlbumPhotoRow], info: Any, size: int | None = None) -> str:
        photo = item.row.photo
        return picture_address(info.context.base, photo.key, photo.widths, size, photo.original)

    @staticmethod
    def resolve_alt(item: Item[AlbumPhotoRow], _info: Any) -> str:
        return item.row.photo.alt

    @staticmethod
    def resolve_width(item: Item[AlbumPhotoRow], _info: Any) -> int:
        return item.row.photo.width

    @staticmethod
    def resolve_height(item: Item[AlbumPhotoRow], _info: Any) -> int:
        return item.row.photo.height

    @staticmethod
    def resolve_products(item: Item[AlbumPhotoRow], info: Any) -> list[Any]:
        goods = item.once(_goods, info.context)
        return [goods[one] for one in item.row.listing_ids if one in goods]


class Gallery(graphene.ObjectType):
    """Photos of one facility under one title."""

    class Meta:
        interfaces = (Node,)
        default_resolver = row_value

    slug = graphene.String(required=True)
    title = graphene.String(required=True)
    intro = graphene.String(required=True)
    made_on = graphene.Date(required=True)
    facility = graphene.Field("storefront.graphql.facilities.Facility")
    photo_count = graphene.Int(required=True)
    cover = graphene.Field(Image, size=graphene.Int())
    photos = graphene.List(graphene.NonNull(GalleryPhoto), required=True)

    resolve_id = id_field("Gallery")

    @staticmethod
    def resolve_title(item: Album, _info: Any) -> str:
        return item.row.title if item.language == "id" else item.row.title_en

    @staticmethod
    def resolve_intro(item: Album, _info: Any) -> str:
        return item.row.intro if item.language == "id" else item.row.intro_en

    @staticmethod
    def resolve_facility(item: Album, info: Any) -> Any:
        found = item.once(_facilities, item.language)
        return found.get(item.row.facility_id)

    @staticmethod
    def resolve_photo_count(item: Album, _info: Any) -> int:
        return len(_photos_of(item))

    @staticmethod
    def resolve_cover(item: Album, info: Any, size: int = COVER) -> ImageOf | None:
        photos = _photos_of(item)
        if not photos:
            return None
        photo = photos[0].row.photo
        base = info.context.base
        address = picture_address(base, photo.key, photo.widths, size, photo.original)
        return ImageOf(address, photo.alt)

    @staticmethod
    def resolve_photos(item: Album, _info: Any) -> list[Item[AlbumPhotoRow]]:
        return _photos_of(item)


def _photos(rows: Sequence[AlbumRow], language: str) -> dict[int, list[Item[AlbumPhotoRow]]]:
    return lists_of(dict(photos_by_album([row.id for row in rows], language)), language)


def _photos_of(item: Album) -> list[Item[AlbumPhotoRow]]:
    return item.once(_photos, item.language).get(item.row.id, [])


def _goods(rows: Sequence[AlbumPhotoRow], asking: Asking) -> Any:
    return crowd.goods_by_listing(asking, [one for row in rows for one in row.listing_ids])


def _facilities(rows: Sequence[AlbumRow], language: str) -> Any:
    known, wanted = place_rows(), {row.facility_id for row in rows}
    return items_by(
        (known[one] for one in sorted(wanted) if one in known), lambda row: row.id, language
    )


class GalleryQueries:
    """What can be asked of galleries."""

    galleries = paged(
        GalleryConnection,
        facility=graphene.String(description="A facility's slug."),
        language_code=language_argument(),
    )
    gallery = graphene.Field(
        Gallery,
        id=graphene.ID(),
        facility=graphene.String(description="A facility's slug; goes with `slug`."),
        slug=graphene.String(),
        language_code=language_argument(),
    )

    @staticmethod
    def resolve_galleries(
        _root: Any,
        _info: Any,
        facility: str | None = None,
        language_code: str | None = None,
        **given: Any,
    ) -> Page:
        rows = [row for row in album_rows() if facility in (None, row.facility_slug)]
        return list_page(items_of(rows, language_of(language_code)), span_of(given))

    @staticmethod
    def resolve_gallery(
        _root: Any,
        _info: Any,
        id: str | None = None,
        facility: str | None = None,
        slug: str | None = None,
        language_code: str | None = None,
    ) -> Album | None:
        key = key_of("Gallery", id)
        rows = [
            row
            for row in album_rows()
            if (row.id == key if id else (row.facility_slug, row.slug) == (facility, slug))
        ]
        return items_of(rows, language_of(language_code))[0] if rows else None
