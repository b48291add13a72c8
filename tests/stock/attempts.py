"""Every attempt that stock Saleor lets through and the shop must refuse: one list for both sides.

`tests/stock/` shows what each does on stock Saleor; `tests/storefront/graphql/test_refused.py`
sends the same bytes to the shop. LINES are the flaws under *Access*, *Accounts* and *Resources* in
the design notes on safety, section 1; every line has an attempt, and both sides must cover every
attempt (`test_coverage.py`, `test_refused.py`). This module knows neither Saleor nor the shop.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from tests.stock.messages import (
    Message,
    Targets,
    as_form,
    as_json,
    asked,
    nested_goods,
    png_of,
    sent,
    upload,
)

LINES: Mapping[str, str] = {
    "metadata": "updateMetadata and deleteMetadata on Order and Checkout need no permission",
    "entities": "the federation field _entities dumps users and addresses to anyone",
    "secure-confirm": "paymentSecureConfirm is open to anyone and doubles the captured amount",
    "slug": "product(slug:) has no visibility filter",
    "CVE-2022-39275": "the object type of an id is not checked",
    "CVE-2023-26051": "an exception's text reaches the caller",
    "CVE-2023-26052": "an exception's text reaches the caller, from the database too",
    "CVE-2026-33756": "unlimited batching",
    "CVE-2026-35401": "unlimited aliases",
    "CVE-2026-35407": "the token that changes an e-mail is not bound to its user",
    "CVE-2026-39851": "the answer tells whether an e-mail has an account",
    "CVE-2026-44472": "an account made beforehand receives a guest's orders",
    "CVE-2026-23499": "SVG and HTML are stored as images",
    "CVE-2022-0932": "missing authorization; the advisory names no endpoint",
    "introspection": "introspection is open with DEBUG off",
    "error-text": "error answers carry class names and exception text",
    "manage-products": "MANAGE_PRODUCTS sees and changes everybody's goods and stock",
    "manage-orders": "MANAGE_ORDERS sees every buyer",
    "manage-users": "MANAGE_USERS alone changes the superuser's e-mail",
    "token-age": "a token a year past its date works",
    "token-password": "a token survives a change of the password",
    "no-throttle": "100 aliased log-ins in one request find a password",
    "weak-password": "the password 1 is accepted when e-mail confirmation is off",
    "redirect": "redirectUrl lets javascript://localhost/ and //localhost/x pass",
    "cookie": "a cookie named JWT and a form of another site return the owner's data",
    "nested": "a short query nested six deep asks for thousands of statements",
    "repeated-field": "a long query of one repeated field is worked through",
    "nested-braces": "3,000 nested braces give a 500",
    "malformed-body": "a body of 5, null or [5] gives a 500",
    "huge-image": "a small PNG of 144 megapixels is accepted",
}


class Refusal(Enum):
    """What the shop says to an attempt; in every case nothing of its inside, and no 500."""

    UNKNOWN = "there is no such field, type or argument: refused before execution"
    LIMIT = "more than is allowed: refused before execution"
    MALFORMED = "not a question at all: refused before execution"
    NOT_FOUND = "understood, and answered as if nothing were there"


@dataclass(frozen=True)
class Attempt:
    """One way to try one flaw.

    line: a key of LINES. make: the message, given what to aim at. refusal: what the shop says.
    """

    id: str
    line: str
    refusal: Refusal
    make: Callable[[Targets], Message] = field(repr=False)


ORDER_SEEN = """... on Order {
  userEmail token shippingAddress { firstName streetAddress1 phone } metadata { key value } }"""
CHECKOUT_SEEN = "... on Checkout { email token metadata { key value } }"
METADATA_UPDATE = """mutation ($id: ID!) {
  updateMetadata(id: $id, input: [{key: "seen", value: "by a stranger"}]) { item { %s } } }"""
METADATA_DELETE = """mutation ($id: ID!) {
  deleteMetadata(id: $id, keys: ["gate"]) { item { %s } } }"""
ENTITIES = """query ($what: [_Any]) { _entities(representations: $what) {
    ... on User { email isStaff userPermissions { code } }
    ... on Address { firstName streetAddress1 phone } } }"""
LOGIN_HINTS = {
    "reset": """mutation ($email: String!) {
  requestPasswordReset(email: $email, redirectUrl: "http://localhost/") {
    accountErrors { field code } } }""",
    "register": """mutation ($email: String!) {
  accountRegister(input: {email: $email, password: "a long password",
                          redirectUrl: "http://localhost/"}) {
    accountErrors { field code } } }""",
}


ME = "{ me { email } }"
# 100 log-ins in one request: so many guesses, the right one the last of them.
LOGINS = 100
REDIRECTS = {
    "reset-redirects-to-a-script": "javascript://localhost/%0aalert(document.domain)",
    "reset-redirects-without-a-scheme": "//localhost/x",
}


def _log_ins(targets: Targets) -> Message:
    """One guess after another at one account, each under a name of its own."""
    tries = [*(f"guess {number}" for number in range(1, LOGINS)), targets.password]
    lines = (
        f"t{number}: tokenCreate(email: {json.dumps(targets.email)},"
        f" password: {json.dumps(tried)}) {{ token }}"
        for number, tried in enumerate(tries)
    )
    return as_json({"query": "mutation { " + " ".join(lines) + " }"})


def _redirected(to: str) -> Callable[[Targets], Message]:
    """A password reset whose mail leads somewhere else."""
    return asked(
        """mutation ($email: String!, $to: String!) {
  requestPasswordReset(email: $email, redirectUrl: $to) { accountErrors { field code } } }""",
        lambda targets: {"email": targets.email, "to": to},
    )


def _of(name: str) -> Callable[[Targets], Mapping[str, object]]:
    """The variable `id`, aimed at one kind of target."""
    return lambda targets: {"id": getattr(targets, name)}


def _email(targets: Targets) -> Mapping[str, object]:
    return {"email": targets.email}


def _entity(kind: str) -> Callable[[Targets], Message]:
    """The federation field, asked for one row of a kind."""

    def what(targets: Targets) -> Mapping[str, object]:
        return {"what": [{"__typename": kind, "id": getattr(targets, kind.lower())}]}

    return asked(ENTITIES, what)


def _braced(selection: str) -> str:
    return "{ " + selection + " }"


SHOP_NAME = "shop { name }"
ALIASES = 100
BATCH = 50
REPEATS = 1_000
BRACES = 3_000
MEGABYTE_OF_COMMENTS = 100_000

ATTEMPTS: tuple[Attempt, ...] = (
    Attempt(
        "order-metadata-update",
        "metadata",
        Refusal.UNKNOWN,
        asked(METADATA_UPDATE % ORDER_SEEN, _of("order")),
    ),
    Attempt(
        "order-metadata-delete",
        "metadata",
        Refusal.UNKNOWN,
        asked(METADATA_DELETE % ORDER_SEEN, _of("order")),
    ),
    Attempt(
        "checkout-metadata-update",
        "metadata",
        Refusal.UNKNOWN,
        asked(METADATA_UPDATE % CHECKOUT_SEEN, _of("checkout")),
    ),
    Attempt(
        "checkout-metadata-delete",
        "metadata",
        Refusal.UNKNOWN,
        asked(METADATA_DELETE % CHECKOUT_SEEN, _of("checkout")),
    ),
    Attempt("entities-user", "entities", Refusal.UNKNOWN, _entity("User")),
    Attempt("entities-address", "entities", Refusal.UNKNOWN, _entity("Address")),
    Attempt(
        "payment-secure-confirm",
        "secure-confirm",
        Refusal.UNKNOWN,
        asked(
            """mutation ($id: ID!) { paymentSecureConfirm(paymentId: $id) { payment {
  capturedAmount { amount } order { userEmail shippingAddress { streetAddress1 } } } } }""",
            _of("payment"),
        ),
    ),
    Attempt(
        "product-by-slug",
        "slug",
        Refusal.NOT_FOUND,
        asked(
            "query ($slug: String!) { product(slug: $slug) { name } }",
            lambda targets: {"slug": targets.slug},
        ),
    ),
    Attempt(
        "address-by-order-id",
        "CVE-2022-39275",
        Refusal.UNKNOWN,
        asked(
            "query ($id: ID!) { address(id: $id) { streetAddress1 phone } }",
            _of("order_as_address"),
        ),
    ),
    Attempt(
        "id-that-is-no-number",
        "CVE-2023-26051",
        Refusal.NOT_FOUND,
        asked(
            "query ($id: ID!) { product(id: $id) { name } }",
            lambda targets: {"id": base64.b64encode(b"Product:one").decode()},
        ),
    ),
    Attempt(
        "slug-that-the-database-refuses",
        "CVE-2023-26052",
        Refusal.NOT_FOUND,
        asked(
            "query ($slug: String!) { product(slug: $slug) { name } }",
            lambda targets: {"slug": "a\x00b"},
        ),
    ),
    Attempt(
        "batch-of-50",
        "CVE-2026-33756",
        Refusal.LIMIT,
        sent(as_json([{"query": _braced(SHOP_NAME)}] * BATCH)),
    ),
    Attempt(
        "aliases-of-100",
        "CVE-2026-35401",
        Refusal.LIMIT,
        asked(_braced(" ".join(f"a{number}: {SHOP_NAME}" for number in range(ALIASES)))),
    ),
    Attempt(
        "email-change-with-a-strangers-token",
        "CVE-2026-35407",
        Refusal.UNKNOWN,
        asked(
            """mutation ($token: String!) {
  confirmEmailChange(token: $token) { user { email } accountErrors { field code } } }""",
            lambda targets: {"token": targets.token},
        ),
    ),
    Attempt(
        "password-reset-tells",
        "CVE-2026-39851",
        Refusal.UNKNOWN,
        asked(LOGIN_HINTS["reset"], _email),
    ),
    Attempt(
        "register-tells",
        "CVE-2026-39851",
        Refusal.UNKNOWN,
        asked(LOGIN_HINTS["register"], _email),
    ),
    Attempt(
        "account-made-beforehand",
        "CVE-2026-44472",
        Refusal.UNKNOWN,
        asked(LOGIN_HINTS["register"], _email),
    ),
    Attempt(
        "account-confirmed",
        "CVE-2026-44472",
        Refusal.UNKNOWN,
        asked(
            """mutation ($email: String!, $token: String!) {
  confirmAccount(email: $email, token: $token) { accountErrors { field code } } }""",
            lambda targets: {"email": targets.email, "token": targets.token},
        ),
    ),
    Attempt(
        "somebodys-orders-as-ones-own",
        "CVE-2026-44472",
        Refusal.NOT_FOUND,
        asked("""{ me { orders(first: 5) { edges { node {
  userEmail shippingAddress { firstName streetAddress1 phone } } } } } }"""),
    ),
    Attempt(
        "html-as-image",
        "CVE-2026-23499",
        Refusal.MALFORMED,
        upload("page.html", "image/png", lambda: b"<script>alert(document.domain)</script>"),
    ),
    Attempt(
        "svg-as-image",
        "CVE-2026-23499",
        Refusal.MALFORMED,
        upload(
            "drawing.svg",
            "image/svg+xml",
            lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        ),
    ),
    Attempt(
        "somebodys-basket-line",
        "CVE-2022-0932",
        Refusal.UNKNOWN,
        asked(
            "query ($id: ID!) { checkoutLine(id: $id) { quantity variant { sku } } }",
            _of("checkout_line"),
        ),
    ),
    Attempt(
        "introspection-of-schema",
        "introspection",
        Refusal.LIMIT,
        asked("{ __schema { mutationType { fields { name } } } }"),
    ),
    Attempt(
        "introspection-of-type",
        "introspection",
        Refusal.LIMIT,
        asked('{ __type(name: "Product") { fields { name } } }'),
    ),
    Attempt(
        "error-with-class-name",
        "error-text",
        Refusal.UNKNOWN,
        asked('{ orderByToken(token: "no token") { id } }'),
    ),
    Attempt(
        "everybodys-goods",
        "manage-products",
        Refusal.UNKNOWN,
        asked(
            """query ($id: ID!) { warehouse(id: $id) { name address { phone } }
  stocks(first: 100) { edges { node { quantity warehouse { name } } } } }""",
            _of("warehouse"),
        ),
    ),
    Attempt(
        "everybodys-prices",
        "manage-products",
        Refusal.UNKNOWN,
        asked(
            """mutation ($id: ID!, $category: ID!) { productUpdate(id: $id, input: {
  category: $category, isPublished: true, basePrice: 1}) { productErrors { code } } }""",
            lambda targets: {"id": targets.product, "category": targets.category},
        ),
    ),
    Attempt(
        "everybodys-stock",
        "manage-products",
        Refusal.UNKNOWN,
        asked(
            """mutation ($id: ID!, $warehouse: ID!) { productVariantStocksUpdate(
  variantId: $id, stocks: [{warehouse: $warehouse, quantity: 999}]) {
    bulkStockErrors { code } } }""",
            lambda targets: {"id": targets.variant, "warehouse": targets.warehouse},
        ),
    ),
    Attempt(
        "everybodys-orders",
        "manage-orders",
        Refusal.UNKNOWN,
        asked(
            """{ orders(first: 100) { edges { node {
  userEmail shippingAddress { firstName streetAddress1 phone } } } } }"""
        ),
    ),
    Attempt(
        "superusers-email",
        "manage-users",
        Refusal.UNKNOWN,
        asked(
            """mutation ($id: ID!) { customerUpdate(id: $id, input: {
  email: "taken@example.com"}) { user { email } accountErrors { field code } } }""",
            _of("user"),
        ),
    ),
    Attempt("token-a-year-old", "token-age", Refusal.NOT_FOUND, asked(ME)),
    Attempt("token-of-an-old-password", "token-password", Refusal.NOT_FOUND, asked(ME)),
    Attempt("log-ins-of-100", "no-throttle", Refusal.LIMIT, _log_ins),
    Attempt(
        "password-of-one-sign",
        "weak-password",
        Refusal.UNKNOWN,
        asked(
            """mutation ($email: String!) {
  accountRegister(input: {email: $email, password: "1"}) {
    requiresConfirmation accountErrors { field code } } }""",
            _email,
        ),
    ),
    *(
        Attempt(name, "redirect", Refusal.UNKNOWN, _redirected(to))
        for name, to in REDIRECTS.items()
    ),
    Attempt("form-of-another-site", "cookie", Refusal.MALFORMED, sent(as_form(ME))),
    Attempt("nested-six-deep", "nested", Refusal.LIMIT, asked(nested_goods(6))),
    Attempt(
        "field-1000-times",
        "repeated-field",
        Refusal.LIMIT,
        asked(_braced("shop " + _braced(" ".join(["name"] * REPEATS)))),
    ),
    Attempt(
        "query-of-a-megabyte",
        "repeated-field",
        Refusal.LIMIT,
        asked(_braced(SHOP_NAME) + "\n# nothing" * MEGABYTE_OF_COMMENTS),
    ),
    Attempt(
        "braces-3000-deep",
        "nested-braces",
        Refusal.LIMIT,
        asked("{a" * BRACES + "}" * BRACES),
    ),
    Attempt("body-of-a-number", "malformed-body", Refusal.MALFORMED, sent(Message(b"5"))),
    Attempt("body-of-null", "malformed-body", Refusal.MALFORMED, sent(Message(b"null"))),
    Attempt("body-of-a-list", "malformed-body", Refusal.MALFORMED, sent(Message(b"[5]"))),
    Attempt(
        "png-of-144-megapixels",
        "huge-image",
        Refusal.MALFORMED,
        upload("large.png", "image/png", lambda: png_of(12_000, 12_000)),
    ),
)


def attempt(name: str) -> Attempt:
    """The attempt of that id. Raises KeyError."""
    return {each.id: each for each in ATTEMPTS}[name]
