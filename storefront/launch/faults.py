"""`faults`: harm done to a shop of its own, in a process of the tests' environment."""

from __future__ import annotations

import subprocess
import sys

from storefront.launch.places import Places
from storefront.launch.testserver import plain_environment


def main(command: str, rest: list[str], places: Places) -> int:
    """Do the rounds that tests/faults has; 1 when anything was lost. The shop imports no tests."""
    words = [sys.executable, "-m", "tests.faults", *rest]
    return subprocess.run(
        words, env=plain_environment(places), cwd=places.root, check=False
    ).returncode
