"""Changing a rule shows first what it does, and does just that."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from catalog.dates import legal_today
from catalog.errors import Invalid, NotAllowed, NotFound
from catalog.models import AuditEntry, CardRow, Listing
from catalog.services.reference import Stale
from catalog.types import Actor, ListingState
from legality.models import GoodsTrait, RequirementRule, Suspension, SuspensionCause
from legality.services.requirement_rules import (
    Changed,
    NotShownYet,
    Preview,
    RuleValues,
    TraitValues,
    rule_add,
    rule_change,
    rule_values,
    trait_change,
    trait_values,
)
from legality.verdicts import rule_book
from tests.cast import cast_make
from tests.making import (
    SYSTEM,
    certificate_kind,
    draft_listing,
    facility_make,
    paper_make,
    photo_give,
    public_listing,
    rule_make,
)

pytestmark = pytest.mark.django_db

TODAY = legal_today()
DAY = timedelta(days=1)


def values(*papers: str, **given: object) -> RuleValues:
    plain = RuleValues("Aturan", "Rule", papers, "required", "Perlu.", "Needed.", "UU 1", "V")
    return replace(plain, **given)  # type: ignore[arg-type]


def shown(code: str, wanted: RuleValues, actor: Actor = SYSTEM) -> Preview:
    """The preview of a new rule."""
    with pytest.raises(NotShownYet) as asked:
        rule_add(actor=actor, code=code, wanted=wanted, shown="", on=TODAY)
    return asked.value.preview


def ids(rows: tuple[Changed, ...]) -> list[int]:
    return [one.listing_id for one in rows]


def test_a_preview_says_what_would_close_and_changes_nothing() -> None:
    certificate_kind("pirt")
    kept, lost = public_listing(), public_listing()
    paper_make(kept, expires_on=TODAY + 3 * DAY)
    waiting = draft_listing(facility_make())
    photo_give(waiting)
    version = rule_book().version
    before = AuditEntry.objects.count()
    preview = shown("perlu_pirt", values("pirt"))
    assert ids(preview.closes) == [lost.pk]
    assert ids(preview.ends) == [kept.pk]
    assert preview.ends[0].until == TODAY + 3 * DAY
    assert ids(preview.blocks) == [waiting.pk]
    assert preview.clears == ()
    assert rule_book().version == version
    assert not RequirementRule.objects.exists()
    assert AuditEntry.objects.count() == before
    assert CardRow.objects.filter(is_open=True).count() == 2


def test_confirmed_it_does_just_that_and_is_written_down() -> None:
    certificate_kind("pirt")
    kept, lost = public_listing(), public_listing()
    paper_make(kept, expires_on=TODAY + 3 * DAY)
    preview = shown("perlu_pirt", values("pirt"))
    done = rule_add(
        actor=SYSTEM, code="perlu_pirt", wanted=values("pirt"), shown=preview.digest, on=TODAY
    )
    assert done == preview
    assert Listing.objects.get(pk=lost.pk).state == ListingState.SUSPENDED
    assert Listing.objects.get(pk=kept.pk).cleared_until == TODAY + 3 * DAY
    act = AuditEntry.objects.get(action="requirement_rule.added")
    assert act.detail["listings"] == {"closes": 1, "ends": 1, "clears": 0}
    assert act.detail["changes"]["papers"] == [None, ["pirt"]]


def test_many_goods_close_by_sets(
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    certificate_kind("pirt")
    facility = facility_make()
    listings = [public_listing(facility) for _n in range(12)]
    preview = shown("perlu_pirt", values("pirt"))
    with django_assert_max_num_queries(60):
        rule_add(
            actor=SYSTEM, code="perlu_pirt", wanted=values("pirt"), shown=preview.digest, on=TODAY
        )
    held = Suspension.objects.filter(ended_at__isnull=True, cause=SuspensionCause.RULES)
    assert set(held.values_list("listing_id", flat=True)) == {one.pk for one in listings}
    assert not CardRow.objects.filter(is_open=True).exists()


def test_what_was_shown_for_another_state_is_shown_again() -> None:
    certificate_kind("pirt")
    public_listing()
    preview = shown("perlu_pirt", values("pirt"))
    public_listing()
    with pytest.raises(NotShownYet) as again:
        rule_add(
            actor=SYSTEM, code="perlu_pirt", wanted=values("pirt"), shown=preview.digest, on=TODAY
        )
    assert len(again.value.preview.closes) == 2
    assert not RequirementRule.objects.exists()


def test_what_was_shown_for_other_values_is_shown_again() -> None:
    certificate_kind("pirt")
    preview = shown("perlu_pirt", values("pirt"))
    softer = values("pirt", need="advised")
    with pytest.raises(NotShownYet):
        rule_add(actor=SYSTEM, code="perlu_pirt", wanted=softer, shown=preview.digest, on=TODAY)


def test_a_rule_switched_off_lets_drafts_become_clear() -> None:
    certificate_kind("pirt")
    rule = rule_make("pirt")
    waiting = draft_listing(facility_make())
    photo_give(waiting)
    draft_listing(facility_make())  # lacks its picture all the same
    seen = rule_values(rule)
    off = replace(seen, is_on=False)
    with pytest.raises(NotShownYet) as asked:
        rule_change(actor=SYSTEM, code=rule.pk, wanted=off, seen=seen, shown="", on=TODAY)
    preview = asked.value.preview
    assert ids(preview.clears) == [waiting.pk]
    rule_change(actor=SYSTEM, code=rule.pk, wanted=off, seen=seen, shown=preview.digest, on=TODAY)
    assert rule_book().rules == ()
    assert Listing.objects.get(pk=waiting.pk).state == ListingState.DRAFT


def test_a_rule_of_a_later_day_closes_nothing_now() -> None:
    certificate_kind("halal")
    listing = public_listing()
    wanted = values("halal", in_force_from=(TODAY + 4 * DAY).isoformat())
    preview = shown("halal_nanti", wanted)
    assert preview.closes == ()
    assert preview.ends[0][:4:3] == (listing.pk, TODAY + 3 * DAY)
    rule_add(actor=SYSTEM, code="halal_nanti", wanted=wanted, shown=preview.digest, on=TODAY)
    assert CardRow.objects.get(pk=listing.pk).cleared_until == TODAY + 3 * DAY


def test_a_mark_of_goods_is_changed_the_same_way() -> None:
    GoodsTrait.objects.create(code="telur", name="T", name_en="E", name_words=["telur"])
    certificate_kind("nkv")
    rule_make("nkv", traits=["telur"])
    listing = public_listing(name="Endog asin")
    seen = trait_values(GoodsTrait.objects.get())
    wanted: TraitValues = replace(seen, name_words=("endog", "telur"))
    with pytest.raises(NotShownYet) as asked:
        trait_change(actor=SYSTEM, code="telur", wanted=wanted, seen=seen, shown="", on=TODAY)
    assert ids(asked.value.preview.closes) == [listing.pk]


def test_only_central_officers_change_rules() -> None:
    certificate_kind("pirt")
    cast = cast_make()
    shown("perlu_pirt", values("pirt"), cast.central_officer)
    for actor, error in ((cast.auditor, NotAllowed), (cast.regional_head, NotFound)):
        with pytest.raises(error):
            rule_add(actor=actor, code="perlu_pirt", wanted=values("pirt"), shown="", on=TODAY)


def test_the_second_of_two_officers_is_told() -> None:
    certificate_kind("pirt")
    rule = rule_make("pirt")
    seen = rule_values(rule)
    RequirementRule.objects.filter(pk=rule.pk).update(need="advised")
    with pytest.raises(Stale):
        rule_change(
            actor=SYSTEM, code=rule.pk, wanted=replace(seen, need="not_applicable"), seen=seen,
            shown="", on=TODAY,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"papers": ()}, "papers"),
        ({"papers": ("paspor",)}, "papers"),
        ({"traits": ("sayap",)}, "traits"),
        ({"kinds": ("sayap",)}, "kinds"),
        ({"need": "maybe"}, "need"),
        ({"certainty": "X"}, "certainty"),
        ({"legal_source": ""}, "legal_source"),
        ({"in_force_from": "2026-02-30"}, "in_force_from"),
        ({"in_force_from": "2026-02-03", "in_force_until": "2026-02-02"}, "in_force_until"),
        ({"reason": "a\0b"}, "reason"),
        ({"name": "x" * 121}, "name"),
    ],
)
def test_bad_values_are_refused_by_their_field(given: dict[str, object], field: str) -> None:
    certificate_kind("pirt")
    with pytest.raises(Invalid) as refused:
        rule_add(
            actor=SYSTEM, code="baru", wanted=values("pirt", **given) if "papers" not in given
            else values(**given), shown="", on=TODAY,
        )  # fmt: skip
    assert refused.value.params["field"] == field
    assert not RequirementRule.objects.exists()


def test_the_same_rule_sent_twice_is_made_once_and_another_of_its_name_refused() -> None:
    certificate_kind("pirt")
    preview = shown("perlu_pirt", values("pirt"))
    for _time in range(2):
        rule_add(
            actor=SYSTEM, code="perlu_pirt", wanted=values("pirt"), shown=preview.digest, on=TODAY
        )
    assert AuditEntry.objects.filter(action="requirement_rule.added").count() == 1
    with pytest.raises(Invalid):
        rule_add(
            actor=SYSTEM, code="perlu_pirt", wanted=values("pirt", name="Lain"), shown="", on=TODAY
        )


def test_nobody_publishes_while_a_rule_changes() -> None:
    """The gate holds what a change of the rules takes alone, until the transaction ends."""
    certificate_kind("pirt")
    # Of this connection only: pg_locks shows every database of the server, also of other tests.
    held = (
        "SELECT mode FROM pg_locks WHERE locktype = 'advisory' AND granted"
        " AND objid = 7202640 AND pid = pg_backend_pid()"
    )
    public_listing()
    with connection.cursor() as cursor:
        assert [row[0] for row in cursor.execute(held).fetchall()] == ["ShareLock"]
        preview = shown("perlu_pirt", values("pirt"))
        rule_add(
            actor=SYSTEM, code="perlu_pirt", wanted=values("pirt"), shown=preview.digest, on=TODAY
        )
        modes = {row[0] for row in cursor.execute(held).fetchall()}
    assert modes == {"ShareLock", "ExclusiveLock"}
