"""The load: some connections, each asking one request after another, from a process of its own.

Run as `python -m storefront.bench.load` with a plan as JSON on standard input; times in
milliseconds and bytes come back as JSON.
"""

from __future__ import annotations

import http.client
import json
import sys
import threading
import time
from typing import Any, NamedTuple


class Request(NamedTuple):
    """One request: body None is a GET."""

    path: str
    body: str | None = None


def ask(connection: http.client.HTTPConnection, request: Request) -> tuple[int, float, int]:
    """Status, milliseconds, bytes of the body as sent."""
    headers = {"Accept-Encoding": "gzip", "Host": "localhost"}
    started = time.perf_counter()
    if request.body is None:
        connection.request("GET", request.path, headers=headers)
    else:
        headers["Content-Type"] = "application/json"
        connection.request("POST", request.path, request.body.encode(), headers)
    response = connection.getresponse()
    size = len(response.read())
    return response.status, (time.perf_counter() - started) * 1000, size


def drive(port: int, requests: list[Request], connections: int) -> dict[str, Any]:
    """Ask them all, spread over the connections; what came back."""
    times: list[float] = []
    bad: list[int] = []
    sizes: list[int] = []

    def work(share: list[Request]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for request in share:
            status, took, size = ask(connection, request)
            times.append(took)
            sizes.append(size)
            if status != http.client.OK:
                bad.append(status)
        connection.close()

    threads = [
        threading.Thread(target=work, args=(requests[place::connections],))
        for place in range(connections)
    ]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {
        "seconds": time.perf_counter() - started,
        "times": sorted(times),
        "bytes": sum(sizes) / max(1, len(sizes)),
        "bad": bad,
    }


def main() -> None:
    """Read the plan, drive, write what came back."""
    plan = json.load(sys.stdin)
    requests = [Request(*request) for request in plan["requests"]]
    json.dump(drive(plan["port"], requests, plan["connections"]), sys.stdout)


if __name__ == "__main__":
    main()
