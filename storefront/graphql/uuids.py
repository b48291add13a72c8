"""Saleor's scalar for tokens."""

from __future__ import annotations

import uuid
from typing import Any

from graphene.types.scalars import Scalar
from graphql.language import ast


class Token(Scalar):
    """A UUID as text."""

    class Meta:
        name = "UUID"  # Saleor's

    @staticmethod
    def serialize(value: Any) -> str:
        return str(value)

    @staticmethod
    def parse_literal(node: Any) -> uuid.UUID | None:
        """None, which validation refuses, for what is none."""
        return _uuid(node.value) if isinstance(node, ast.StringValue) else None

    @staticmethod
    def parse_value(value: Any) -> uuid.UUID:
        """Raises ValueError."""
        found = _uuid(value) if isinstance(value, str) else None
        if found is None:
            raise ValueError(value)
        return found


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
