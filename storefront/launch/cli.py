"""Reads the command line, makes the environment, hands over to the command inside it."""

from __future__ import annotations

import importlib
import os
import sys

from storefront.env import EnvironmentProblem
from storefront.launch import environment
from storefront.launch.console import complain, say
from storefront.launch.lock import holder_of
from storefront.launch.places import Places, places_here
from storefront.launch.preflight import refuse_taken_port
from storefront.launch.problems import Problem
from storefront.launch.upoptions import up_options

USAGE = """\
python3 -m storefront COMMAND

  up             make all that is missing and run the shop
                 --port 8000  --host 127.0.0.1  --no-demo  --debug
  test           all checks, then all tests; further words go to pytest
  doctor         what is configured, reachable, missing; --send-mail ADDRESS tries the mail
  backup FILE    database, files and secret into one tar file
  restore FILE   the shop of a backup; --force over a shop that is not empty

  faults         do harm to a shop of its own and count what is lost; the table of the README
                 --rounds N  --only NAMES
  pytest         the tests alone, on a throw-away database; words go to pytest
  schema-dump    make storefront/schema.sql.gz anew; --check compares only
  environment    make .venv and install the lock; --dev with the tools for tests
  prepare        once per release: migrate, rights, reference data, static files
  web, worker, beat   one process each, for containers; see README, Going to production

  search-explain "WORDS"   how a search was understood, and why its first goods stand there
                 --language en  --literal
  legality-read NUMBER     what the number of a paper says, and what is odd about it
                 --kind CODE  --facility SLUG  --format json
  import-mapping FILE      bring a regional office's sheet of goods in
                 --dry-run  --office SLUG  --answer KEY=VALUE  --answers FILE
                 --returned FILE  --update

  rates-load FILE          what couriers charge from where to where, as a CSV sheet; twice
                           changes nothing more

  legality-check           what the rules say of every listing, in Indonesian
                 --on DATE  --facility SLUG  --format table|csv|json
  legality-expire          the night's work on papers, once: what ended, who is told, what closes
                 --on DATE

  person-add MAIL --role ROLE   print the link that makes somebody, say the first central officer
                 --facility SLUG  --office SLUG  --partner SLUG
  demo-people    the sample shop's people with the passwords that its log-in page shows

  Any other word is a management command of Django: python3 -m storefront makemigrations catalog
"""
_MODULES = {
    "up": "storefront.launch.upcommand",
    "prepare": "storefront.launch.prepare",
    "test": "storefront.launch.testcommand",
    "pytest": "storefront.launch.testcommand",
    "faults": "storefront.launch.faults",
    "doctor": "storefront.launch.doctor",
    "backup": "storefront.launch.backup",
    "restore": "storefront.launch.restore",
    "web": "storefront.launch.web",
    "worker": "storefront.launch.worker",
    "beat": "storefront.launch.worker",
}
_WITH_TOOLS = {"test", "pytest", "faults"}
_MAKES_ENVIRONMENT = {"up", "test", "pytest", "faults", "environment"}


def main(words: list[str]) -> int:
    """Run one command. words: the command line after `python3 -m storefront`."""
    try:
        return _main(words)
    except (Problem, EnvironmentProblem) as problem:
        complain(f"error: {problem}")
        return 1
    except KeyboardInterrupt:
        complain("stopped")
        return 130


def _main(words: list[str]) -> int:
    if not words or words[0] in {"help", "-h", "--help"}:
        say(USAGE)
        return 0 if words else 2
    command, rest = words[0], words[1:]
    places = places_here()
    if command == "up":
        _refuse_early(places, rest)
    _ensure_environment(places, command, rest)
    if command == "environment":
        return 0
    if not environment.is_inside(places):
        _start_again_inside(places, words)
    module = importlib.import_module(_MODULES.get(command, "storefront.launch.manage"))
    return int(module.main(command, rest, places))


def _refuse_early(places: Places, rest: list[str]) -> None:
    """What `up` can refuse before minutes are spent on the environment."""
    options = up_options(rest)
    holder = holder_of(places.lock)
    if holder and holder.command == "up":
        raise Problem(f"the shop already runs at {holder.address} (process {holder.pid}).")
    if not places.lock.exists():  # else a leftover, which is ended first, may hold the port
        refuse_taken_port(options.host, options.port)


def _ensure_environment(places: Places, command: str, rest: list[str]) -> None:
    wants_tools = command in _WITH_TOOLS or (command == "environment" and "--dev" in rest)
    kind: environment.Kind = "dev" if wants_tools else "runtime"
    if command in _MAKES_ENVIRONMENT:
        environment.ensure(places, kind)
    elif not environment.is_current(places, kind):
        raise Problem(
            "the environment is missing or old. Run `python3 -m storefront up`, or "
            "`python3 -m storefront environment` to make it alone."
        )


def _start_again_inside(places: Places, words: list[str]) -> None:
    """Become the environment's interpreter: same process, so that signals need no relay."""
    sys.stdout.flush()
    python = str(environment.python_of(places))
    os.execv(python, [python, "-m", "storefront", *words])
