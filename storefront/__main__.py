"""`python3 -m storefront COMMAND`: everything a person runs.

Standard library alone, and syntax that Python 3.6 still reads: this file must live long enough
to say in one line that the Python is too old.
"""

import importlib
import subprocess
import sys

OLDEST, NEWEST = (3, 11), (3, 13)


def is_right(version: tuple) -> bool:  # type: ignore[type-arg] # tuple[int, int] needs 3.9
    """Whether the shop runs on this Python. version: (major, minor)."""
    return OLDEST <= tuple(version) <= NEWEST


def right_pythons() -> list:  # type: ignore[type-arg] # list[str] needs 3.9
    """Names on the search path that really start a right Python, newest first."""
    found = []
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        name = f"python3.{minor}"
        try:
            answer = subprocess.run([name, "-c", ""], stderr=subprocess.DEVNULL, check=False)
        except OSError:
            continue
        if answer.returncode == 0:
            found.append(name)
    return found


def refusal(version: tuple) -> str:  # type: ignore[type-arg] # tuple[int, int] needs 3.9
    """One line that says which Python this is and what to run instead."""
    said = f"error: this is Python {version[0]}.{version[1]}; the shop needs 3.11, 3.12 or 3.13."
    found = right_pythons()
    if found:
        return f"{said} Run: {found[0]} -m storefront ..."
    return f"{said} Install one (Debian: apt-get install python3.11 python3.11-venv)."


def main() -> int:
    """Refuse a wrong Python, then hand over to storefront.launch.cli."""
    version = sys.version_info[:2]
    if sys.platform == "win32":
        print("error: the shop needs Linux or macOS; on Windows use WSL.", file=sys.stderr)
        return 1
    if not is_right(version):
        print(refusal(version), file=sys.stderr)
        return 1
    return int(importlib.import_module("storefront.launch.cli").main(sys.argv[1:]))


if __name__ == "__main__":
    sys.exit(main())
