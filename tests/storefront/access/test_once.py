"""Names that clients give their acts: what can be none."""

from __future__ import annotations

import pytest

from catalog.errors import Invalid
from storefront.access.models import TokenAct
from storefront.access.once import act_once
from tests.cast import cast_make
from tests.storefront.graphql.own import key_give, token_row

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["", "  ", "a" * 81, "a\0b", "kasir\n1", "\ud83d"])
def test_what_no_table_could_hold_is_refused_and_nothing_is_done(name: str) -> None:
    cast = cast_make()
    token = token_row(key_give(cast.facility_head, cast.here))
    done: list[int] = []

    def act() -> dict[str, int]:
        done.append(1)
        return {"balance": 1}

    with pytest.raises(Invalid, match="1 to 80"):
        act_once(token_id=token.pk, key=name, asked={}, act=act)
    assert done == [] and not TokenAct.objects.exists()
    assert act_once(token_id=token.pk, key="kasir 1·é", asked={}, act=act) == {"balance": 1}
