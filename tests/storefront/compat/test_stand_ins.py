"""Libraries that are stood in for: still asked for at start, and not loaded."""

from __future__ import annotations

import pytest
from django.utils.module_loading import import_string

from storefront.compat.stand_ins import _Expression
from tests.storefront.compat.bare import run_bare
from tests.storefront.compat.cited import host_file

INSTALL = "from storefront.compat import install_names; install_names(); import sys\n"


def test_without_its_stand_in_geolite_is_missing() -> None:
    assert run_bare("import geolite2") == "ModuleNotFoundError: No module named 'geolite2'"


def test_no_address_has_a_known_country() -> None:
    assert import_string("saleor.core.utils.get_country_by_ip")("103.10.65.1") is None


def test_measurement_still_loads_sympy_when_left_alone() -> None:
    assert "import sympy" in host_file("measurement/base.py").read_text().splitlines()
    assert run_bare("import measurement.measures, sys; print('sympy' in sys.modules)") == "True"


def test_weights_convert_without_sympy() -> None:
    said = run_bare(
        f"{INSTALL}from measurement.measures import Weight\n"
        "print('sympy' in sys.modules, Weight(kg=1.5).g, Weight(g=250) + Weight(kg=1))"
    )
    assert said == "False 1500.0 1250.0 g"


def test_weights_convert_as_they_do_with_sympy() -> None:
    show = "from measurement.measures import Weight; print(Weight(lb=3).g, Weight(oz=7).kg)"

    assert run_bare(INSTALL + show) == run_bare(show)


def test_sympy_itself_stays_importable() -> None:
    assert run_bare(f"{INSTALL}import sympy; print(sympy.S('9/5') * 5)") == "9"


def test_a_temperature_says_why_it_does_not_convert() -> None:
    with pytest.raises(NotImplementedError, match="sympy is not loaded"):
        (_Expression() - 273.15).evalf(subs={})
