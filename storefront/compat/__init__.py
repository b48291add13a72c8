"""What Saleor 2.10.1 needs given back to it, and nothing else.

Owns the shims. May import: Django, Saleor and its libraries. Imported by `storefront.settings`
(`install_names()`, on its first line: Saleor asks for these names while it is being imported) and
by `storefront.apps` (`apply_patches()`, when every app is ready), and by nobody else.

Each shim is one function that names the host's file and line (paths without a package are
Saleor's), the version that took the thing away and the condition for its removal;
`tests/storefront/compat/` fails when that condition is met. What only Saleor's own GraphQL schema
needs stands in `tests/stock/shims.py`: the shop does not build it.

    django_names     names that today's libraries no longer have
    stand_ins        libraries that Saleor imports and the shop never uses
    saleor_patches   the provinces that its address check does not know yet
"""

from storefront.compat.django_names import (
    restore_bound_field,
    restore_empty_array_agg,
    restore_invalid_address,
    restore_json_field,
    restore_smart_text,
    restore_url,
)
from storefront.compat.stand_ins import stand_in_for_geolite, stand_in_for_sympy

NAMES = (
    restore_json_field,
    restore_smart_text,
    restore_url,
    restore_bound_field,
    restore_invalid_address,
    restore_empty_array_agg,
    stand_in_for_geolite,
    stand_in_for_sympy,
)


def install_names() -> None:
    """Put all of them back; safe to call twice."""
    for restore in NAMES:
        restore()


__all__ = ["NAMES", "install_names"]
