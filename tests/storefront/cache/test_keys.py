"""What counts as the same question."""

from __future__ import annotations

import json
from typing import Any

import pytest

from storefront.cache.keys import MOST_BODY, Environ, Keys, Question, without_trackers
from tests.storefront.cache.making import environ_of

KEYS = Keys(session="sessionid", forwarded="")


def asked(path: str = "/", **how: Any) -> Question | None:
    return KEYS.question(environ_of(path, **how))


def posted(message: object, **how: str) -> Question | None:
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    return asked("/graphql/", method="POST", body=body, **how)


@pytest.mark.parametrize(
    ("query", "rest"),
    [
        ("", ""),
        ("jenis=batik&surat=halal", "jenis=batik&surat=halal"),
        ("utm_source=wa", ""),
        ("utm_source=wa&utm_medium=x&jenis=batik", "jenis=batik"),
        ("jenis=batik&fbclid=abc", "jenis=batik"),
        ("jenis=batik&fbclid=abc&urut=murah", "jenis=batik&urut=murah"),
        ("jenis=a&gclid=1&jenis=b&_ga=2", "jenis=a&jenis=b"),
        ("cari=utm_source=wa", "cari=utm_source=wa"),
        ("myutm_source=1", "myutm_source=1"),
    ],
)
def test_trackers_are_no_part_of_a_question(query: str, rest: str) -> None:
    assert without_trackers(query) == rest
    environ = environ_of("/katalog/", query=query)
    question = KEYS.question(environ)
    assert question is not None
    assert question.query == rest
    assert environ["QUERY_STRING"] == rest


def test_what_makes_two_questions() -> None:
    questions = [
        asked("/"),
        asked("/en/"),
        asked("/katalog/"),
        asked("/katalog/", query="jenis=batik"),
        asked("/katalog/", HTTP_HX_REQUEST="true"),
        asked("/", HTTP_HOST="other.test"),
        KEYS.question({**environ_of("/"), "wsgi.url_scheme": "https"}),
        asked("/graphql/", query="document=goods"),
        posted({"query": "{ shop { name } }"}),
        posted({"query": "{ shop { name } }", "variables": {"a": 1}}),
        posted({"query": "{ shop { name } }", "variables": {"a": True}}),
        posted({"query": "{ shop { name } }", "variables": {"a": 1.0}}),
        posted({"query": "{ shop { name } }", "operationName": "A"}),
    ]
    assert None not in questions
    assert len(set(questions)) == len(questions)


def test_a_head_asks_what_a_get_asks_and_who_asks_does_not_matter() -> None:
    assert asked("/") == asked("/", method="HEAD")
    assert asked("/") == asked(
        "/", HTTP_ACCEPT_LANGUAGE="en", HTTP_USER_AGENT="x", HTTP_COOKIE="theme=dark"
    )


def test_a_trusted_proxy_says_the_scheme() -> None:
    keys = Keys(session="sessionid", forwarded="HTTP_X_FORWARDED_PROTO")
    over = keys.question(environ_of("/", HTTP_X_FORWARDED_PROTO="https"))
    assert over is not None
    assert over.base == "https://shop.test"
    assert asked("/", HTTP_X_FORWARDED_PROTO="https") == asked("/")


@pytest.mark.parametrize(
    "environ",
    [
        environ_of("/", method="POST", body=b"{}"),
        environ_of("/", method="DELETE"),
        environ_of("/static/shop.css"),
        environ_of("/media/p/ab/x.webp"),
        environ_of("/healthz"),
        environ_of("/contoh/surel/"),
        environ_of("/", HTTP_COOKIE="theme=dark; sessionid=abc"),
        environ_of("/", HTTP_COOKIE="sessionid=abc"),
        environ_of("/", HTTP_AUTHORIZATION="Bearer x"),
        environ_of("/graphql/", method="POST", body=b'{"query":"{a}"}', HTTP_AUTHORIZATION="x"),
        environ_of("/katalog/", query="x=" + "y" * 3000),
        {**environ_of("/"), "SCRIPT_NAME": "/below"},
    ],
)
def test_what_is_never_kept(environ: Environ) -> None:
    assert KEYS.question(environ) is None


def test_a_cookie_whose_name_only_ends_like_the_sessions_is_nobody() -> None:
    assert asked("/", HTTP_COOKIE="xsessionid=abc") is not None


def test_a_message_is_the_same_in_any_order() -> None:
    first = posted(b'{"query": "{a}", "variables": {"x": 1, "y": [1, 2]}}')
    second = posted(b'{"variables": {"y": [1,2], "x": 1},\n "query": "{a}", "extensions": {}}')
    assert first is not None
    assert first == second
    assert posted(b'{"query": "{a}", "variables": {"x": 1, "y": [2, 1]}}') != first


@pytest.mark.parametrize(
    "body",
    [
        b"5",
        b"null",
        b"[]",
        b"{",
        b"\xff",
        b'{"query": 5}',
        b'{"variables": {}}',
        b'{"query": "{a}", "variables": ' + b"[" * 60_000 + b"]" * 30_000 + b"}",
        b'{"query": "' + b"a" * MOST_BODY + b'"}',
    ],
)
def test_what_is_no_message_goes_on_with_its_body(body: bytes) -> None:
    environ = environ_of("/graphql/", method="POST", body=body)
    assert KEYS.question(environ) is None
    assert environ["wsgi.input"].read() == body


def test_a_message_that_was_read_can_be_read_again() -> None:
    environ = environ_of("/graphql/", method="POST", body=b'{"query": "{a}"}')
    assert KEYS.question(environ) is not None
    assert environ["wsgi.input"].read() == b'{"query": "{a}"}'


@pytest.mark.parametrize(
    "wrong",
    [
        {"CONTENT_TYPE": "text/plain"},
        {"CONTENT_TYPE": "application/x-www-form-urlencoded"},
        {"CONTENT_LENGTH": ""},
        {"CONTENT_LENGTH": "-5"},
        {"CONTENT_LENGTH": "0"},
        {"QUERY_STRING": "a=1"},
    ],
)
def test_other_ways_to_send_a_message_are_left_alone(wrong: dict[str, str]) -> None:
    environ = {**environ_of("/graphql/", method="POST", body=b'{"query": "{a}"}'), **wrong}
    assert KEYS.question(environ) is None
    assert environ["wsgi.input"].read() == b'{"query": "{a}"}'
