"""What many types share: the interfaces, translations, rich text, pictures and weights."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

import graphene
from graphene.types.scalars import Scalar
from graphql.language import ast

from catalog.storage import picture_name, public_base, public_url
from storefront.graphql.enums import LanguageCodeEnum
from storefront.graphql.ids import global_id

LANGUAGES = {"ID": "Bahasa Indonesia", "EN": "English"}
_GRAMS = {"kg": 1000.0, "g": 1.0, "lb": 453.59237, "oz": 28.349523125}


class JSONString(Scalar):  # Saleor's name for JSON inside a string
    """JSON as a string."""

    @staticmethod
    def serialize(value: Any) -> str:
        """Text is JSON already: the database wrote it."""
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    @staticmethod
    def parse_literal(node: Any) -> Any:
        """No argument takes one; what is no string is nothing."""
        return node.value if isinstance(node, ast.StringValue) else None

    @staticmethod
    def parse_value(value: Any) -> Any:
        return value


class Node(graphene.Interface):
    """Whatever has a global id."""

    id = graphene.ID(required=True)


class MetadataItem(graphene.ObjectType):
    """Saleor's open-ended facts; the shop keeps none that are public."""

    key = graphene.String(required=True)
    value = graphene.String(required=True)


class MetaItem(graphene.ObjectType):
    """Saleor's former form of metadata."""

    key = graphene.String(required=True)
    value = graphene.String(required=True)


class MetaClientStore(graphene.ObjectType):
    """Saleor's former form of metadata."""

    name = graphene.String(required=True)
    metadata = graphene.List(MetaItem, required=True)


class MetaStore(graphene.ObjectType):
    """Saleor's former form of metadata."""

    namespace = graphene.String(required=True)
    clients = graphene.List(MetaClientStore, required=True)


class ObjectWithMetadata(graphene.Interface):
    """What Saleor's clients may ask for metadata. What is private in Saleor does not exist."""

    metadata = graphene.List(MetadataItem, required=True)
    meta = graphene.List(MetaStore, required=True, deprecation_reason="Use the `metadata` field.")

    @staticmethod
    def resolve_metadata(_item: Any, _info: Any) -> list[Any]:
        # Saleor's column may hold what another program put there; nobody has said it is public
        return []

    @staticmethod
    def resolve_meta(_item: Any, _info: Any) -> list[Any]:
        return []


class LanguageDisplay(graphene.ObjectType):
    """A language."""

    code = graphene.Field(LanguageCodeEnum, required=True)
    language = graphene.String(required=True)


class Language(NamedTuple):
    """A language. code: as of LanguageCodeEnum."""

    code: str
    language: str


ENGLISH = Language("EN", LANGUAGES["EN"])


def translation_field(kind: Any) -> Any:
    """The field `translation` of a type."""
    return graphene.Field(kind, language_code=graphene.Argument(LanguageCodeEnum, required=True))


def language_argument() -> Any:
    """The argument that chooses the language of our own texts; without it, Indonesian."""
    return graphene.Argument(LanguageCodeEnum)


def id_field(kind: str, key: str = "id") -> Any:
    """The resolver of a global id. key: the row's attribute."""

    def resolve(item: Any, _info: Any) -> str:
        return global_id(kind, getattr(item.row, key))

    return staticmethod(resolve)


class Image(graphene.ObjectType):
    """A picture at one size."""

    url = graphene.String(required=True)
    alt = graphene.String()


class ImageOf(NamedTuple):
    """A picture at one size."""

    url: str
    alt: str | None


class Weight(graphene.ObjectType):
    """A weight in the shop's unit."""

    unit = graphene.String(required=True)
    value = graphene.Float(required=True)


class WeightOf(NamedTuple):
    """A weight."""

    unit: str
    value: float


def weight_of(grams: float | None, unit: str) -> WeightOf | None:
    """A weight in another unit; None where nobody said how heavy it is. unit: kg, g, lb or oz."""
    return None if grams is None else WeightOf(unit, round(grams / _GRAMS[unit], 6))


def whole_address(base: str, address: str) -> str:
    """An address that works outside the shop's pages."""
    return base + address if address.startswith("/") else address


def picture_address(
    base: str, key: str, widths: Sequence[int], size: int | None, original: str
) -> str:
    """The narrowest JPEG that is at least `size` pixels wide, else the widest.

    widths: renditions that exist; while there is none, or no size is asked for, the original,
    whose name in the public storage is `original`.
    """
    if size is None or not widths:
        return whole_address(base, public_url(original))
    width = min((one for one in widths if one >= size), default=max(widths))
    return whole_address(base, public_base() + picture_name(key, width, "jpg"))


def file_image(base: str, name: str, alt: str) -> ImageOf | None:
    """A file of Saleor's own as a picture; None where there is none."""
    return ImageOf(whole_address(base, public_url(name)), alt) if name else None
