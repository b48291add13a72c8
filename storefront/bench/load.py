"""The load, from a process of its own.

Run as `python -m storefront.bench.load` with a plan as JSON on standard input: port, requests,
connections, seconds, and rate (requests a second) or null for as fast as answers come. An
`Outcome` comes back as JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence

from storefront.bench.pace import Outcome, at_rate, back_to_back
from storefront.bench.wire import Lines, Request

CONNECTIONS = 8


def load(
    port: int,
    requests: Sequence[Request],
    *,
    seconds: float,
    connections: int = CONNECTIONS,
    rate: float | None = None,
) -> Outcome:
    """Ask from a process of its own, round and round; what came back."""
    plan = {
        "port": port,
        "requests": list(requests),
        "connections": connections,
        "seconds": seconds,
        "rate": rate,
    }
    done = subprocess.run(
        [sys.executable, "-m", "storefront.bench.load"],
        input=json.dumps(plan),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env=dict(os.environ),
    )
    return Outcome(*json.loads(done.stdout))


def main() -> None:
    """Read the plan, ask, write what came back."""
    plan = json.load(sys.stdin)
    requests = [
        Request(path, body, tuple((name, value) for name, value in headers), wanted)
        for path, body, headers, wanted in plan["requests"]
    ]
    lines = Lines(plan["port"], requests, plan["connections"])
    if plan["rate"]:
        outcome = at_rate(lines, plan["rate"], plan["seconds"], time.perf_counter)
    else:
        outcome = back_to_back(lines, plan["seconds"], time.perf_counter)
    lines.close()
    json.dump(outcome, sys.stdout)


if __name__ == "__main__":
    main()
