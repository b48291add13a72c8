"""/wilayah/antrean/: looked at, decided, once."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from catalog.dates import legal_today
from catalog.models import Listing
from catalog.selectors.stall import values_of
from catalog.services.listing_change import listing_change
from catalog.services.listings import listing_withdraw
from catalog.types import ListingState
from legality.models import AnswerTemplate, CertificateState, Review, ReviewState
from legality.services.reviews import review_approve
from tests.cast import Cast, client_of
from tests.making import SYSTEM, paper_make, ready_listing, rule_make, waiting_review
from tests.storefront.web.pages import words_of
from tests.storefront.web.regions.reading import hidden_in, hidden_of, statements_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(cast: Cast) -> Review:
    return waiting_review(cast.sari, ready_listing(cast.here, name="Keripik"))


def place_of(review: Review) -> str:
    return f"/wilayah/antrean/{review.pk}/"


def send(client: Client, review: Review, do: str, **typed: Any) -> Any:
    """Press a button of the page as it stands."""
    form = {**hidden_of(client, place_of(review)), **typed, "do": do}
    return client.post(place_of(review), form)


def state_of(review: Review) -> tuple[str, str]:
    now = Review.objects.select_related("listing").get(pk=review.pk)
    return now.state, now.listing.state


def test_the_oldest_stands_first(cast: Cast, officer: Client, review: Review) -> None:
    other = waiting_review(cast.sari, ready_listing(cast.here, name="Sambal"))
    page = officer.get("/wilayah/antrean/").content.decode()
    assert 0 < page.index(place_of(review)) < page.index(place_of(other))


def test_others_do_not_find_it(cast: Cast, review: Review) -> None:
    other = client_of(cast.other_regional_officer)
    assert place_of(review) not in other.get("/wilayah/antrean/").content.decode()
    assert other.get(place_of(review)).status_code == 404
    assert other.post(place_of(review), {"do": "setujui"}).status_code == 404


def test_approved_goods_are_on_sale_and_the_next_one_opens(
    cast: Cast, officer: Client, review: Review
) -> None:
    other = waiting_review(cast.sari, ready_listing(cast.here, name="Sambal"))
    answer = send(officer, review, "setujui")
    assert answer["Location"] == place_of(other)
    assert state_of(review) == (ReviewState.APPROVED, ListingState.PUBLISHED)
    assert "Keripik disetujui dan dijual." in words_of(officer.get(answer["Location"]))


def test_after_the_last_the_queue_says_so(officer: Client, review: Review) -> None:
    answer = send(officer, review, "setujui")
    assert answer["Location"] == "/wilayah/antrean/"


def test_a_button_pressed_twice_acts_once(cast: Cast, officer: Client, review: Review) -> None:
    form = {**hidden_of(officer, place_of(review)), "do": "kembalikan", "catatan": "Foto gelap"}
    first, second = (officer.post(place_of(review), form) for _each in range(2))
    assert first["Location"] == second["Location"]
    assert Review.objects.filter(listing=review.listing).count() == 1
    assert state_of(review) == (ReviewState.SENT_BACK, ListingState.DRAFT)


def test_who_comes_second_is_told_who_was_first(
    cast: Cast, officer: Client, review: Review
) -> None:
    form = {**hidden_of(officer, place_of(review)), "do": "tolak", "catatan": "Bukan barang kami"}
    digest = form["digest"]
    head = cast.regional_head
    review_approve(actor=head, review_id=review.pk, digest=digest, on=legal_today())
    answer = officer.post(place_of(review), form, follow=True)
    assert head.name in words_of(answer)
    assert state_of(review)[0] == ReviewState.APPROVED


def test_answers_reach_the_facility_by_finding(cast: Cast, officer: Client) -> None:
    rule = rule_make("pirt")
    listing = ready_listing(cast.here)
    paper_make(listing, state=CertificateState.UNVERIFIED)
    review = waiting_review(cast.sari, listing)
    page = words_of(officer.get(place_of(review)))
    assert "Barang ini perlu suratnya." in page
    assert re.search(r"Sumber hukum: test <span[^>]*>\(menurut sumber yang disebut\)", page)
    assert 'value="setujui"' not in page  # what blocks cannot be approved
    typed = {f"jawab-{rule.code}": "Unggah pindaian yang terbaca", "catatan": ""}
    send(officer, review, "kembalikan", **typed)
    assert list(review.answers.values_list("code", "note")) == [
        (rule.code, "Unggah pindaian yang terbaca")
    ]


def test_a_ready_answer_is_taken_over_without_a_script(cast: Cast, officer: Client) -> None:
    AnswerTemplate.objects.create(code="buram", label="Buram", text="Foto buram.", text_en="Dim.")
    rule = rule_make("pirt")
    listing = ready_listing(cast.here)
    paper_make(listing, state=CertificateState.UNVERIFIED)
    review = waiting_review(cast.sari, listing)
    typed = {f"jawab-{rule.code}": "Satu.", f"pilih-{rule.code}": "buram", "catatan": "Salam"}
    answer = send(officer, review, f"pakai-{rule.code}", **typed)
    page = answer.content.decode()
    assert "Satu.\nFoto buram.</textarea>" in page and "Salam</textarea>" in page
    assert state_of(review)[0] == ReviewState.WAITING


@pytest.mark.parametrize("do", ["kembalikan", "tolak"])
def test_nothing_goes_back_without_a_word(officer: Client, review: Review, do: str) -> None:
    answer = send(officer, review, do, catatan=" ")
    assert answer.status_code == 422
    assert "aria-invalid" in answer.content.decode()
    assert state_of(review) == (ReviewState.WAITING, ListingState.SUBMITTED)


def test_what_was_changed_meanwhile_is_shown_and_notes_stay(
    cast: Cast, officer: Client, review: Review
) -> None:
    form = {**hidden_of(officer, place_of(review)), "do": "kembalikan", "catatan": "Foto gelap"}
    listing = Listing.objects.get(pk=review.listing_id)
    seen = values_of(listing)
    wanted = replace(seen, storage="Simpan di lemari es")
    listing_change(actor=SYSTEM, listing_id=listing.pk, wanted=wanted, seen=seen)
    answer = officer.post(place_of(review), form)
    page = words_of(answer)
    assert answer.status_code == 409
    assert "Simpan di lemari es" in page and "Foto gelap</textarea>" in page
    assert state_of(review)[0] == ReviewState.WAITING
    again = officer.post(place_of(review), {**form, **_hidden(answer)})
    assert again.status_code == 302
    assert state_of(review)[0] == ReviewState.SENT_BACK


def _hidden(answer: Any) -> dict[str, str]:
    return hidden_in(answer.content.decode())


def test_the_second_time_shows_what_changed_since_the_approval(
    cast: Cast, officer: Client, review: Review
) -> None:
    assert "semuanya baru" in words_of(officer.get(place_of(review)))
    send(officer, review, "setujui")
    listing = Listing.objects.get(pk=review.listing_id)
    listing_withdraw(actor=SYSTEM, listing_id=listing.pk)
    listing.refresh_from_db()
    seen = values_of(listing)
    wanted = replace(seen, size="20 cm")
    listing_change(actor=SYSTEM, listing_id=listing.pk, wanted=wanted, seen=seen)
    again = waiting_review(cast.sari, Listing.objects.get(pk=listing.pk))
    page = words_of(officer.get(place_of(again)))
    assert "<small>Sekarang</small>20 cm" in page and "semuanya baru" not in page


def test_auditors_look_and_do_not_decide(auditor: Client, review: Review) -> None:
    page = auditor.get(place_of(review)).content.decode()
    assert "Keripik" in page and 'name="do"' not in page
    answer = auditor.post(
        place_of(review), {**hidden_of(auditor, place_of(review)), "do": "setujui"}
    )
    assert answer.status_code == 403
    assert state_of(review)[0] == ReviewState.WAITING


def test_the_queue_stands_beside_the_item(cast: Cast, officer: Client, review: Review) -> None:
    others = [
        waiting_review(cast.sari, ready_listing(cast.here, name=n)) for n in ("Abon", "Sambal")
    ]
    elsewhere = waiting_review(cast.budi, ready_listing(cast.elsewhere, name="Bukan di sini"))
    for one in (review, *others):
        html = officer.get(place_of(one)).content.decode()
        beside = html[html.index('class="review-queue"') :]
        beside = beside[: beside.index("</nav>")]
        keys = re.findall(r'href="/wilayah/antrean/(\d+)/"\s*(aria-current)?', beside)
        assert [(int(key), bool(now)) for key, now in keys] == [
            (row.pk, row.pk == one.pk) for row in (review, *others)
        ]
        assert "Bukan di sini" not in beside
    assert elsewhere.state == ReviewState.WAITING
    send(officer, review, "setujui")
    html = officer.get(place_of(review)).content.decode()  # decided: it is in the queue no more
    assert f'href="/wilayah/antrean/{review.pk}/"' not in html
    assert f'href="/wilayah/antrean/{others[0].pk}/"' in html


def test_a_review_takes_few_statements(cast: Cast, officer: Client) -> None:
    rule_make("pirt")
    listing = ready_listing(cast.here)
    paper_make(listing, state=CertificateState.UNVERIFIED)
    review = waiting_review(cast.sari, listing)
    assert statements_of(officer, place_of(review)) <= 12
