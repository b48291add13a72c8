"""Splitting rupiah: nothing lost, nothing made, all of it back in the end."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.orders.rules.shares import (
    UNRULED,
    WHOLE,
    Split,
    apportion,
    goods_split,
    taken_back,
)
from storefront.orders.rules.taxes import tax_within
from storefront.orders.types import Share

rupiah = st.integers(0, 10**12).map(Decimal)
weights = st.dictionaries(st.integers(0, 30), rupiah, min_size=1).filter(
    lambda found: any(found.values())
)


@st.composite
def rules(draw: st.DrawFn) -> Split:
    premi = draw(st.integers(0, WHOLE))
    pnbp = draw(st.integers(0, WHOLE - premi))
    return Split(premi, pnbp, WHOLE - premi - pnbp, 1)


@given(rupiah, weights)
def test_shares_add_up_and_are_fair_to_the_rupiah(
    amount: Decimal, wanted: dict[int, Decimal]
) -> None:
    found = apportion(amount, wanted)
    whole = sum(wanted.values())
    assert sum(found.values()) == amount and set(found) == set(wanted)
    for key, share in found.items():
        exact = amount * wanted[key] / whole
        assert share == share.to_integral_value() and abs(share - exact) <= 1 and share >= 0


def test_equal_remainders_go_to_the_first() -> None:
    thirds = {key: Decimal(1) for key in "abc"}
    assert apportion(Decimal(100), thirds) == {"a": 34, "b": 33, "c": 33}
    assert apportion(Decimal(0), {"a": Decimal(0)}) == {"a": 0}
    with pytest.raises(ValueError, match="nothing"):
        apportion(Decimal(1), {"a": Decimal(0)})


@given(rupiah, rupiah, rules())
def test_a_line_is_split_exactly(paid: Decimal, tax: Decimal, rule: Split) -> None:
    found = goods_split(paid, tax, rule)
    assert sum(found.values()) == paid and min(found.values()) >= 0
    assert found[Share.TAX] == min(tax, paid)


def test_the_rule_that_is_cited_most() -> None:
    """50 / 15 / 35 of a hundred thousand, and the odd rupiah where the remainder is largest."""
    rule = Split(5_000, 1_500, 3_500, 1)
    found = goods_split(Decimal(100_000), Decimal(0), rule)
    assert [found[share] for share in (Share.PREMI, Share.PNBP, Share.CAPITAL)] == [
        *(50_000, 15_000, 35_000)
    ]
    found = goods_split(Decimal(9_999), Decimal(0), rule)  # 4999.5, 1499.85, 3499.65
    assert [found[share] for share in (Share.PREMI, Share.PNBP, Share.CAPITAL)] == [
        *(4_999, 1_500, 3_500)
    ]
    assert goods_split(Decimal(500), Decimal(0), UNRULED)[Share.CAPITAL] == 500


@given(weights, st.lists(st.integers(1, 10**6), min_size=1, max_size=12), st.data())
def test_refunds_take_in_proportion_and_leave_exactly_nothing(
    captured: dict[int, Decimal], sizes: list[int], data: st.DataObject
) -> None:
    kept = dict(captured)
    for size in [*sizes, 10**18]:
        left = sum(kept.values(), Decimal(0))
        given_back = taken_back(min(Decimal(size), left), kept, captured)
        assert all(0 <= rupiah <= kept[key] for key, rupiah in given_back.items())
        kept = {key: kept[key] - given_back[key] for key in kept}
    assert not any(kept.values())


def test_what_goes_beyond_is_shared_as_it_was_captured() -> None:
    captured = {"a": Decimal(75), "b": Decimal(25)}
    kept = {"a": Decimal(0), "b": Decimal(10)}
    assert taken_back(Decimal(50), kept, captured) == {"a": 30, "b": 20}


@given(st.integers(0, 10**10).map(Decimal), st.sampled_from(["0", "1.1", "10", "11", "12"]))
def test_ppn_is_what_a_final_price_contains(paid: Decimal, percent: str) -> None:
    tax = tax_within(paid, Decimal(percent))
    net = paid - tax
    assert 0 <= tax <= paid and tax == tax.to_integral_value()
    assert abs(net * Decimal(percent) / 100 - tax) <= 1


def test_eleven_percent_of_the_net_price() -> None:
    assert tax_within(Decimal(111_000), Decimal(11)) == 11_000
    assert tax_within(Decimal(28_000), Decimal(11)) == 2_775  # 2774.77
