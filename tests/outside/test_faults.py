"""A fault arrives at the collector with its place and its request, and with nobody's data."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import brotli
import pytest
import sentry_sdk
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from storefront.reporting import report_to
from tests.launch.running import free_port, run
from tests.launch.test_doctor import levels

PRIVATE = (
    "sari@example.id", "0812-3456-7890", "kue-rahasia", "alamat-rumah", "sandi-rahasia",
    "nilai-lokal",
)  # fmt: skip


@csrf_exempt
def breaks(request: HttpRequest) -> HttpResponse:
    """A view that fails with a visitor's data at hand."""
    secret = "-".join(("nilai", "lokal"))  # lines of the program are reported, values are not
    raise LookupError(f"no such row\nDETAIL: {request.GET['email']} {request.POST} {secret}")


urlpatterns = [path("rusak/", breaks)]
handler500 = "storefront.web.shop.missing.broken"


class Collector(ThreadingHTTPServer):
    """Takes envelopes of faults."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Take)
        self.taken: list[tuple[str, str]] = []


class Take(BaseHTTPRequestHandler):
    """Keeps the body of a POST."""

    server: Collector

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        packed = {"gzip": gzip.decompress, "br": brotli.decompress}
        unpack = packed.get(self.headers.get("Content-Encoding", ""), bytes)
        self.server.taken.append((self.path, unpack(body).decode()))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # its own name
        """Says nothing."""


@pytest.fixture
def collector() -> Iterator[Collector]:
    server = Collector()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        sentry_sdk.init()
        server.shutdown()
        server.server_close()


def dsn(port: int) -> str:
    """The address of a collector on this machine, as SENTRY_DSN has it."""
    return f"http://kunci-umum@127.0.0.1:{port}/7"


def served(address: str, start: Any, headers: dict[str, str]) -> bytes:
    """What the shop's WSGI application answers to a form sent there."""
    form = {"address": "alamat-rumah"}
    environ = RequestFactory().post(address, form, headers=headers).environ
    answer = get_wsgi_application()(environ, start)
    try:
        return b"".join(answer)
    finally:
        answer.close()


@pytest.mark.django_db
@pytest.mark.urls("tests.outside.test_faults")
def test_a_fault_is_reported_without_the_person_who_met_it(collector: Collector) -> None:
    report_to(dsn(collector.server_port), environment="production")
    said: dict[str, str] = {}
    body = served(
        "/rusak/?email=sari@example.id&hp=0812-3456-7890",
        lambda status, headers: said.update(headers, status=status),
        {
            "cookie": "keranjang=kue-rahasia",
            "authorization": "Bearer sandi-rahasia",
            "referer": "http://testserver/?q=alamat-rumah",
        },
    )
    sentry_sdk.flush(60)
    assert said["status"].startswith("500") and b"LookupError" not in body
    bodies = [body for address, body in collector.taken if address == "/api/7/envelope/"]
    assert bodies and not [word for word in PRIVATE if any(word in body for body in bodies)]
    (event,) = [
        event
        for body in bodies
        for event in map(json.loads, body.splitlines()[2::2])
        if "exception" in event
    ]
    (fault,) = event["exception"]["values"]
    assert (fault["type"], fault["value"]) == ("LookupError", "no such row")
    assert fault["stacktrace"]["frames"][-1]["function"] == "breaks"
    assert event["request"] == {"method": "POST", "url": "http://testserver/rusak/"}
    assert event["tags"] == {"request_id": said["X-Request-ID"]}
    assert event["environment"] == "production"


@pytest.mark.parametrize("is_there", [True, False])
def test_doctor_says_whether_the_collector_answers(
    collector: Collector, tmp_path: Path, is_there: bool
) -> None:
    port = collector.server_port if is_there else free_port()
    answer = run(["doctor"], tmp_path, SENTRY_DSN=dsn(port))
    assert levels(answer.stdout)["errors"] == ("ok" if is_there else "warn"), answer.stdout
    assert "kunci-umum" not in answer.stdout + answer.stderr
