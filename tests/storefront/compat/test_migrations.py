"""Saleor's migrations stay as the wheel has them, and say what its models say."""

from __future__ import annotations

from importlib.metadata import files

import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils.translation import override

from tests.storefront.compat.cited import host_file

# Differences that no migration may ever put right, because Saleor's apps belong to Saleor. None
# of them reaches the shop's tables: Django 5 writes through_fields down where 3.0 did not; a list
# of countries is as wide as COUNTRIES_ONLY is long, and the column stays at 749; a default is
# Python's.
KNOWN = {
    ("product", "attribute", "product_types"),
    ("product", "attribute", "product_variant_types"),
    ("product", "attributeproduct", "assigned_products"),
    ("product", "attributevariant", "assigned_variants"),
    ("product", "collection", "products"),
    ("discount", "voucher", "countries"),
    ("shipping", "shippingzone", "countries"),
    ("order", "order", "language_code"),
}


def _differences() -> set[tuple[str, str, str]]:
    """App, model and field of what `makemigrations` would write for Saleor's apps."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    with override(None):  # else Django's own verbose names differ by language
        now = ProjectState.from_apps(apps)
        changes = MigrationAutodetector(loader.project_state(), now).changes(graph=loader.graph)
    saleors = {app.label for app in apps.get_app_configs() if app.name.startswith("saleor.")}
    return {
        (
            label,
            getattr(operation, "model_name_lower", type(operation).__name__),
            getattr(operation, "name_lower", ""),
        )
        for label in saleors & set(changes)
        for migration in changes[label]
        for operation in migration.operations
    }


@pytest.mark.filterwarnings('ignore:"measurement_class" will be removed:DeprecationWarning')
def test_saleors_models_differ_from_its_migrations_only_where_it_is_known() -> None:
    assert _differences() == KNOWN


def test_no_migration_was_ever_added_to_saleor() -> None:
    wheels = {str(path) for path in files("saleor") or ()}
    folder = host_file("__init__.py").parent
    there = {str(path.relative_to(folder.parent)) for path in folder.glob("*/migrations/*.py")}

    assert there
    assert there <= wheels
