"""SAFETY 1, Accounts: what stock Saleor's log-ins, tokens and passwords let through.

That reset and registration tell who has an account is CVE-2026-39851, in `test_accounts.py`. The
shop's other half is `tests/storefront/graphql/test_refused.py` (the same bytes) and
`tests/storefront/access/test_flaws.py` (the same attempts at the shop's own doors).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from saleor.account.models import User
from time_machine import travel

from tests.stock.attempts import LOGINS, REDIRECTS
from tests.stock.goods import PASSWORD, new_user
from tests.stock.messages import Targets
from tests.stock.sending import Sender, token_of


@pytest.mark.shows("token-a-year-old")
def test_a_token_a_year_past_its_date_works(send: Sender, db: None) -> None:
    ratna = new_user("ratna")
    with travel(datetime.now(UTC) - timedelta(days=366)):
        token = token_of(ratna)

    answer = send("token-a-year-old", authorization=f"JWT {token}")

    assert answer.data["me"] == {"email": "ratna@example.com"}


@pytest.mark.shows("token-of-an-old-password")
def test_a_token_survives_a_change_of_the_password(send: Sender, db: None) -> None:
    ratna = new_user("ratna")
    token = token_of(ratna)
    ratna.set_password("another password")
    ratna.save()

    answer = send("token-of-an-old-password", authorization=f"JWT {token}")

    assert answer.data["me"] == {"email": "ratna@example.com"}


@pytest.mark.shows("log-ins-of-100")
def test_a_hundred_log_ins_in_one_request_find_a_password(send: Sender, db: None) -> None:
    new_user("ratna")

    answer = send("log-ins-of-100", Targets(email="ratna@example.com", password=PASSWORD))

    assert len(answer.data) == LOGINS
    assert [name for name, one in answer.data.items() if one["token"]] == [f"t{LOGINS - 1}"]


@pytest.mark.shows("password-of-one-sign")
def test_a_password_of_one_sign_is_taken(send: Sender, db: None, settings: Any) -> None:
    settings.ENABLE_ACCOUNT_CONFIRMATION_BY_EMAIL = False

    answer = send("password-of-one-sign", Targets(email="ratna@example.com"))

    assert answer.data["accountRegister"] == {"requiresConfirmation": False, "accountErrors": []}
    made: Any = User.objects.get(email="ratna@example.com")
    assert made.is_active and made.check_password("1")


@pytest.mark.shows(*REDIRECTS)
@pytest.mark.parametrize("name", REDIRECTS)
def test_a_mail_of_the_shop_leads_where_a_stranger_says(
    send: Sender, db: None, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_user("ratna")
    mailed: list[str] = []
    monkeypatch.setattr(
        "saleor.account.emails._send_password_reset_email",
        lambda _email, address, _user_id: mailed.append(address),
    )

    answer = send(name, Targets(email="ratna@example.com"))

    assert answer.data["requestPasswordReset"]["accountErrors"] == []
    (address,) = mailed
    assert address.startswith(REDIRECTS[name].partition("/localhost")[0])
    assert "token=" in address


@pytest.mark.shows("form-of-another-site")
def test_a_form_of_another_site_returns_the_owners_data(send: Sender, db: None) -> None:
    send.client.cookies["JWT"] = token_of(new_user("ratna"))

    answer = send("form-of-another-site", origin="https://jahat.example")

    assert answer.data["me"] == {"email": "ratna@example.com"}
