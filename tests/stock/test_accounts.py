"""SAFETY 1, Access: advisories that touch accounts.

CVE-2022-39275 (the object type of an id is not checked), CVE-2026-35407 (the token that changes an
e-mail is not bound to its user), CVE-2026-39851 (answers tell whether an e-mail has an account),
CVE-2026-44472 (whoever made an account with a guest's e-mail beforehand reads the guest's orders as
soon as the owner of the e-mail confirms it).
"""

from __future__ import annotations

import pytest
from django.utils.module_loading import import_string

from tests.stock.goods import Goods, global_id, new_address, new_user
from tests.stock.messages import Targets
from tests.stock.sending import Sender


@pytest.mark.shows("address-by-order-id")
def test_an_orders_id_is_taken_for_an_addresses(send: Sender, db: None) -> None:
    address = new_address("Jalan Mawar 2")
    buyer = new_user("buyer")
    buyer.addresses.add(address)
    targets = Targets(order_as_address=global_id(address, kind="Order"))

    seen = send("address-by-order-id", targets, buyer).data["address"]

    assert seen["streetAddress1"] == "Jalan Mawar 2"


@pytest.mark.shows("email-change-with-a-strangers-token")
def test_a_token_of_one_user_changes_the_email_of_another(send: Sender, db: None) -> None:
    ratna, thief = new_user("ratna"), new_user("thief")
    token = import_string("saleor.account.utils.create_jwt_token")(
        {"old_email": ratna.email, "new_email": "ratna.new@example.com", "user_pk": ratna.pk}
    )

    answer = send("email-change-with-a-strangers-token", Targets(token=token), thief)

    assert answer.data["confirmEmailChange"]["accountErrors"] == []
    thief.refresh_from_db()
    assert thief.email == "ratna.new@example.com"


@pytest.mark.shows("password-reset-tells")
def test_a_password_reset_tells_who_has_an_account(send: Sender, db: None) -> None:
    new_user("ratna")

    known = send("password-reset-tells", Targets(email="ratna@example.com"))
    unknown = send("password-reset-tells", Targets(email="nobody@example.com"))

    assert known.data["requestPasswordReset"]["accountErrors"] == []
    (error,) = unknown.data["requestPasswordReset"]["accountErrors"]
    assert error == {"field": "email", "code": "NOT_FOUND"}


@pytest.mark.shows("register-tells")
def test_a_registration_tells_who_has_an_account(send: Sender, db: None) -> None:
    new_user("ratna")

    known = send("register-tells", Targets(email="ratna@example.com"))
    unknown = send("register-tells", Targets(email="nobody@example.com"))

    (error,) = known.data["accountRegister"]["accountErrors"]
    assert error == {"field": "email", "code": "UNIQUE"}
    assert unknown.data["accountRegister"]["accountErrors"] == []


@pytest.mark.shows("account-made-beforehand", "account-confirmed", "somebodys-orders-as-ones-own")
def test_an_account_made_with_a_guests_email_reads_the_guests_orders(
    send: Sender, goods: Goods
) -> None:
    guest = goods.order.user_email
    send("account-made-beforehand", Targets(email=guest))
    users = import_string("saleor.account.models.User").objects
    account = users.get(email=guest)
    assert account.check_password("a long password")  # the stranger's own
    # the guest follows the link that came to her address
    token = import_string("django.contrib.auth.tokens.default_token_generator").make_token(account)

    confirmed = send("account-confirmed", Targets(email=guest, token=token))

    assert confirmed.data["confirmAccount"]["accountErrors"] == []
    account.refresh_from_db()
    seen = send("somebodys-orders-as-ones-own", user=account).data["me"]["orders"]["edges"]
    assert seen[0]["node"]["shippingAddress"]["streetAddress1"] == "Jalan Rahasia 7"
