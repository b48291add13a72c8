"""`python3 -m storefront faults`: all rounds, and the table of what came of them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from tests.faults.killing import POINTS
from tests.faults.rounds import (
    Counted,
    database_restarted,
    deserted,
    killed_at,
    killed_often,
    last_pieces,
    mails_off,
    same_basket,
    voucher_once,
    webhooks,
)
from tests.faults.shop import Harmed, harmed_shop

Round = Callable[[Harmed], Counted]
# Name: the round, and how often it is done.
ROUNDS: dict[str, tuple[Round, int]] = {
    "200 buyers, last 10 pieces": (last_pieces, 10),
    "one basket, 20 times": (same_basket, 10),
    "voucher for one, 20 buyers": (voucher_once, 10),
    **{
        f"kill -9 {point}": (lambda shop, point=point: killed_at(shop, point, rounds=25), 1)  # type: ignore[misc] # bound now
        for point in POINTS
    },
    "all workers killed again and again": (killed_often, 1),
    "paid, worker killed, buyer gone": (deserted, 3),
    "database restarted, 100 buyers": (database_restarted, 1),
    "webhook 50 times, false ones": (webhooks, 1),
    "broker and mail off, 100 orders": (mails_off, 1),
}
_HEAD = "| fault | rounds | buyers | orders | charges | lost | doubled | oversold |"


def main(words: list[str]) -> int:
    """Do the rounds; 1 when anything was lost, doubled or oversold."""
    parser = argparse.ArgumentParser(prog="python3 -m storefront faults")
    parser.add_argument("--only", default="", help="names that begin so, between commas")
    parser.add_argument("--rounds", type=int, default=0, help="so many of each, not all")
    options = parser.parse_args(words)
    wanted = tuple(name.strip() for name in options.only.split(",")) if options.only else ("",)
    print(_HEAD, "|---|" + "---:|" * 7, sep="\n", flush=True)
    right = True
    for name, (act, times) in ROUNDS.items():
        if not name.startswith(wanted):
            continue
        with harmed_shop() as shop:
            found = sum((act(shop) for _ in range(options.rounds or times)), Counted())
        right = right and found.is_right
        print(f"| {name} | " + " | ".join(map(str, found)) + " |", flush=True)
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
