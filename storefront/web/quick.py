"""Compiled templates whose variables are looked up and written out with less ado.

For each step of a name like `listing.name` Django first asks the object for an item, catches the
refusal, and only then reads the attribute; and it offers each text to localization before it is
escaped. Pages do so hundreds of times with objects that have no items and with texts. What these
cannot answer at once is left to Django, so pages stay the same.
"""

from __future__ import annotations

from enum import Enum
from html import escape
from typing import Any

from django.conf import settings
from django.template import Node, Variable, VariableDoesNotExist
from django.template.base import (
    FilterExpression,
    NodeList,
    VariableNode,
    render_value_in_context,
)
from django.template.context import Context
from django.template.smartif import TokenBase
from django.templatetags.i18n import TranslateNode
from django.utils.safestring import SafeString


class _Way(Enum):
    """How the parts of an object are read."""

    ATTRIBUTE = "it has no items, or none with a name"
    KEY = "a dictionary"
    OTHER = "Django finds out"


_ways: dict[type, _Way] = {}  # of the kinds of object that pages have shown


def _way(kind: type) -> _Way:
    way = _ways.get(kind)
    if way is None:
        _ways[kind] = way = _way_found(kind)
    return way


def _way_found(kind: type) -> _Way:
    if not hasattr(kind, "__getitem__"):
        return _Way.ATTRIBUTE
    if issubclass(kind, tuple) and kind.__getitem__ is tuple.__getitem__:
        return _Way.ATTRIBUTE
    return _Way.KEY if kind is dict else _Way.OTHER


class QuickVariable(Variable):
    """Django's, with the usual cases first. For names alone, neither literals nor translated."""

    __slots__ = ()

    def resolve(self, context: Any) -> Any:
        """What the name stands for in a Context. Raises VariableDoesNotExist."""
        first, *rest = self.lookups or ()
        try:
            found = context[first]
        except KeyError:
            return self._missing(context, first)
        for part in rest:
            way = _way(type(found))
            if way is _Way.OTHER or callable(found):
                return super().resolve(context)
            try:
                found = getattr(found, part) if way is _Way.ATTRIBUTE else found[part]
            except (AttributeError, KeyError):
                return super().resolve(context)
        return super().resolve(context) if callable(found) else found

    def _missing(self, context: Context, first: str) -> Any:
        if hasattr(context, first) or first.isdigit():
            return super().resolve(context)
        raise VariableDoesNotExist("No variable %s", (first,))


class QuickVariableNode(VariableNode):
    """Django's, with texts first: they are neither dates nor numbers, and only to be escaped; then
    whole numbers, whose digits no language writes in another way."""

    def render(self, context: Context) -> SafeString:
        """What stands in the page in place of the variable."""
        try:
            value = self.filter_expression.resolve(context)
        except UnicodeDecodeError:  # as in Django
            return SafeString()
        if type(value) is SafeString:
            return value
        if type(value) is str and context.autoescape:
            return SafeString(escape(value))
        if type(value) is int and not settings.USE_THOUSAND_SEPARATOR:
            return SafeString(value)
        return SafeString(render_value_in_context(value, context))


class QuickNodeList(NodeList):
    """The nodes of a template, which finds those of a kind once: pages that extend another ask
    for all its blocks each time."""

    def get_nodes_by_type(self, nodetype: type[Node]) -> list[Node]:
        """All nodes of a kind, those inside of others as well."""
        known: dict[type[Node], list[Node]] = self.__dict__.setdefault("known", {})
        if nodetype not in known:
            known[nodetype] = super().get_nodes_by_type(nodetype)
        return known[nodetype]


def quicken(nodes: NodeList) -> None:
    """Make a compiled template's nodes quick. Doing it again changes nothing."""
    nodes.__class__ = QuickNodeList
    _quicken(nodes, set())


def _quicken(part: object, seen: set[int]) -> None:
    if isinstance(part, list | tuple):
        for one in part:
            _quicken(one, seen)
    elif isinstance(part, dict):
        _quicken([*part.values()], seen)
    elif isinstance(part, FilterExpression):
        _quicken([part.var, part.filters], seen)
    elif isinstance(part, Variable):
        if type(part) is Variable and part.lookups is not None and not part.translate:
            part.__class__ = QuickVariable
    elif isinstance(part, TranslateNode):
        return  # says that its variable is to be translated when it is rendered
    elif isinstance(part, Node | TokenBase) and id(part) not in seen:
        seen.add(id(part))
        if type(part) is VariableNode:
            part.__class__ = QuickVariableNode
        _quicken(vars(part), seen)
