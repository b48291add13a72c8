"""Invitations: who may give which, the mail, and taking them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone

from catalog.errors import Blocked, Invalid, NotAllowed, NotFound
from catalog.models import AuditEntry, Membership, OutboxRow
from catalog.services.memberships import Post, membership_end, membership_give
from catalog.services.outbox import outbox_sweep
from catalog.types import Actor, Role
from storefront.access import invitations
from storefront.access.invitations import (
    Newcomer,
    Offer,
    invitation_accept,
    invitation_accept_known,
    invitation_by,
    invitation_counts,
    invitation_mail,
    invitation_make,
    invitation_resend,
    invitation_revoke,
)
from storefront.access.models import Invitation, Session
from tests.cast import Cast, cast_make, client_of, member_make, person_make
from tests.conftest import serving_role
from tests.making import SYSTEM
from tests.together import at_once

pytestmark = pytest.mark.django_db

PASSWORD = "kopi-tubruk-di-teras-41"
NEW = "baru@contoh.example"


@pytest.fixture
def cast() -> Cast:
    return cast_make()


def operator(cast: Cast) -> Post:
    return Post(Role.FACILITY_OPERATOR, facility_id=cast.here.pk)


def offer(cast: Cast, email: str = NEW, *, actor: Actor | None = None) -> Offer:
    return invitation_make(actor=actor or cast.facility_head, email=email, post=operator(cast))


def memberships(actor: Actor) -> QuerySet[Membership]:
    return Membership.objects.filter(user_id=actor.user_id or 0)


def path(word: str) -> str:
    return f"/masuk/undangan/{word}/"


def typed(name: str = "Tono Subagyo", password: str = PASSWORD) -> dict[str, str]:
    return {"name": name, "password": password}


# --- Giving


def posts(cast: Cast) -> dict[str, Post]:
    """Every role, here and elsewhere."""
    other_office = cast.elsewhere.office_id
    return {
        "operator here": operator(cast),
        "head here": Post(Role.FACILITY_HEAD, facility_id=cast.here.pk),
        "operator there": Post(Role.FACILITY_OPERATOR, facility_id=cast.elsewhere.pk),
        "head there": Post(Role.FACILITY_HEAD, facility_id=cast.elsewhere.pk),
        "officer here": Post(Role.REGIONAL_OFFICER, office_id=cast.here.office_id),
        "regional head here": Post(Role.REGIONAL_HEAD, office_id=cast.here.office_id),
        "officer there": Post(Role.REGIONAL_OFFICER, office_id=other_office),
        "editor": Post(Role.BOARD_EDITOR, partner_id=cast.partner.pk),
        "viewer": Post(Role.BOARD_VIEWER, partner_id=cast.partner.pk),
        "central": Post(Role.CENTRAL_OFFICER),
        "auditor": Post(Role.AUDITOR),
    }


MAY_INVITE: dict[str, set[str] | None] = {
    "sari": set(),
    "budi": set(),
    "facility_head": {"operator here"},
    "regional_officer": set(),
    "regional_head": {"operator here", "head here", "officer here"},
    "other_regional_officer": set(),
    "central_officer": None,  # all
    "auditor": set(),
    "board_editor": {"viewer"},
    "board_viewer": set(),
    "anonymous": set(),
}


@pytest.mark.parametrize("name", MAY_INVITE)
def test_who_may_invite_whom_where(cast: Cast, name: str) -> None:
    actor, allowed = cast.everybody()[name], MAY_INVITE[name]
    done = set()
    with serving_role(actor):  # row-level security agrees with the policy
        for word, post in posts(cast).items():
            try:
                invitation_make(actor=actor, email=NEW, post=post)
                done.add(word)
            except NotAllowed:
                continue
    assert done == (set(posts(cast)) if allowed is None else allowed)


def test_the_table_names_everybody(cast: Cast) -> None:
    assert set(MAY_INVITE) == set(cast.everybody())


def test_twice_to_the_same_says_so_and_to_another_role_does_not(cast: Cast) -> None:
    offer(cast)
    with pytest.raises(Invalid, match="invited to this already"):
        offer(cast, " BARU@contoh.example")
    head = Post(Role.FACILITY_HEAD, facility_id=cast.here.pk)
    invitation_make(actor=cast.regional_head, email=NEW, post=head)
    assert Invitation.objects.count() == 2


def test_who_has_the_role_is_not_invited_to_it(cast: Cast) -> None:
    email = get_user_model().objects.get(pk=cast.sari.user_id).email
    with pytest.raises(Invalid, match="has this role here already"):
        offer(cast, email.upper())


@pytest.mark.parametrize("email", ["", "sari", "sari@", "a b@contoh.example", "x@y\nBcc: z@y.id"])
def test_what_is_no_address_is_refused(cast: Cast, email: str) -> None:
    with pytest.raises(Invalid, match="whole e-mail"):
        offer(cast, email)


def test_a_last_day_in_the_past_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid, match="past"):
        invitation_make(
            actor=SYSTEM, email=NEW, post=operator(cast), ends_at=timezone.now() - timedelta(1)
        )


def test_a_place_that_is_not_there(cast: Cast) -> None:
    with pytest.raises(NotFound):
        invitation_make(
            actor=SYSTEM, email=NEW, post=Post(Role.FACILITY_OPERATOR, facility_id=99_999_999)
        )


def test_one_place_cannot_flood_the_world_with_mail(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invitations, "MOST_OPEN", 2)
    offer(cast, "a@contoh.example")
    offer(cast, "b@contoh.example")
    with pytest.raises(Blocked):
        offer(cast, "c@contoh.example")


def test_nobody_gives_a_role_to_themselves(cast: Cast) -> None:
    head = get_user_model().objects.get(pk=cast.regional_head.user_id)
    post = Post(Role.FACILITY_HEAD, facility_id=cast.here.pk)
    with pytest.raises(Invalid, match="never by oneself"):
        invitation_make(actor=cast.regional_head, email=head.email.upper(), post=post)
    with pytest.raises(NotAllowed):
        membership_give(actor=cast.regional_head, user_id=head.pk, post=post)


def test_nor_by_a_second_address_that_becomes_their_own(cast: Cast) -> None:
    word = invitation_make(
        actor=cast.regional_head,
        email=NEW,
        post=Post(Role.FACILITY_HEAD, facility_id=cast.here.pk),
    ).word
    client = client_of(cast.regional_head)
    get_user_model().objects.filter(pk=cast.regional_head.user_id).update(email=NEW)
    answer = client.post(path(word))
    assert answer.status_code == 403
    assert memberships(cast.regional_head).count() == 1
    assert Invitation.objects.get().accepted_at is None


# --- The mail


def word_in(text: str) -> str:
    found = re.search(r"/masuk/undangan/([\w-]{43})/", text)
    assert found
    return found[1]


def test_the_mail_goes_out_once_and_its_link_works(cast: Cast) -> None:
    made = offer(cast)
    assert Invitation.objects.get().mailed_at is None
    (row,) = OutboxRow.objects.filter(task=invitations.MAIL)
    outbox_sweep()
    invitation_mail(**row.arguments)  # a second run, as after a crash
    (letter,) = mail.outbox
    assert letter.to == [NEW]
    assert letter.subject == "Undangan ke Lapak Binaan"
    assert word_in(str(letter.body)) == made.word
    assert cast.facility_head.name in letter.body and cast.here.short_name in letter.body
    body = str(letter.body)
    words = ("mengundang Anda", "Buka tautan ini", "invites you", "Open this link", "Then you need")
    assert sorted(words, key=body.index) == list(words)
    assert body.count(made.word) == 2 and "&" not in body
    assert Invitation.objects.get().mailed_at is not None


def test_the_word_lies_nowhere(cast: Cast) -> None:
    word = offer(cast).word
    with connection.cursor() as cursor:
        for table in ("catalog_outboxrow", "access_invitation", "catalog_auditentry"):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")
            assert word not in cursor.fetchone()[0], table


def test_no_mail_for_what_was_taken_back_meanwhile(cast: Cast) -> None:
    made = offer(cast)
    invitation_revoke(actor=cast.facility_head, invitation_id=made.invitation.pk)
    outbox_sweep()
    assert mail.outbox == []


def later(invitation: Invitation, minutes: int = 5) -> None:
    """As if it had been sent some minutes ago."""
    Invitation.objects.filter(pk=invitation.pk).update(
        expires_at=invitation.expires_at - timedelta(minutes=minutes)
    )


def test_sent_again_has_a_new_word_and_the_old_one_is_dead(cast: Cast) -> None:
    old = offer(cast)
    later(old.invitation)
    new = invitation_resend(actor=cast.facility_head, invitation_id=old.invitation.pk)
    assert new is not None and new.word != old.word
    assert invitation_by(old.word) is None
    outbox_sweep()
    assert [word_in(str(letter.body)) for letter in mail.outbox] == [new.word]


def test_sent_again_twice_with_one_tap_is_sent_once(cast: Cast) -> None:
    made = offer(cast)
    assert invitation_resend(actor=cast.facility_head, invitation_id=made.invitation.pk) is None
    outbox_sweep()
    assert len(mail.outbox) == 1


def test_what_was_taken_back_can_be_sent_again(cast: Cast) -> None:
    made = offer(cast)
    invitation_revoke(actor=cast.facility_head, invitation_id=made.invitation.pk)
    new = invitation_resend(actor=cast.facility_head, invitation_id=made.invitation.pk)
    assert new is not None and invitation_counts(new.invitation)


@pytest.mark.parametrize("act", [invitation_resend, invitation_revoke])
def test_others_can_neither_send_nor_take_back(cast: Cast, act: Callable[..., object]) -> None:
    key = offer(cast).invitation.pk
    for name, error in {
        "sari": NotFound,
        "budi": NotFound,
        "other_regional_officer": NotFound,
        "board_editor": NotFound,
        "regional_officer": NotAllowed,
        "auditor": NotAllowed,
    }.items():
        with pytest.raises(error):
            act(actor=cast.everybody()[name], invitation_id=key)


# --- Taking, as a newcomer


def test_a_newcomer_makes_an_account_and_goes_on_to_the_second_factor(cast: Cast) -> None:
    word = offer(cast).word
    client = Client()
    with serving_role(Actor.anonymous()):
        shown = client.get(path(word)).content.decode()
        answer = client.post(path(word), typed(name="  Tono   Subagyo "))
        after = client.get("/petugas/")
    assert cast.facility_head.name in shown and cast.here.short_name in shown and NEW in shown
    assert answer["Location"] == after["Location"] == "/akun/pengaman/pasang/"
    user = get_user_model().objects.get(email=NEW)
    assert user.first_name == "Tono Subagyo" and user.check_password(PASSWORD)
    assert (user.is_staff, user.is_superuser, user.is_active) == (False, False, True)
    assert not user.user_permissions.exists() and not user.groups.exists()
    membership = Membership.objects.get(user=user)
    assert (membership.role, membership.facility) == (Role.FACILITY_OPERATOR, cast.here)
    assert membership.given_by_id == cast.facility_head.user_id
    invitation = Invitation.objects.get()
    assert invitation.accepted_by == user and invitation.accepted_at is not None
    done = set(
        AuditEntry.objects.filter(actor_name="Tono Subagyo").values_list("action", flat=True)
    )
    assert done == {"account.made", "invitation.accepted"}
    session = Session.objects.get(user=user)
    assert session.address == "127.0.0.1"


def test_the_page_tells_nothing_but_what_is_offered(cast: Cast) -> None:
    word = offer(cast).word
    user = get_user_model().objects.get(pk=cast.facility_head.user_id)
    shown = Client().get(path(word))
    assert user.email not in shown.content.decode()
    assert shown["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("name", "password", "sentence"),
    [
        ("Tono", "pendek", "10"),
        ("Tono", "1234567890123", "angka"),
        ("Tono", "baru@contoh.example", "mirip"),
        ("", PASSWORD, "nama Anda"),
        ("T" * 200, PASSWORD, "80 huruf"),
        ("Tono", "", "kata sandi"),
    ],
)
def test_bad_input_stands_beside_its_field_and_nothing_is_made(
    cast: Cast, name: str, password: str, sentence: str
) -> None:
    word = offer(cast).word
    answer = Client().post(path(word), typed(name, password))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'class="field-error"' in text and sentence.lower() in text.lower()
    assert not name or f'value="{name}"' in text
    assert not get_user_model().objects.filter(email=NEW).exists()


def test_the_last_day_goes_over_to_the_membership(cast: Cast) -> None:
    end = timezone.now() + timedelta(days=30)
    made = invitation_make(actor=cast.facility_head, email=NEW, post=operator(cast), ends_at=end)
    user = invitation_accept(word=made.word, newcomer=Newcomer("Tono", PASSWORD))
    assert Membership.objects.get(user=user).ends_at == end


def test_the_form_sent_twice_leads_on_both_times(cast: Cast) -> None:
    word = offer(cast).word
    first, second = Client(), Client()
    assert first.post(path(word), typed())["Location"] == "/akun/pengaman/pasang/"
    assert second.post(path(word), typed())["Location"] == "/akun/pengaman/pasang/"
    assert first.get(path(word))["Location"] == "/akun/pengaman/pasang/"
    assert get_user_model().objects.filter(email=NEW).count() == 1
    assert Membership.objects.filter(user__email=NEW).count() == 1


def test_a_used_link_is_no_way_to_guess_passwords(cast: Cast) -> None:
    word = offer(cast).word
    Client().post(path(word), typed())
    for number in range(5):
        assert Client().post(path(word), typed(password=f"salah-{number}")).status_code in (
            404,
            429,
        )
    assert AccessAttempt.objects.get().failures_since_start == 5
    assert Client().post(path(word), typed()).status_code in (404, 429)


def test_a_used_link_is_no_way_round_the_second_factor(cast: Cast) -> None:
    word = offer(cast).word
    Client().post(path(word), typed())
    user = get_user_model().objects.get(email=NEW)
    client_of(Actor("Tono", user_id=user.pk))  # sets a second factor up
    answer = Client().post(path(word), typed())
    assert answer.status_code == 404 and "lapak_masuk" not in answer.cookies


# --- What opens nothing


def dead(cast: Cast, way: str) -> str:
    """The word of an invitation that is over in one of the ways."""
    made = offer(cast)
    rows = Invitation.objects.filter(pk=made.invitation.pk)
    if way == "expired":
        rows.update(expires_at=timezone.now())
    elif way == "revoked":
        invitation_revoke(actor=cast.facility_head, invitation_id=made.invitation.pk)
    elif way == "used":
        invitation_accept(word=made.word, newcomer=Newcomer("Tono", PASSWORD))
    elif way == "role over":
        rows.update(ends_at=timezone.now())
    elif way == "giver left":
        held = memberships(cast.facility_head).get()
        membership_end(actor=SYSTEM, membership_id=held.pk)
    elif way == "giver closed":
        users = get_user_model().objects.filter(pk=cast.facility_head.user_id)
        users.update(is_active=False)
    elif way == "account closed":
        person_make(NEW)
        get_user_model().objects.filter(email=NEW).update(is_active=False)
    return made.word


WAYS = ("expired", "revoked", "used", "role over", "giver left", "giver closed", "account closed")


@pytest.mark.parametrize("way", WAYS)
def test_whatever_is_over_looks_like_what_never_was(cast: Cast, way: str) -> None:
    unknown = Client().get(path("x" * 43))
    word = dead(cast, way)
    for answer in (Client().get(path(word)), Client().post(path(word), typed(password="x"))):
        assert answer.status_code == unknown.status_code == 404
        assert answer.content == unknown.content.replace(b"x" * 43, word.encode())
    with pytest.raises(NotFound):
        invitation_accept(word=word, newcomer=Newcomer("Tono", PASSWORD))


@pytest.mark.parametrize("word", ["x", "x" * 400, "%00", "..", "<b>"])
def test_nonsense_words_are_answered_alike(word: str) -> None:
    assert Client().get(path(word)).status_code in (400, 404)


# --- Taking, as somebody known


def test_somebody_known_logs_in_first_and_then_accepts(cast: Cast) -> None:
    email = get_user_model().objects.get(pk=cast.budi.user_id).email
    word = offer(cast, email).word
    shown = Client().get(path(word)).content.decode()
    assert f"/masuk/?next={path(word)}" in shown and 'name="password"' not in shown
    assert Client().post(path(word), typed()).status_code == 200
    assert memberships(cast.budi).count() == 1
    client = client_of(cast.budi)
    with serving_role(Actor.anonymous()):
        assert "csrfmiddlewaretoken" in client.get(path(word)).content.decode()
    assert memberships(cast.budi).count() == 1  # the visitor reads nobody's
    with serving_role(Actor.anonymous()):
        for _twice in range(2):
            assert client.post(path(word))["Location"] == "/petugas/"
    assert memberships(cast.budi).count() == 2
    assert get_user_model().objects.get(email=email).first_name == cast.budi.name


def test_somebody_else_is_told_to_log_out(cast: Cast) -> None:
    word = offer(cast).word
    for method in ("get", "post"):
        answer = getattr(client_of(cast.budi), method)(path(word))
        text = answer.content.decode()
        assert answer.status_code == 403 and "/akun/keluar/" in text
        assert NEW not in text and cast.here.short_name not in text
    with pytest.raises(NotAllowed):
        invitation_accept_known(word=word, user_id=cast.budi.user_id or 0)


def test_an_account_that_came_up_meanwhile_logs_in_first(cast: Cast) -> None:
    made = offer(cast)
    person_make(NEW)
    with pytest.raises(NotAllowed):
        invitation_accept(word=made.word, newcomer=Newcomer("Tono", PASSWORD))
    assert invitation_counts(Invitation.objects.get())


def test_the_role_given_meanwhile_is_not_given_twice(cast: Cast) -> None:
    user = person_make(NEW)
    word = offer(cast).word
    membership_give(actor=SYSTEM, user_id=user.pk, post=operator(cast))
    invitation_accept_known(word=word, user_id=user.pk)
    assert Membership.objects.filter(user=user).count() == 1
    assert Invitation.objects.get().accepted_by == user


def test_an_invitation_tells_nobody_who_has_an_account(cast: Cast) -> None:
    client = client_of(cast.facility_head)
    address = f"/petugas/{cast.here.slug}/orang/"
    known = get_user_model().objects.get(pk=cast.budi.user_id).email
    unknown = "x" * (len(known) - len("@contoh.example")) + "@contoh.example"
    pages = []
    for email in (known, unknown):
        Invitation.objects.all().delete()
        sent = client.post(address, {"email": email, "role": "facility_operator"})
        assert sent.status_code == 302
        page = client.get(address).content.decode()
        page = re.sub(r"undangan/\d+/|value=\"\w{64}\"", "", page)
        pages.append(page.replace(email, "E-MAIL"))
    assert pages[0] == pages[1]
    assert cast.budi.name not in pages[0]


# --- At once


@pytest.mark.django_db(transaction=True)
def test_two_who_accept_at_once_make_one() -> None:
    word = offer(cast_make()).word
    answers = at_once([lambda: Client().post(path(word), typed())["Location"]] * 4)
    assert answers == ["/akun/pengaman/pasang/"] * 4  # the others log in with what was typed
    assert get_user_model().objects.filter(email=NEW).count() == 1
    assert Membership.objects.filter(user__email=NEW).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_invite_at_once_invite_once() -> None:
    cast = cast_make()
    answers = at_once([lambda: offer(cast)] * 4)
    assert sum(isinstance(answer, Offer) for answer in answers) == 1
    assert sum(isinstance(answer, Invalid) for answer in answers) == 3
    assert Invitation.objects.count() == 1
    assert OutboxRow.objects.filter(task=invitations.MAIL).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_two_workers_send_goes_out_once() -> None:
    offer(cast_make())
    (row,) = OutboxRow.objects.filter(task=invitations.MAIL)
    assert sorted(at_once([lambda: invitation_mail(**row.arguments)] * 4)) == [False] * 3 + [True]
    assert len(mail.outbox) == 1


def test_a_regional_head_invites_a_head_who_then_invites(cast: Cast) -> None:
    head = Post(Role.FACILITY_HEAD, facility_id=cast.here.pk)
    made = invitation_make(actor=cast.regional_head, email=NEW, post=head)
    user = invitation_accept(word=made.word, newcomer=Newcomer("Tono", PASSWORD))
    actor = member_make(operator(cast))
    assert actor.user_id != user.pk
    with serving_role(Actor.anonymous()):
        client = client_of(Actor("Tono", user_id=user.pk))
        answer = client.post(
            f"/petugas/{cast.here.slug}/orang/",
            {"email": "lain@contoh.example", "role": "facility_operator"},
        )
    assert answer.status_code == 302
    assert Invitation.objects.get(email="lain@contoh.example").invited_by_id == user.pk
