"""Words in another language that several of Saleor's types have alike."""

from __future__ import annotations

from typing import Any

import graphene

from storefront.graphql.common import ENGLISH, JSONString, LanguageDisplay, Node
from storefront.graphql.ids import global_id


def texts_type(name: str) -> Any:
    """The translation type of a category, collection or product; resolved from `Texts`."""
    return type(
        name,
        (graphene.ObjectType,),
        {
            "__doc__": "Words in another language.",
            "Meta": type("Meta", (), {"interfaces": (Node,)}),
            "seo_title": graphene.String(),
            "seo_description": graphene.String(),
            "name": graphene.String(required=True),
            "description": graphene.String(required=True),
            "description_json": graphene.Field(JSONString, required=True),
            "language": graphene.Field(LanguageDisplay, required=True),
            "resolve_id": staticmethod(lambda texts, _info: global_id(name, texts.id)),
            "resolve_language": staticmethod(lambda _texts, _info: ENGLISH),
        },
    )


def name_type(name: str) -> Any:
    """The translation type of what has only a name; resolved from a row with `english_id` and
    `name_en`."""
    return type(
        name,
        (graphene.ObjectType,),
        {
            "__doc__": "A name in another language.",
            "Meta": type("Meta", (), {"interfaces": (Node,)}),
            "name": graphene.String(required=True),
            "language": graphene.Field(LanguageDisplay, required=True),
            "resolve_id": staticmethod(lambda row, _info: global_id(name, row.english_id)),
            "resolve_name": staticmethod(lambda row, _info: row.name_en),
            "resolve_language": staticmethod(lambda _row, _info: ENGLISH),
        },
    )


def english_name(item: Any, _info: Any, language_code: str) -> Any:
    """The resolver of `translation` for a type of `name_type`."""
    return item.row if language_code == "EN" and item.row.name_en else None


def english_texts(item: Any, _info: Any, language_code: str) -> Any:
    """The resolver of `translation` for a type of `texts_type`, from a row with `english`."""
    return item.row.english if language_code == "EN" else None
