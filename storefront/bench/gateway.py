"""The shop asked without a server: for counting statements and for profiles."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any
from urllib.parse import unquote

from storefront.bench.wire import Request

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def application() -> Application:
    """The one that the web server loads. Imported here, for it reads the settings."""
    loaded: Application = importlib.import_module("storefront.wsgi").application
    return loaded


def _environ(request: Request) -> dict[str, Any]:
    path, _mark, query = request.path.partition("?")
    body = (request.body or "").encode()
    return {
        "REQUEST_METHOD": "GET" if request.body is None else "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(path),
        "QUERY_STRING": query,
        "CONTENT_TYPE": "application/json" if body else "",
        "CONTENT_LENGTH": str(len(body)) if body else "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost",
        "HTTP_ACCEPT_ENCODING": "gzip",
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in request.headers},
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body),
        "wsgi.errors": BytesIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


def status_of(shop: Application, request: Request) -> int:
    """Ask, take the whole answer, and say its status."""
    said: list[str] = []
    answer = shop(_environ(request), lambda status, *_rest: said.append(status))
    for _piece in answer:
        pass
    close = getattr(answer, "close", None)
    if close:
        close()
    return int(said[0].split()[0])
