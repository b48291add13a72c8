"""The pages of people: who sees and does what, and what ends with a role."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from catalog.errors import Blocked, Invalid, NotAllowed, NotFound
from catalog.models import Membership
from catalog.services.memberships import Post, membership_give
from catalog.types import Actor, Role
from storefront.access.invitations import invitation_make
from storefront.access.models import ApiToken, Invitation, Session
from storefront.access.people import (
    membership_change,
    membership_stop,
    people_found,
    person_activate,
    person_deactivate,
)
from storefront.access.tokens import TokenDraft, token_make, token_of
from tests.cast import Cast, actor_again, cast_make, client_of, member_make, person_make
from tests.conftest import serving_role
from tests.making import SYSTEM

pytestmark = pytest.mark.django_db

NEW = "baru@contoh.example"


@pytest.fixture
def cast() -> Cast:
    return cast_make()


def memberships(actor: Actor) -> QuerySet[Membership]:
    return Membership.objects.filter(user_id=actor.user_id or 0)


def held(actor: Actor) -> Membership:
    return memberships(actor).get()


def email_of(actor: Actor) -> str:
    return str(get_user_model().objects.get(pk=actor.user_id).email)


# --- Who sees which page


def pages(cast: Cast) -> dict[str, str]:
    return {
        "here": f"/petugas/{cast.here.slug}/orang/",
        "elsewhere": f"/petugas/{cast.elsewhere.slug}/orang/",
        "office": f"/petugas/kantor/{cast.here.office.slug}/orang/",
        "other office": f"/petugas/kantor/{cast.elsewhere.office.slug}/orang/",
        "partner": f"/petugas/mitra/{cast.partner.slug}/orang/",
        "all": "/petugas/orang/",
        "shop": "/petugas/orang/pusat/",
    }


# 302: the only place whose people they look after, or the log-in
SEES: dict[str, dict[str, int]] = {
    "sari": {"here": 403, "elsewhere": 404, "all": 403},
    "budi": {"here": 404, "elsewhere": 403, "all": 403},
    "facility_head": {"here": 200, "elsewhere": 404, "all": 302},
    "regional_officer": {"here": 200, "elsewhere": 404, "office": 200, "all": 200},
    "regional_head": {"here": 200, "elsewhere": 404, "office": 200, "all": 200},
    "other_regional_officer": {"here": 404, "elsewhere": 200, "other office": 200, "all": 200},
    "central_officer": dict.fromkeys(
        ("here", "elsewhere", "office", "other office", "partner", "all", "shop"), 200
    ),
    "auditor": dict.fromkeys(
        ("here", "elsewhere", "office", "other office", "partner", "all", "shop"), 200
    ),
    "board_editor": {"here": 404, "elsewhere": 404, "partner": 200, "all": 302},
    "board_viewer": {"here": 404, "elsewhere": 404, "partner": 200, "all": 302},
    "anonymous": {},
}
ROLE_OF_PAGE = {
    "here": "facility_operator",
    "elsewhere": "facility_operator",
    "office": "regional_officer",
    "other office": "regional_officer",
    "partner": "board_viewer",
    "all": "facility_operator",
    "shop": "auditor",
}
INVITES = {
    "facility_head": {"here"},
    "regional_head": {"here", "office"},
    "board_editor": {"partner"},
    "central_officer": {"here", "elsewhere", "office", "other office", "partner", "shop"},
}


def expected(name: str, place: str) -> int:
    if name == "anonymous":
        return 302
    return SEES[name].get(place, 403 if place == "shop" else 404)


@pytest.mark.parametrize("name", SEES)
def test_who_sees_the_people_of_which_place(cast: Cast, name: str) -> None:
    client = client_of(cast.everybody()[name])
    seen = {place: client.get(address).status_code for place, address in pages(cast).items()}
    assert seen == {place: expected(name, place) for place in pages(cast)}


@pytest.mark.parametrize("name", SEES)
def test_who_invites_into_which_place(cast: Cast, name: str) -> None:
    client = client_of(cast.everybody()[name])
    for place, address in pages(cast).items():
        data = {"email": f"{place.replace(' ', '')}@contoh.example"}
        answer = client.post(address, {**data, "role": ROLE_OF_PAGE[place]})
        before = Invitation.objects.filter(**data).exists()
        assert before == (place in INVITES.get(name, set())), place
        if not before and place != "all":
            refused = expected(name, place)
            assert answer.status_code == (403 if refused == 200 else refused), place


def test_the_form_offers_what_the_actor_may_give_and_takes_nothing_else(cast: Cast) -> None:
    client = client_of(cast.facility_head)
    address = pages(cast)["here"]
    page = client.get(address).content.decode()
    assert 'value="facility_operator"' in page and "facility_head" not in page
    for role in ("facility_head", "central_officer", "regional_officer", "", "nobody"):
        answer = client.post(address, {"email": NEW, "role": role})
        text = answer.content.decode()
        assert answer.status_code == 200 and f'value="{NEW}"' in text
        assert 'id="role_error"' in text
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"email": ""}, "Isi surel orang yang diundang."),
        ({"email": "sari"}, "Isi surel lengkap"),
        ({"last_day": "2020-01-01"}, "Hari terakhir sudah lewat."),
        ({"last_day": "9999-01-01"}, "Hari terakhir lebih dari sepuluh tahun lagi."),
        ({"last_day": "besok"}, "Isi tanggal"),
    ],
)
def test_bad_input_is_one_sentence_and_nothing_typed_is_lost(
    cast: Cast, data: dict[str, str], sentence: str
) -> None:
    typed = {"email": NEW, "role": "facility_operator", "last_day": "", **data}
    answer = client_of(cast.facility_head).post(pages(cast)["here"], typed)
    text = answer.content.decode()
    assert answer.status_code == 200 and text.count('class="field-error"') == 1
    assert sentence in text
    for value in filter(None, typed.values()):
        assert f'value="{value}"' in text
    assert not Invitation.objects.exists()


def test_the_last_day_is_counted_in(cast: Cast) -> None:
    client = client_of(cast.facility_head)
    sent = {"email": NEW, "role": "facility_operator", "last_day": "2027-01-31"}
    assert client.post(pages(cast)["here"], sent).status_code == 302
    ends_at = Invitation.objects.get().ends_at
    assert ends_at is not None and ends_at.isoformat() == "2027-01-31T17:00:00+00:00"


def test_sent_twice_it_is_sent_once_and_says_so(cast: Cast) -> None:
    client = client_of(cast.facility_head)
    sent = {"email": NEW, "role": "facility_operator"}
    assert client.post(pages(cast)["here"], sent).status_code == 302
    again = client.post(pages(cast)["here"], sent)
    assert "sudah diundang" in again.content.decode()
    assert Invitation.objects.count() == 1


def test_the_page_lists_who_is_who_was_and_who_will_be(cast: Cast) -> None:
    now = timezone.now()
    for name, begins, ends in (
        ("dulu", now - timedelta(days=9), now - timedelta(days=2)),
        ("nanti", now + timedelta(days=9), None),
    ):
        user = person_make(f"{name}@contoh.example")
        membership_give(
            actor=SYSTEM,
            user_id=user.pk,
            post=Post(Role.FACILITY_OPERATOR, facility_id=cast.here.pk),
            begins_at=begins,
            ends_at=ends,
        )
    invitation_make(
        actor=cast.facility_head,
        email=NEW,
        post=Post(Role.FACILITY_OPERATOR, facility_id=cast.here.pk),
    )
    page = client_of(cast.facility_head).get(pages(cast)["here"]).content.decode()
    order = [page.index(word) for word in
             (email_of(cast.sari), "nanti@contoh", NEW, "dulu@contoh")]  # fmt: skip
    assert order == sorted(order)
    assert page.index("<details") < page.index("dulu@contoh")
    assert email_of(cast.budi) not in page


def test_who_only_looks_gets_no_forms(cast: Cast) -> None:
    for name in ("auditor", "regional_officer"):
        page = client_of(cast.everybody()[name]).get(pages(cast)["here"]).content.decode()
        assert email_of(cast.sari) in page
        assert "<form" not in page and "/petugas/orang/tugas/" not in page


# --- Ending


def test_what_ends_while_somebody_is_logged_in_is_over_at_the_next_request(cast: Cast) -> None:
    sari, head = client_of(cast.sari), client_of(cast.facility_head)
    assert sari.get(f"/petugas/{cast.here.slug}/").status_code == 200
    page = head.get(f"/petugas/orang/tugas/{held(cast.sari).pk}/").content.decode()
    assert f"Akhiri peran {cast.sari.name}" in page
    key = held(cast.sari).pk
    with serving_role(Actor.anonymous()):
        for _twice in range(2):
            ended = head.post(f"/petugas/orang/tugas/{key}/akhiri/")
            assert ended["Location"] == pages(cast)["here"]
    assert sari.get(f"/petugas/{cast.here.slug}/")["Location"].startswith("/masuk/")
    assert not Session.objects.filter(user_id=cast.sari.user_id or 0).exists()
    assert held(cast.sari).ended_by_id == cast.facility_head.user_id


def test_who_is_something_elsewhere_stays_logged_in_there(cast: Cast) -> None:
    post = Post(Role.FACILITY_OPERATOR, facility_id=cast.elsewhere.pk)
    membership_give(actor=SYSTEM, user_id=cast.sari.user_id or 0, post=post)
    client = client_of(cast.sari)
    here = memberships(cast.sari).get(facility=cast.here)
    membership_stop(actor=cast.facility_head, membership_id=here.pk)
    assert client.get(f"/petugas/{cast.here.slug}/").status_code == 404
    assert client.get(f"/petugas/{cast.elsewhere.slug}/").status_code == 200


def key_of(cast: Cast) -> str:
    draft = TokenDraft(cast.here.pk, "Kasir", ("stock.change",), 30, "f" * 30)
    return token_make(actor=cast.facility_head, draft=draft).secret


def test_keys_and_invitations_of_who_leaves_die(cast: Cast) -> None:
    secret = key_of(cast)
    made = invitation_make(
        actor=cast.facility_head,
        email=NEW,
        post=Post(Role.FACILITY_OPERATOR, facility_id=cast.here.pk),
    )
    assert token_of(secret) is not None
    with serving_role(cast.regional_head):
        membership_stop(actor=cast.regional_head, membership_id=held(cast.facility_head).pk)
    assert token_of(secret) is None
    assert ApiToken.objects.get().revoked_at is not None
    assert Invitation.objects.get(pk=made.invitation.pk).revoked_at is not None


@pytest.mark.parametrize("act", ["", "ubah/", "akhiri/", "pengaman/"])
def test_who_may_change_whose_role(cast: Cast, act: str) -> None:
    key = held(cast.sari).pk
    expect = {"sari": 403, "budi": 404, "regional_officer": 403, "auditor": 403}
    for name in ("sari", "budi", "regional_officer", "auditor", "other_regional_officer",
                 "board_editor", "board_viewer"):  # fmt: skip
        client = client_of(cast.everybody()[name])
        ask = client.post if act else client.get
        answer = ask(f"/petugas/orang/tugas/{key}/{act}", {"role": "facility_head"})
        assert answer.status_code == expect.get(name, 404), name
    assert held(cast.sari).ends_at is None and held(cast.sari).role == "facility_operator"


def test_nobody_above_is_changed_from_below(cast: Cast) -> None:
    for name in ("facility_head", "regional_officer", "regional_head", "central_officer"):
        actor = cast.everybody()[name]
        with pytest.raises((NotFound, NotAllowed)):
            membership_stop(actor=cast.facility_head, membership_id=held(actor).pk)
    with pytest.raises(NotAllowed):
        membership_stop(actor=cast.regional_head, membership_id=held(cast.regional_head).pk)


def test_the_last_central_officer_stays(cast: Cast) -> None:
    with pytest.raises(Blocked):
        membership_stop(actor=cast.central_officer, membership_id=held(cast.central_officer).pk)
    with pytest.raises(Blocked):
        membership_change(
            actor=cast.central_officer,
            membership_id=held(cast.central_officer).pk,
            role=Role.AUDITOR,
        )
    assert held(cast.central_officer).ends_at is None
    answer = client_of(cast.central_officer).post(
        f"/petugas/orang/tugas/{held(cast.central_officer).pk}/akhiri/"
    )
    assert answer.status_code == 422


def test_nobody_changes_their_own_role(cast: Cast) -> None:
    other = member_make(Post(Role.CENTRAL_OFFICER))
    with pytest.raises(NotAllowed):
        membership_change(actor=other, membership_id=held(other).pk, role=Role.AUDITOR)
    assert held(other).ends_at is None


# --- Another role


def test_another_role_is_an_end_and_a_beginning(cast: Cast) -> None:
    address = f"/petugas/orang/tugas/{held(cast.sari).pk}/ubah/"
    client = client_of(cast.regional_head)
    with serving_role(Actor.anonymous()):
        for _twice in range(2):
            assert client.post(address, {"role": "facility_head"}).status_code == 302
    old, new = memberships(cast.sari).order_by("pk")
    assert (old.role, new.role) == ("facility_operator", "facility_head")
    assert old.ends_at == new.begins_at and new.ends_at is None
    assert client_of(cast.sari).get(pages(cast)["here"]).status_code == 200


def test_another_role_keeps_the_last_day(cast: Cast) -> None:
    end = timezone.now() + timedelta(days=30)
    Membership.objects.filter(pk=held(cast.sari).pk).update(ends_at=end)
    membership_change(
        actor=cast.regional_head, membership_id=held(cast.sari).pk, role=Role.FACILITY_HEAD
    )
    assert memberships(cast.sari).get(role="facility_head").ends_at == end


@pytest.mark.parametrize("role", ["", "nobody", "system", "regional_officer", "central_officer"])
def test_roles_of_other_places_are_refused(cast: Cast, role: str) -> None:
    answer = client_of(cast.central_officer).post(
        f"/petugas/orang/tugas/{held(cast.sari).pk}/ubah/", {"role": role}
    )
    assert answer.status_code == 400
    assert held(cast.sari).role == "facility_operator"


def test_a_role_that_ended_is_not_changed(cast: Cast) -> None:
    membership_stop(actor=cast.facility_head, membership_id=held(cast.sari).pk)
    with pytest.raises(Invalid, match="has ended"):
        membership_change(
            actor=cast.regional_head, membership_id=held(cast.sari).pk, role=Role.FACILITY_HEAD
        )


# --- The second factor


def test_a_lost_phone_is_taken_away_by_who_is_above(cast: Cast) -> None:
    sari = client_of(cast.sari)
    head = client_of(cast.facility_head)
    address = f"/petugas/orang/tugas/{held(cast.sari).pk}/"
    assert "pengaman/" in head.get(address).content.decode()
    assert head.post(f"{address}pengaman/")["Location"] == address
    assert not TOTPDevice.objects.filter(user_id=cast.sari.user_id).exists()
    assert sari.get("/petugas/").status_code == 302
    assert "pengaman/" not in head.get(address).content.decode()


# --- Accounts


def test_a_closed_account_takes_everything_with_it(cast: Cast) -> None:
    head, secret = client_of(cast.facility_head), key_of(cast)
    given = invitation_make(
        actor=cast.facility_head,
        email=NEW,
        post=Post(Role.FACILITY_OPERATOR, facility_id=cast.here.pk),
    )
    to_them = invitation_make(
        actor=SYSTEM,
        email=email_of(cast.facility_head),
        post=Post(Role.FACILITY_HEAD, facility_id=cast.elsewhere.pk),
    )
    key = cast.facility_head.user_id
    with serving_role(Actor.anonymous()):
        central = client_of(cast.central_officer)
        assert central.post(f"/petugas/orang/akun/{key}/tutup/").status_code == 302
        assert central.post(f"/petugas/orang/akun/{key}/tutup/").status_code == 302
    assert head.get("/petugas/").status_code == 302
    assert token_of(secret) is None
    assert actor_again(key or 0).grants == ()
    for one in (given, to_them):
        assert Invitation.objects.get(pk=one.invitation.pk).revoked_at is not None
    assert "ditutup" in central.get(f"/petugas/orang/akun/{key}/").content.decode()


def test_an_account_opened_again_has_nothing(cast: Cast) -> None:
    key = cast.sari.user_id or 0
    person_deactivate(actor=cast.central_officer, user_id=key)
    person_activate(actor=cast.central_officer, user_id=key)
    person_activate(actor=cast.central_officer, user_id=key)
    user = get_user_model().objects.get(pk=key)
    assert user.is_active and actor_again(key).grants == ()


@pytest.mark.parametrize("act", ["", "tutup/", "buka/", "pengaman/"])
def test_who_may_do_what_with_accounts(cast: Cast, act: str) -> None:
    key = cast.sari.user_id
    for name, actor in cast.everybody().items():
        if name in ("central_officer", "anonymous"):
            continue
        client = client_of(actor)
        ask = client.post if act else client.get
        expect = (403 if act else 200) if name == "auditor" else 404
        assert ask(f"/petugas/orang/akun/{key}/{act}").status_code == expect, name
    assert get_user_model().objects.get(pk=key).is_active


def test_nobody_closes_themselves_and_buyers_are_not_here(cast: Cast) -> None:
    client = client_of(cast.central_officer)
    own = f"/petugas/orang/akun/{cast.central_officer.user_id}/"
    assert "tutup/" not in client.get(own).content.decode()
    assert client.post(f"{own}tutup/").status_code == 403
    buyer = person_make("pembeli@contoh.example")
    assert client.get(f"/petugas/orang/akun/{buyer.pk}/").status_code == 404
    assert client.post(f"/petugas/orang/akun/{buyer.pk}/tutup/").status_code == 404
    assert get_user_model().objects.get(pk=buyer.pk).is_active


# --- Everybody


def many(cast: Cast, count: int) -> None:
    User = get_user_model()
    made = User.objects.bulk_create(
        User(email=f"banyak-{number}@contoh.example", first_name=f"Orang {number:03}")
        for number in range(count)
    )
    Membership.objects.bulk_create(
        Membership(
            user=user, role="facility_operator", facility=cast.here, begins_at=timezone.now()
        )
        for user in made
    )


def test_everybody_is_found_by_name_and_address(cast: Cast) -> None:
    many(cast, 60)
    person_make("pembeli@contoh.example")
    client = client_of(cast.central_officer)
    page = client.get("/petugas/orang/").content.decode()
    assert page.count('class="person"') == 50 and "50 pertama dari 70" in page
    assert "pembeli@" not in page
    found = client.get("/petugas/orang/?q=orang+007").content.decode()
    assert found.count('class="person"') == 1 and "banyak-7@" in found
    nothing = client.get("/petugas/orang/?q=<script>").content.decode()
    assert 'class="person"' not in nothing and "&lt;script&gt;" in nothing
    for sign in "%_":  # as they stand, not as SQL reads them
        assert people_found(cast.central_officer, sign) == ([], 0)
    with pytest.raises(NotFound):
        people_found(cast.regional_head, "")


def statements(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_pages_ask_at_most_twelve_times_however_many_there_are(cast: Cast) -> None:
    many(cast, 120)
    client = client_of(cast.central_officer)
    membership = held(cast.sari).pk
    counts = {
        address: statements(client, address)
        for address in (
            *pages(cast).values(),
            f"/petugas/orang/tugas/{membership}/",
            f"/petugas/orang/akun/{cast.sari.user_id}/",
        )
    }
    assert {address: n for address, n in counts.items() if n > 12} == {}


def test_words_are_indonesian_first(cast: Cast) -> None:
    page = client_of(cast.facility_head).get(pages(cast)["here"]).content.decode()
    for word in ("Orang", "Undang", "Kirim undangan", "Hari terakhir", "Ubah"):
        assert word in page
    english = client_of(cast.facility_head).get(f"/en{pages(cast)['here']}").content.decode()
    assert "Send the invitation" in english


def test_forms_are_only_posted(cast: Cast) -> None:
    client: Any = client_of(cast.central_officer)
    for address in (
        f"/petugas/orang/tugas/{held(cast.sari).pk}/akhiri/",
        f"/petugas/orang/akun/{cast.sari.user_id}/tutup/",
    ):
        assert client.get(address).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert strict.post(pages(cast)["here"], {"email": NEW}).status_code == 403
