"""One request through the cache: what is kept, for whom, in which encoding, made how often."""

from __future__ import annotations

import gzip
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import brotli
import pytest
from django.db import DatabaseError

from catalog.selectors.version import Marks
from storefront.cache.answers import MAY_KEEP, REVALIDATED, encoding_for
from storefront.cache.clock import HELD
from storefront.cache.front import Front
from storefront.cache.keys import Question
from tests.storefront.cache.making import HTML, PAGE, Application, Got, Hands, front_of, get

JSON = ("Content-Type", "application/json")
QUERY = b'{"query": "{ shop { name } }"}'


@pytest.fixture
def hands() -> Hands:
    return Hands()


def many(count: int, ask: Callable[[], Got]) -> list[Got]:
    """Ask at once from as many threads."""
    found: list[Got] = []
    start = threading.Barrier(count)

    def work() -> None:
        start.wait(60)
        found.append(ask())

    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(found) == count
    return found


def many_meanwhile(application: Application, count: int, ask: Callable[[], Got]) -> list[Got]:
    """The same, of which one has an answer made: it is there when all others have theirs."""
    answered = threading.Semaphore(0)

    def wait_for_others() -> None:
        for _other in range(count - 1):
            assert answered.acquire(timeout=20)

    def answer() -> Got:
        got = ask()
        answered.release()
        return got

    application.before = wait_for_others
    found = many(count, answer)
    application.before = lambda: None
    return found


# --- Kept, and given again


def test_the_second_visitor_gets_the_firsts_answer(hands: Hands) -> None:
    application = Application(headers=[HTML, ("X-Frame-Options", "DENY")])
    front = front_of(application, hands)
    first, second = get(front), get(front)
    assert (first.how, second.how, application.made) == ("miss", "hit", 1)
    assert first.body == second.body == f"1{PAGE}".encode()
    assert second.headers["X-Frame-Options"] == "DENY"
    assert second.headers["Content-Length"] == str(len(second.body))
    assert second.headers["Cache-Control"] == REVALIDATED
    assert dict(front.tally.counts) == {"miss": 1, "hit": 1}


def test_every_answer_has_a_request_id_of_its_own(hands: Hands) -> None:
    front = front_of(Application(), hands)
    ids = [get(front).headers["X-Request-ID"] for _ in range(5)]
    assert ids[0] == "made-00000001"
    assert len(set(ids)) == 5
    sent = get(front, HTTP_X_REQUEST_ID="0123-abcdef").headers["X-Request-ID"]
    assert sent == "0123-abcdef"
    assert get(front, HTTP_X_REQUEST_ID="a b\r\nc").headers["X-Request-ID"] not in ids


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [
        ("", None, bytes),
        ("gzip, deflate", "gzip", gzip.decompress),
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.decompress),
        ("*", "gzip", gzip.decompress),
        ("gzip;q=0, br;q=0.0", None, bytes),
    ],
)
def test_it_is_sent_as_the_client_can_read_it(
    hands: Hands, accepted: str, encoding: str | None, unpack: Callable[[bytes], bytes]
) -> None:
    for first in ("", "gzip", "br"):
        front = front_of(Application(), hands)
        get(front, HTTP_ACCEPT_ENCODING=first)
        got = get(front, HTTP_ACCEPT_ENCODING=accepted)
        assert got.how == "hit"
        assert got.headers.get("Content-Encoding") == encoding
        assert unpack(got.body) == f"1{PAGE}".encode()
        assert got.headers["Vary"] == "Accept-Encoding"


def test_what_is_short_is_sent_as_it_is(hands: Hands) -> None:
    front = front_of(Application(body=lambda number: "ok"), hands)
    assert get(front, HTTP_ACCEPT_ENCODING="br").body == b"ok"
    assert get(front, HTTP_ACCEPT_ENCODING="br").body == b"ok"


def test_an_encoding_is_made_once(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    packed: Counter[str] = Counter()
    real = brotli.compress

    def counted(*given: Any, **more: Any) -> bytes:
        packed["br"] += 1
        return bytes(real(*given, **more))

    monkeypatch.setattr(brotli, "compress", counted)
    front = front_of(Application(), hands)
    for _ in range(10):
        get(front, HTTP_ACCEPT_ENCODING="br")
    assert packed["br"] == 1


def test_who_has_it_is_told_only_that(hands: Hands) -> None:
    application = Application(headers=[HTML, ("Vary", "HX-Request")])
    front = front_of(application, hands)
    tag = get(front, HTTP_ACCEPT_ENCODING="br").headers["ETag"]
    assert tag.startswith('W/"')
    for sent in (tag, f'"x", {tag}', tag.removeprefix("W/"), "*"):
        got = get(front, HTTP_IF_NONE_MATCH=sent, HTTP_ACCEPT_ENCODING="gzip")
        assert (got.status, got.body) == ("304 Not Modified", b"")
        assert got.headers["ETag"] == tag
        assert got.headers["Vary"] == "Accept-Encoding, Hx-Request"
        assert got.headers["Cache-Control"] == REVALIDATED
        assert "Content-Length" not in got.headers
    assert get(front, HTTP_IF_NONE_MATCH='W/"other"').status == "200 OK"
    assert application.made == 1


def test_also_who_has_it_already_when_it_has_to_be_made(hands: Hands) -> None:
    tag = get(front_of(Application(), hands)).headers["ETag"]
    assert get(front_of(Application(), hands), HTTP_IF_NONE_MATCH=tag).status == "304 Not Modified"


def test_a_head_gets_the_headers_and_leaves_the_answer_for_others(hands: Hands) -> None:
    application = Application()
    front = front_of(application, hands)
    head = get(front, method="HEAD")
    whole = get(front)
    assert head.body == b""
    assert head.headers["Content-Length"] == str(len(whole.body))
    assert (whole.how, application.made) == ("hit", 1)
    assert get(front, method="HEAD").how == "hit"


def test_the_language_is_in_the_address_and_not_in_a_header(hands: Hands) -> None:
    application = Application(headers=[HTML, ("Vary", "Accept-Language")])
    front = front_of(application, hands)
    get(front, HTTP_ACCEPT_LANGUAGE="id")
    got = get(front, HTTP_ACCEPT_LANGUAGE="en-US")
    assert (got.how, got.headers["Vary"]) == ("hit", "Accept-Encoding")


# --- Not kept


@pytest.mark.parametrize(
    ("status", "header"),
    [
        ("200 OK", ("Set-Cookie", "sessionid=1")),
        ("200 OK", ("Cache-Control", "no-store")),
        ("200 OK", ("Cache-Control", "private, max-age=60")),
        ("200 OK", ("Vary", "Cookie")),
        ("200 OK", ("Vary", "*")),
        ("200 OK", ("Vary", "Accept-Encoding, Origin")),
        ("302 Found", ("Location", "/masuk/")),
        ("400 Bad Request", ("X-A", "b")),
        ("403 Forbidden", ("X-A", "b")),
        ("500 Internal Server Error", ("X-A", "b")),
        ("503 Service Unavailable", ("X-A", "b")),
    ],
)
def test_what_is_for_one_visitor_or_one_moment_is_not_kept(
    hands: Hands, status: str, header: tuple[str, str]
) -> None:
    application = Application(status=status, headers=[HTML, header])
    front = front_of(application, hands)
    bodies = {get(front).body for _ in range(3)}
    assert (len(bodies), application.made) == (3, 3)
    got = get(front, HTTP_ACCEPT_ENCODING="gzip")
    assert gzip.decompress(got.body) == f"4{PAGE}".encode()
    assert got.status == status
    assert header[0] == "Vary" or got.headers[header[0]] == header[1]
    assert "Accept-Encoding" in got.headers["Vary"]
    assert "ETag" not in got.headers


def test_a_missing_page_is_kept_only_without_a_query(hands: Hands) -> None:
    application = Application(status="404 Not Found")
    front = front_of(application, hands)
    assert [get(front, "/x/").how for _ in range(2)] == ["miss", "hit"]
    assert "ETag" not in get(front, "/x/").headers
    assert [get(front, "/x/", query="a=1").how for _ in range(2)] == ["", ""]


def test_a_move_for_good_is_kept_and_asked_again(hands: Hands) -> None:
    headers = [HTML, ("Location", "/produk/baru/")]
    front = front_of(
        Application(status="301 Moved Permanently", headers=headers, body=lambda number: ""), hands
    )
    got = [get(front, "/produk/lama/") for _ in range(2)][-1]
    assert (got.how, got.headers["Location"]) == ("hit", "/produk/baru/")
    assert got.headers["Cache-Control"] == REVALIDATED


def test_a_session_goes_past_it(hands: Hands) -> None:
    application = Application()
    front = front_of(application, hands)
    get(front)
    own = get(front, HTTP_COOKIE="sessionid=x", HTTP_ACCEPT_ENCODING="gzip")
    assert (own.how, own.body, application.made) == ("", f"2{PAGE}".encode(), 2)
    assert application.seen[-1]["HTTP_ACCEPT_ENCODING"] == "gzip"
    assert get(front).body == f"1{PAGE}".encode()


def test_files_go_past_it_unread(hands: Hands) -> None:
    application = Application(headers=[("Content-Type", "image/png")])
    front = front_of(application, hands)
    assert get(front, "/gambar.png").body == f"1{PAGE}".encode()
    assert get(front, "/gambar.png").body == f"2{PAGE}".encode()


# --- GraphQL


def test_an_answer_to_a_post_is_kept_when_the_view_says_so(hands: Hands) -> None:
    application = Application(headers=[JSON, (MAY_KEEP, "content=GraphQL")])
    front = front_of(application, hands)
    for how in ("miss", "hit"):
        got = get(front, "/graphql/", method="POST", body=QUERY, HTTP_ACCEPT_ENCODING="gzip")
        assert (got.how, gzip.decompress(got.body)) == (how, f"1{PAGE}".encode())
        assert MAY_KEEP not in got.headers
        assert "ETag" not in got.headers
    assert application.seen[0]["wsgi.input"].read() == QUERY


def test_an_answer_to_a_post_that_the_view_does_not_mark_is_not_kept(hands: Hands) -> None:
    application = Application(headers=[JSON])
    front = front_of(application, hands)
    bodies = {get(front, "/graphql/", method="POST", body=QUERY).body for _ in range(3)}
    assert len(bodies) == 3


def test_posts_elsewhere_go_past_it(hands: Hands) -> None:
    application = Application(headers=[HTML, (MAY_KEEP, "x")])
    front = front_of(application, hands)
    assert len({get(front, "/", method="POST", body=QUERY).body for _ in range(3)}) == 3


# --- Time


def test_a_moved_version_is_made_anew_and_never_older_than_promised(hands: Hands) -> None:
    application = Application()
    front = front_of(application, hands)
    get(front)
    hands.marks = Marks("b", "1")
    hands.seconds += 1.0
    assert (get(front).body, application.made) == (f"2{PAGE}".encode(), 2)
    assert get(front).how == "hit"


def test_a_version_that_comes_while_an_answer_is_made_makes_it_old(hands: Hands) -> None:
    application = Application()
    front = front_of(application, hands)

    def change() -> None:
        hands.marks = Marks("b", "1")
        hands.seconds += 1.0
        front._clock.moment()

    application.before = change
    get(front)
    application.before = lambda: None
    assert get(front).body == f"2{PAGE}".encode()


def test_without_the_database_everything_goes_to_django(hands: Hands) -> None:
    application = Application()
    front = front_of(application, hands)
    get(front)
    hands.fault = DatabaseError("gone")
    hands.seconds += HELD
    assert get(front).how == "hit"
    hands.seconds += 1.0
    assert get(front).how == ""
    assert application.made == 2


def test_while_the_application_fails_the_last_answer_serves_as_long_as_it_may(
    hands: Hands,
) -> None:
    application = Application()
    front = front_of(application, hands)
    get(front)
    application.status = "500 Internal Server Error"
    hands.marks = Marks("b", "1")
    hands.seconds += 1.0
    assert (get(front).how, get(front).status) == ("old", "200 OK")
    hands.seconds += HELD
    assert get(front).status == "500 Internal Server Error"


# --- Many at once


def slow_front(hands: Hands) -> tuple[Front, Application]:
    application = Application(before=lambda: time.sleep(0.2))
    return front_of(application, hands), application


def test_fifty_at_once_have_a_new_answer_made_once(hands: Hands) -> None:
    front, application = slow_front(hands)
    found = many(50, lambda: get(front))
    assert application.made == 1
    assert Counter(got.how for got in found)["miss"] == 1
    assert {got.body for got in found} == {f"1{PAGE}".encode()}


def test_what_was_made_after_one_looked_and_before_one_began_is_not_made_again(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = Application()
    front = front_of(application, hands)
    begin = front._flights.begin

    def late(question: Question) -> threading.Event | None:
        monkeypatch.undo()
        get(front)  # another request, from its beginning to its end
        return begin(question)

    monkeypatch.setattr(front._flights, "begin", late)
    assert (get(front).how, application.made) == ("hit", 1)


def test_fifty_at_once_after_a_move_have_it_made_once_and_do_not_wait(hands: Hands) -> None:
    application = Application()
    front = front_of(application, hands)
    get(front)
    hands.marks = Marks("b", "1")
    hands.seconds += 1.0
    found = many_meanwhile(application, 50, lambda: get(front))
    assert application.made == 2
    assert Counter(got.how for got in found) == {"miss": 1, "old": 49}


def test_after_a_move_one_old_answer_is_made_anew_at_a_time(hands: Hands) -> None:
    application = Application()
    front = front_of(application, hands)
    paths = [f"/{number}/" for number in range(5)]
    for path in paths:
        get(front, path)
    hands.marks = Marks("b", "1")
    hands.seconds += 1.0
    turn = iter(paths)
    found = many_meanwhile(application, 5, lambda: get(front, next(turn)))
    assert Counter(got.how for got in found) == {"miss": 1, "old": 4}
    assert [get(front, path).how for path in paths].count("miss") == 4
    assert [get(front, path).how for path in paths] == ["hit"] * 5
    assert application.made == 10


def test_fifty_at_once_after_the_promise_ended_wait_for_the_one(hands: Hands) -> None:
    front, application = slow_front(hands)
    get(front)
    hands.marks = Marks("b", "1")
    hands.seconds += HELD + 1.0
    found = many(50, lambda: get(front))
    assert application.made == 2
    assert {got.body for got in found} == {f"2{PAGE}".encode()}


def test_those_who_wait_for_what_cannot_be_kept_do_not_queue(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = Application(headers=[HTML, ("Cache-Control", "no-store")])
    front = front_of(application, hands)
    waiting, together = threading.Semaphore(0), threading.Barrier(7)
    begin = front._flights.begin

    def begun(question: Question) -> threading.Event | None:
        running = begin(question)
        if running:
            waiting.release()
        return running

    def before() -> None:
        if application.made == 1:
            for _other in range(7):
                assert waiting.acquire(timeout=20)
        else:
            together.wait(20)  # all of them are in the application

    monkeypatch.setattr(front._flights, "begin", begun)
    application.before = before
    found = many(8, lambda: get(front))
    assert len({got.body for got in found}) == application.made == 8


def test_a_maker_that_breaks_leaves_the_way_free(hands: Hands) -> None:
    application = Application()
    front = front_of(application, hands)

    def fail() -> None:
        raise RuntimeError("broken")

    application.before = fail
    with pytest.raises(RuntimeError):
        get(front)
    application.before = lambda: None
    assert get(front).how == "miss"


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", "identity"),
        ("GZIP", "gzip"),
        ("x-gzip", "gzip"),
        ("zstd, deflate", "identity"),
        ("*", "gzip"),
        ("br, *;q=0", "br"),
        ("*;q=0", "identity"),
        # a name goes before a star
        ("gzip;q=0, *", "identity"),
        ("*, gzip;q=0", "identity"),
        ("br;q=0, gzip;q=0, *", "identity"),
        ("gzip;q=0.2, *;q=0.5", "identity"),
        ("identity;q=0, *", "gzip"),
        # weights
        ("br;q=1.0, gzip;q=0.8, *;q=0.1", "br"),
        ("br;q=0.5, gzip;q=1.0", "gzip"),
        ("br;q=0.5, gzip;q=0.5", "br"),
        ("gzip;q=0.001", "gzip"),
        ("gzip;q=0.000, br;q=0", "identity"),
        ("gzip ; Q=0", "identity"),
        ("gzip; q = 0.4, br; q=0.3", "gzip"),
        # identity, named
        ("identity", "identity"),
        ("identity, gzip;q=0.5", "identity"),
        ("identity;q=0.5, gzip;q=0.5", "gzip"),
        ("identity;q=0.5, gzip;q=1", "gzip"),
        ("identity;q=0, gzip", "gzip"),
        ("identity;q=0", "identity"),
        # what cannot be read
        ("gzip;q=x, ,;", "gzip"),
        ("gzip;level=3;q=0", "identity"),
        (";q=1,,", "identity"),
    ],
)
def test_the_best_encoding_is_read_from_any_header(accepted: str, encoding: str) -> None:
    assert encoding_for(accepted) == encoding
