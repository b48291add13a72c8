"""Verdicts by sets; the gate and the nightly work that ask them; the command that prints them."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.dates import legal_today
from catalog.models import AuditEntry, Brand, CardRow, Listing
from catalog.types import Actor, Clearance, ListingState
from legality.errors import PublicationBlocked
from legality.models import (
    Certificate,
    CertificateCover,
    CertificateState,
    ClearanceRecord,
    GoodsTrait,
    RequirementRule,
    RulesVersion,
)
from legality.services.editing import WouldWithdraw, listing_recheck
from legality.services.publication import Reconciled, listing_submit, listings_reconcile
from legality.tasks import night_run
from legality.verdicts import rule_book, verdict_of, verdicts
from storefront.loading.reference import reference_load
from storefront.loading.rules import rules_load
from tests.conftest import serving_role
from tests.making import (
    SYSTEM,
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
NIGHTLY = Actor.system("nightly")


def ready(**given: Any) -> Listing:
    """A draft that lacks nothing but papers."""
    listing = draft_listing(facility_make(), **given)
    photo_give(listing)
    return listing


NOTHING = Reconciled((), ())


def cleared(listing: Listing) -> Clearance:
    done = listing_submit(actor=SYSTEM, listing_id=listing.pk, on=TODAY)
    assert done.clearance is not None and done.review_id is None
    return done.clearance


def state_of(listing: Listing) -> str:
    return Listing.objects.get(pk=listing.pk).state


def test_one_or_many_listings_cost_the_same_statements() -> None:
    rule_make("pirt")
    listings = [ready()]
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as statements:
            found = verdicts([one.pk for one in listings], on=TODAY)
        assert set(found) == {one.pk for one in listings}
        counts.append(len(statements))
        listings += [ready() for _more in range(3)]
    paper_make(listings[-1])
    assert counts == [7, 7]
    with CaptureQueriesContext(connection) as statements:
        found = verdicts(None, on=TODAY)
    assert len(statements) == 8
    assert [pk for pk, verdict in found.items() if verdict.is_clear] == [listings[-1].pk]


def test_without_the_paper_that_a_rule_asks_nothing_is_published() -> None:
    rule_make("pirt", code="perlu_pirt")
    listing = ready()
    with pytest.raises(PublicationBlocked) as refused:
        listing_submit(actor=SYSTEM, listing_id=listing.pk, on=TODAY)
    assert [one.code for one in refused.value.findings] == ["perlu_pirt"]
    assert state_of(listing) == ListingState.DRAFT
    paper = paper_make(listing)
    clearance = cleared(listing)
    record = ClearanceRecord.objects.get(listing=listing)
    assert record.certificate_ids == [paper.pk]
    assert record.ruleset == clearance.ruleset == f"papers/{rule_book().version}"


def test_papers_of_the_brand_and_of_the_facility_count_and_another_facilitys_never() -> None:
    rule_make("pirt")
    first, second, third = ready(), ready(), ready()
    brand = Brand.objects.create(facility=first.facility, slug="merek-b", name="B")
    Listing.objects.filter(pk=first.pk).update(brand=brand)
    CertificateCover.objects.all().delete()
    for listing, cover in ((first, {"brand": brand}), (second, {"facility": second.facility})):
        paper = paper_make(listing)
        CertificateCover.objects.filter(certificate=paper).delete()
        CertificateCover.objects.create(certificate=paper, **cover)
    strange = paper_make(second)
    CertificateCover.objects.create(certificate=strange, listing=third)
    found = verdicts([first.pk, second.pk, third.pk], on=TODAY)
    assert [one.is_clear for one in found.values()] == [True, True, False]


def test_the_number_of_the_rules_moves_with_every_change_whoever_writes() -> None:
    seen = [rule_book().version]

    def moved() -> bool:
        seen.append(rule_book().version)
        return seen[-1] > seen[-2]

    rule = rule_make("pirt")
    assert moved()
    RequirementRule.objects.filter(pk=rule.pk).update(certainty="I")
    assert moved()
    RequirementRule.objects.filter(pk=rule.pk).update(certainty="I")
    assert not moved()
    trait = GoodsTrait.objects.create(code="telur", name="Telur", name_en="Eggs")
    assert moved()
    trait.delete()
    rule.delete()
    assert moved()
    assert RulesVersion.objects.get().number == seen[-1]


def test_the_serving_role_may_not_set_the_number_of_the_rules() -> None:
    rule_make("pirt")
    with serving_role():
        assert RulesVersion.objects.update(number=999) == 0


def test_what_is_on_sale_without_a_verdict_that_clears_it_is_closed_once() -> None:
    listings = [public_listing() for _n in range(3)]
    paper_make(listings[0])
    rule_make("pirt", code="perlu_pirt")
    done = listings_reconcile(actor=NIGHTLY, on=TODAY)
    assert done.closed == (listings[1].pk, listings[2].pk)
    assert [state_of(one) for one in listings] == ["published", "suspended", "suspended"]
    assert not CardRow.objects.get(pk=listings[1].pk).is_open
    entries = AuditEntry.objects.filter(action="listing.suspended")
    (reason,) = {entry.detail["reason"] for entry in entries}
    assert reason.startswith("Barang ini perlu suratnya. Belum ada yang tercatat")
    assert listings_reconcile(actor=NIGHTLY, on=TODAY) == NOTHING
    assert entries.count() == 2


def test_the_nightly_task_closes_them() -> None:
    listing = public_listing()
    rule_make("pirt")
    night_run(TODAY.isoformat())
    assert state_of(listing) == ListingState.SUSPENDED


def test_a_renewed_paper_carries_its_goods_on_and_a_shorter_one_ends_them_earlier() -> None:
    rule_make("pirt")
    listing = ready()
    paper = paper_make(listing, expires_on=TODAY)
    listing_submit(actor=SYSTEM, listing_id=listing.pk, on=TODAY)
    paper_make(listing, expires_on=TODAY + 9 * DAY)
    assert listings_reconcile(actor=NIGHTLY, on=TODAY).renewed == (listing.pk,)
    assert CardRow.objects.get(pk=listing.pk).cleared_until == TODAY + 9 * DAY
    assert listings_reconcile(actor=NIGHTLY, on=TODAY) == NOTHING
    Certificate.objects.exclude(pk=paper.pk).update(state=CertificateState.REVOKED)
    listings_reconcile(actor=NIGHTLY, on=TODAY)
    assert CardRow.objects.get(pk=listing.pk).cleared_until == TODAY
    assert ClearanceRecord.objects.filter(listing=listing).count() == 3
    assert listings_reconcile(actor=NIGHTLY, on=TODAY + DAY).closed == (listing.pk,)


def test_a_rule_that_will_come_ends_the_clearance_the_day_before() -> None:
    rule_make("halal", in_force_from=TODAY + 5 * DAY)
    listing = ready()
    clearance = cleared(listing)
    assert clearance.valid_until == TODAY + 4 * DAY


def test_goods_on_sale_may_not_be_changed_into_goods_without_their_paper() -> None:
    GoodsTrait.objects.create(code="kulit", name="K", name_en="L", material_words=["kulit sapi"])
    rule_make("halal", traits=["kulit"])
    listing = public_listing(kind="tas")
    Listing.objects.filter(pk=listing.pk).update(composition="Kulit sapi, benang")
    with pytest.raises(WouldWithdraw):
        listing_recheck(actor=SYSTEM, listing_id=listing.pk, on=TODAY)
    assert listing_recheck(actor=SYSTEM, listing_id=listing.pk, on=TODAY, may_withdraw=True)


def test_loading_the_rules_again_changes_nothing_and_leaves_what_officers_changed() -> None:
    reference_load()
    before = rule_book()
    assert len(before.rules) >= 15
    rules_load()
    assert rule_book() == before
    RequirementRule.objects.filter(pk="halal_pangan").update(certainty="U")
    AuditEntry.objects.create(
        actor_role="central_officer", actor_name="P", action="requirement_rule.changed",
        subject_table="legality_requirementrule", subject_id="halal_pangan", detail={},
    )  # fmt: skip
    RequirementRule.objects.filter(pk="nkv_telur").update(certainty="U")
    rules_load()
    sure = dict(RequirementRule.objects.values_list("code", "certainty"))
    assert (sure["halal_pangan"], sure["nkv_telur"]) == ("U", "V")


def printed(*words: str) -> str:
    output = io.StringIO()
    call_command("legalitycheck", *words, stdout=output)
    return output.getvalue()


def test_the_command_prints_every_listing_in_indonesian() -> None:
    rule_make("pirt", code="perlu_pirt")
    clear, missing = ready(name="Keripik"), ready(name="Kacang")
    paper_make(clear, expires_on=TODAY + DAY)
    table = printed()
    assert "Barang ini perlu suratnya. Belum ada yang tercatat" in table
    assert f"{TODAY}: 1 dari 2 barang layak." in table
    assert (TODAY + DAY).isoformat() in table
    assert "0 dari 2" in printed("--on", (TODAY + 2 * DAY).isoformat())
    only = json.loads(printed("--facility", missing.facility.slug, "--format", "json"))
    assert [one["listing"] for one in only] == [missing.slug]
    assert only[0]["findings"][0]["code"] == "perlu_pirt"
    assert "These goods need their paper." in only[0]["findings"][0]["message_en"]
    assert only[0]["rules"] == [
        {"code": "perlu_pirt", "need": "required", "blocks": True, "papers": ["pirt"],
         "is_met": False}
    ]  # fmt: skip


def test_the_commands_csv_holds_no_formula() -> None:
    ready(name='=HYPERLINK("x")')
    ready(name="Keripik, =cmd")
    rows = list(csv.reader(io.StringIO(printed("--format", "csv")), delimiter=";"))
    assert "Keripik, '=cmd" in {row[2] for row in rows}  # where commas part cells
    assert rows[0][3:6] == ["Keadaan", "Putusan", "Layak sampai"]
    assert rows[1][2] == '\'=HYPERLINK("x")'
    assert len(rows[1]) == len(rows[0])


@pytest.mark.parametrize("words", [("--on", "kemarin"), ("--facility", "tidak-ada")])
def test_the_command_refuses_what_it_cannot_read(words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        printed(*words)


def test_an_empty_shop_is_printed_too() -> None:
    assert "0 dari 0" in printed()
    assert verdicts(None, on=TODAY) == {}
    assert json.loads(printed("--format", "json")) == []


def test_a_verdict_names_what_it_rests_on() -> None:
    rule_make("pirt")
    listing = ready()
    paper = paper_make(listing)
    assert verdict_of(listing.pk, on=TODAY).certificate_ids == (paper.pk,)
