"""The words after `up`."""

from __future__ import annotations

import argparse
from dataclasses import dataclass


@dataclass(frozen=True)
class UpOptions:
    """host, port: where the shop answers; demo: load demo data; debug: DEBUG and the web log."""

    host: str
    port: int
    demo: bool
    debug: bool

    @property
    def address(self) -> str:
        """What a person opens in a browser."""
        host = "localhost" if self.host in {"127.0.0.1", "0.0.0.0", "::", "::1"} else self.host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"


def up_options(words: list[str]) -> UpOptions:
    """Read the words; a wrong one ends the command with argparse's sentence."""
    parser = argparse.ArgumentParser(
        prog="python3 -m storefront up", description="Make all that is missing and run the shop."
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on")
    parser.add_argument("--no-demo", action="store_true", help="start with an empty shop")
    parser.add_argument("--debug", action="store_true", help="DEBUG, the explorer, the web log")
    options = parser.parse_args(words)
    return UpOptions(options.host, options.port, not options.no_demo, options.debug)
