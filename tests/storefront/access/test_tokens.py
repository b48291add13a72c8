"""Keys of clients: made, shown once, used, and over."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog.dates import legal_today
from catalog.errors import Blocked, Invalid, NotAllowed, NotFound, WrongState
from catalog.models import AuditEntry, Membership
from catalog.policies.abilities import Act, can, can_everywhere
from catalog.policies.people import can_manage
from catalog.services.memberships import Post, membership_give
from catalog.types import Actor, Role
from storefront.access.models import ApiToken, TokenAct, TokenFailure
from storefront.access.token_failures import MOST, WITHIN
from storefront.access.tokens import (
    MOST_IN_FORCE,
    Made,
    TokenDraft,
    scopes_of,
    token_make,
    token_of,
    token_revoke,
    tokens_of,
)
from storefront.cache.keys import Keys
from storefront.graphql.actor import NO_KEY, ONLY_POST, TOO_MANY
from tests.cast import Cast, cast_make
from tests.conftest import serving_role
from tests.making import SYSTEM, draft_listing

pytestmark = pytest.mark.django_db

ADDRESS = "/graphql/"
ASKED = json.dumps({"query": "{ shop { name } }"})
FORM = "f" * 24


@pytest.fixture
def cast() -> Cast:
    return cast_make()


def draft(cast: Cast, form: str = FORM, **given: Any) -> TokenDraft:
    values = {"name": "Kasir galeri", "scopes": ("stock.change",), "days": 30, **given}
    return TokenDraft(facility_id=values.pop("facility_id", cast.here.pk), form=form, **values)


def make(cast: Cast, form: str = FORM, **given: Any) -> Made:
    return token_make(actor=cast.facility_head, draft=draft(cast, form, **given))


def ask(secret: str, body: str = ASKED, **headers: str) -> Any:
    given = {"Authorization": f"Bearer {secret}", **headers}
    return Client(headers=given).post(ADDRESS, body, "application/json")


# --- Making.


def test_a_key_is_kept_as_a_hash(cast: Cast) -> None:
    with serving_role(cast.facility_head):
        made = make(cast)
    assert len(made.secret) == 49 and made.secret.startswith("lapak_")
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM access_apitoken t")
        (row,) = cursor.fetchone()
    assert made.secret not in row and made.secret[-4:] in row
    assert AuditEntry.objects.filter(action="token.made").exists()
    assert made.secret not in str(list(AuditEntry.objects.values_list("detail")))


def test_a_form_sent_twice_makes_one_key_and_another_form_another(cast: Cast) -> None:
    first, again, other = make(cast), make(cast), make(cast, "g" * 24)
    assert first.secret == again.secret != other.secret
    assert ApiToken.objects.count() == 2
    central = token_make(actor=cast.central_officer, draft=draft(cast))
    assert central.secret != first.secret  # nobody else's form gives it


def test_a_form_of_long_ago_shows_nothing(cast: Cast) -> None:
    made = make(cast)
    ApiToken.objects.update(made_at=timezone.now() - timedelta(minutes=11))
    with pytest.raises(WrongState):
        make(cast)
    ApiToken.objects.update(made_at=timezone.now(), revoked_at=timezone.now())
    with pytest.raises(WrongState):
        make(cast)
    assert token_of(made.secret) is None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": " "}, "name"),
        ({"name": "a" * 81}, "name"),
        ({"name": "a\0"}, "name"),
        ({"scopes": ()}, "scopes"),
        ({"scopes": ("token.make",)}, "scopes"),
        ({"scopes": ("people.manage",)}, "scopes"),
        ({"scopes": ("stock.change", "x")}, "scopes"),
        ({"days": 0}, "days"),
        ({"days": 366}, "days"),
        ({"form": "short"}, "form"),
        ({"form": "ÿ" * 24}, "form"),
    ],
)
def test_what_no_key_can_be(cast: Cast, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        make(cast, given.pop("form", FORM), **given)
    assert refused.value.params["field"] == field
    assert not ApiToken.objects.exists()


ROLES = {
    "facility_head": None,
    "central_officer": None,
    "sari": NotAllowed,
    "regional_officer": NotAllowed,
    "regional_head": None,
    "auditor": NotAllowed,
    "budi": NotFound,
    "other_regional_officer": NotFound,
    "board_editor": NotFound,
    "board_viewer": NotFound,
    "anonymous": NotFound,
}


@pytest.mark.parametrize("persona", ROLES)
def test_who_makes_sees_and_revokes_keys(cast: Cast, persona: str) -> None:
    actor, refused = cast.everybody()[persona], ROLES[persona]
    made = make(cast)

    def acts() -> None:
        token_make(actor=actor, draft=draft(cast, "h" * 24, scopes=("listing.close",)))
        tokens_of(actor=actor, facility_id=cast.here.pk)
        token_revoke(actor=actor, token_id=made.token.pk)

    if refused is None:
        acts()
        return
    for act in (
        lambda: token_make(actor=actor, draft=draft(cast, "h" * 24, scopes=("listing.close",))),
        lambda: tokens_of(actor=actor, facility_id=cast.here.pk),
        lambda: token_revoke(actor=actor, token_id=made.token.pk),
    ):
        with pytest.raises(refused):
            act()
    assert ApiToken.objects.filter(revoked_at=None).count() == 1


def test_a_job_needs_no_key(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        token_make(actor=SYSTEM, draft=draft(cast))


def _own(cast: Cast) -> tuple[str, ...]:
    """All that the head of the facility can let a key do."""
    return tuple(act.value for act in scopes_of(cast.facility_head, cast.here.pk))


def test_a_key_makes_no_keys_and_manages_nobody(cast: Cast) -> None:
    key = token_of(make(cast, scopes=_own(cast)).secret)
    assert key is not None
    with pytest.raises(NotAllowed):
        token_make(actor=key.actor, draft=draft(cast, "h" * 24))
    assert not can_manage(key.actor, Role.FACILITY_OPERATOR, facility_id=cast.here.pk)


def test_a_facility_has_so_many_keys_and_no_more(cast: Cast) -> None:
    for number in range(MOST_IN_FORCE):
        make(cast, f"{number:024}")
    with pytest.raises(Blocked):
        make(cast)
    token_revoke(actor=cast.facility_head, token_id=ApiToken.objects.latest("pk").pk)
    make(cast)


# --- What a key is.


def test_a_key_is_its_maker_in_one_facility(cast: Cast) -> None:
    made = token_make(actor=cast.central_officer, draft=draft(cast))
    key = token_of(made.secret)
    assert key is not None
    assert can(key.actor, Act.STOCK_CHANGE, cast.here.pk)
    assert can(key.actor, Act.FACILITY_SEE, cast.here.pk)
    assert not can(key.actor, Act.LISTING_CHANGE, cast.here.pk)
    assert not can(key.actor, Act.STOCK_CHANGE, cast.elsewhere.pk)
    assert not can_everywhere(key.actor, Act.FACILITY_SEE)
    assert key.actor.user_id == cast.central_officer.user_id


def test_a_key_never_does_more_than_its_maker_may_now(cast: Cast) -> None:
    made = make(cast, scopes=("stock.change", "listing.change"))
    user_id = cast.facility_head.user_id or 0
    Membership.objects.filter(user_id=user_id).delete()
    assert token_of(made.secret) is None
    membership_give(
        actor=SYSTEM,
        user_id=user_id,
        post=Post(Role.FACILITY_OPERATOR, facility_id=cast.elsewhere.pk),
    )
    assert token_of(made.secret) is None
    membership_give(
        actor=SYSTEM,
        user_id=user_id,
        post=Post(Role.REGIONAL_OFFICER, office_id=cast.here.office_id),
    )
    key = token_of(made.secret)
    assert key is not None and not can(key.actor, Act.STOCK_CHANGE, cast.here.pk)
    assert all(grant.office_id is None for grant in key.actor.grants)


def end_nothing(_cast: Cast, _token: ApiToken) -> None:
    pass


def end_membership(cast: Cast, _token: ApiToken) -> None:
    ended = timezone.now() - timedelta(seconds=1)
    Membership.objects.filter(user_id=cast.facility_head.user_id or 0).update(
        begins_at=ended - timedelta(days=1), ends_at=ended
    )


def end_password(cast: Cast, _token: ApiToken) -> None:
    user = get_user_model().objects.get(pk=cast.facility_head.user_id)
    user.set_password("sandi yang lain 7")
    user.save()


def end_account(cast: Cast, _token: ApiToken) -> None:
    get_user_model().objects.filter(pk=cast.facility_head.user_id).update(is_active=False)


def end_time(_cast: Cast, token: ApiToken) -> None:
    ApiToken.objects.filter(pk=token.pk).update(expires_at=timezone.now())


def end_by_hand(cast: Cast, token: ApiToken) -> None:
    token_revoke(actor=cast.facility_head, token_id=token.pk)


def end_another(cast: Cast, _token: ApiToken) -> None:
    token_revoke(actor=cast.facility_head, token_id=make(cast, "i" * 24).token.pk)


@pytest.mark.parametrize(
    ("end", "state"),
    [
        (end_nothing, "holds"),
        (end_another, "holds"),
        (end_membership, "lost"),
        (end_password, "lost"),
        (end_account, "lost"),
        (end_time, "over"),
        (end_by_hand, "revoked"),
    ],
    ids=lambda one: getattr(one, "__name__", one),
)
def test_what_ends_a_key(cast: Cast, end: Any, state: str) -> None:
    made = make(cast)
    end(cast, made.token)
    assert (token_of(made.secret) is not None) is (state == "holds")
    lines = {
        one.id: one.state for one in tokens_of(actor=cast.central_officer, facility_id=cast.here.pk)
    }
    assert lines[made.token.pk] == state
    assert ask(made.secret).status_code == (200 if state == "holds" else 401)


@pytest.mark.parametrize(
    "secret",
    ["", "x", "lapak_", "lapak_" + "x" * 42, "lapak_" + "x" * 44, "LAPAK_" + "x" * 43, "ÿ" * 49],
)
def test_what_looks_like_no_key_is_not_looked_for(secret: str) -> None:
    with CaptureQueriesContext(connection) as statements:
        assert token_of(secret) is None
    assert len(statements) == 0


def test_its_use_is_written_down_once_a_day(cast: Cast) -> None:
    made = make(cast)
    TokenAct.objects.create(
        token=made.token, key="a", digest=b"a", at=timezone.now() - timedelta(days=3)
    )
    with serving_role(Actor.anonymous()):
        token_of(made.secret)
    made.token.refresh_from_db()
    assert made.token.seen_on == legal_today()
    assert not TokenAct.objects.exists()
    with CaptureQueriesContext(connection) as statements:
        assert token_of(made.secret)
    assert len(statements) == 2
    assert all(one["sql"].lstrip().startswith("SELECT") for one in statements)


# --- At the API.


def test_a_key_that_does_not_hold_is_told_nothing_more(cast: Cast) -> None:
    revoked, over = make(cast), make(cast, "k" * 24)
    end_by_hand(cast, revoked.token)
    end_time(cast, over.token)
    answers = []
    for secret in (revoked.secret, over.secret, "lapak_" + "x" * 43, "x", ""):
        response = ask(secret, "not even JSON")
        (error,) = response.json()["errors"]
        answers.append(
            (response.status_code, error["message"], response["WWW-Authenticate"],
             response["Cache-Control"])
        )  # fmt: skip
    assert set(answers) == {(401, NO_KEY, 'Bearer realm="lapak"', "no-store")}


def test_refusals_are_counted_by_address_and_those_who_hold_a_key_go_on(cast: Cast) -> None:
    made = make(cast)
    with serving_role(Actor.anonymous()):
        codes = [ask(f"lapak_{number:043}").status_code for number in range(MOST + 2)]
    assert codes == [401] * MOST + [429] * 2
    response = ask("x")
    assert response["Retry-After"] == "900"
    assert response.json()["errors"][0]["message"] == TOO_MANY
    assert ask(made.secret).status_code == 200
    elsewhere = Client(headers={"Authorization": "Bearer x"}, REMOTE_ADDR="203.0.113.9")
    assert elsewhere.post(ADDRESS, ASKED, "application/json").status_code == 401
    TokenFailure.objects.update(begun_at=timezone.now() - WITHIN - timedelta(seconds=1))
    assert ask("x").status_code == 401
    assert TokenFailure.objects.count() == 1  # those of long ago are forgotten


def test_other_ways_to_log_in_are_not_looked_at(db: None) -> None:
    for given in ("Basic YTpi", "JWT e30.e30.e30", "Bearerx", ""):
        response = Client(headers={"Authorization": given}).post(ADDRESS, ASKED, "application/json")
        assert response.status_code == 200
    assert not TokenFailure.objects.exists()


def test_a_key_comes_with_post_alone(cast: Cast) -> None:
    made = make(cast)
    for secret in (made.secret, "x"):
        response = Client(headers={"Authorization": f"Bearer {secret}"}).get(
            ADDRESS, {"document": "goods"}
        )
        assert response.status_code == 405
        assert response.json()["errors"][0]["message"] == ONLY_POST
    assert not TokenFailure.objects.exists()


def test_answers_to_keys_are_kept_by_nobody(cast: Cast) -> None:
    draft_listing(cast.here)
    mine = json.dumps({"query": "{ myProducts(first: 5) { totalCount } }"})
    wrong = json.dumps({"query": "{ nothing }"})
    made = make(cast)
    for body in (ASKED, mine, wrong):
        response = ask(made.secret, body)
        assert "no-store" in response["Cache-Control"]
        assert "Surrogate-Control" not in response and "ETag" not in response
        assert not response.cookies
    assert ask(made.secret, mine)["Cache-Control"] == "private, no-store"
    stranger = Client().post(ADDRESS, ASKED, "application/json")
    assert stranger["Surrogate-Control"] == "content=GraphQL"


def test_the_kept_pages_know_no_question_with_a_key() -> None:
    keys = Keys(session="lapak_masuk", forwarded="")
    environ = {"PATH_INFO": ADDRESS, "REQUEST_METHOD": "GET", "QUERY_STRING": "document=goods"}
    assert keys.question(dict(environ)) is not None
    assert keys.question({**environ, "HTTP_AUTHORIZATION": "Bearer x"}) is None


def test_a_key_opens_no_page_of_the_portals(cast: Cast) -> None:
    made = make(cast)
    client = Client(headers={"Authorization": f"Bearer {made.secret}"})
    assert client.get("/petugas/").status_code == 302
    assert client.get(f"/petugas/{cast.here.slug}/kunci/").status_code == 302


def test_introspection_stays_off_for_keys(cast: Cast) -> None:
    body = json.dumps({"query": "{ __schema { mutationType { name } } }"})
    response = ask(make(cast).secret, body)
    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["code"] == "INTROSPECTION_OFF"
