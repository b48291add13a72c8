"""Any other word is a management command of Django, run on this shop's database."""

from __future__ import annotations

import os

from django.core.management import execute_from_command_line

from catalog.acting import act_always_as_system
from storefront.launch.database import running_database
from storefront.launch.places import Places
from storefront.launch.surroundings import base_environment, with_database

# These read code, or bring a server of their own: a shop need not have been started yet.
_WITHOUT_DATABASE = {
    "bench",
    "check",
    "compilemessages",
    "graphqlschema",
    "help",
    "makemessages",
    "schemadump",
}
# These change tables, or rows that the serving role may not touch.
_AS_OWNER = {
    "demoload",
    "demopeople",
    "flush",
    "makemigrations",
    "migrate",
    "referenceload",
    "sqlmigrate",
    "squashmigrations",
}
# Never connected to: settings must be readable all the same.
_NO_DATABASE = "postgresql:///none"


def main(command: str, rest: list[str], places: Places) -> int:
    """Run it; dashes in the name are dropped: graphql-schema is graphqlschema."""
    name = command.replace("-", "")
    environment = base_environment(places)
    environment["LAPAK_DB_ROLE"] = "owner" if name in _AS_OWNER else "app"
    if name in _WITHOUT_DATABASE:
        environment.setdefault("DATABASE_URL", _NO_DATABASE)
        return _run(environment, name, rest)
    with running_database(places, command) as database:
        return _run(with_database(environment, database), name, rest)


def _run(environment: dict[str, str], name: str, rest: list[str]) -> int:
    os.environ.update(environment)
    act_always_as_system(name)
    try:
        execute_from_command_line(["python3 -m storefront", name, *rest])
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0
