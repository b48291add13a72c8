"""The environment variables that a shop's processes get."""

from __future__ import annotations

import os
import secrets
import socket

from storefront.launch.database import Database
from storefront.launch.places import Places, make_data_folders
from storefront.launch.problems import Problem
from storefront.launch.upoptions import UpOptions

# Marks every child, so that a later `up` knows which leftovers are its own.
RUN_MARK = "LAPAK_RUN"


def mode() -> str:
    """demo unless the environment says otherwise: the settings alone would say production."""
    return os.environ.get("LAPAK_MODE", "").strip() or "demo"


def has_secret() -> bool:
    """Whether the environment brings a secret key of its own."""
    return bool(os.environ.get("SECRET_KEY") or os.environ.get("SECRET_KEY_FILE"))


def ensure_secret(places: Places) -> None:
    """Make the secret key once, readable by its owner alone.

    Raises Problem in production, where the key must come from outside.
    """
    if has_secret():
        return
    if mode() == "production":
        raise Problem(
            "SECRET_KEY is not set: production needs its own. Make one with "
            '`python3 -c "import secrets; print(secrets.token_urlsafe(64))"` and keep it secret.'
        )
    if places.secret.exists():
        places.secret.chmod(0o600)
        return
    make_data_folders(places)
    write_secret(places, secrets.token_urlsafe(64))


def write_secret(places: Places, value: str) -> None:
    """Put the key in place, whole or not at all, never readable by others."""
    draft = places.secret.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(value)
    draft.replace(places.secret)


def base_environment(places: Places) -> dict[str, str]:
    """For every command: mode, data folder, secret. Raises Problem (no secret in production)."""
    ensure_secret(places)
    environment = {**os.environ, "LAPAK_MODE": mode(), "LAPAK_DATA": str(places.data)}
    environment.setdefault("DJANGO_SETTINGS_MODULE", "storefront.settings")
    if not has_secret():
        environment["SECRET_KEY_FILE"] = str(places.secret)
    return environment


def with_database(environment: dict[str, str], database: Database) -> dict[str, str]:
    """The same, with the addresses of the database."""
    urls = {"DATABASE_URL": database.app_url, "DATABASE_OWNER_URL": database.owner_url}
    rest = {name: value for name, value in environment.items() if not name.startswith("DATABASE_")}
    return {**rest, **urls}


def with_address(environment: dict[str, str], options: UpOptions) -> dict[str, str]:
    """The same, with where the shop answers; what the person has set stays."""
    changed = {**environment, RUN_MARK: environment["LAPAK_DATA"], "PYTHONUNBUFFERED": "1"}
    if options.debug:
        changed["LAPAK_DEBUG"] = "1"
    changed.setdefault("PUBLIC_URL", options.address)
    changed.setdefault("ALLOWED_HOSTS", ",".join(host_names(options.host)))
    return changed


def host_names(host: str) -> list[str]:
    """Names by which a browser may reach the shop: this machine's own, never a wildcard."""
    names = ["localhost", "127.0.0.1", "[::1]"]
    if host in {"0.0.0.0", "::"}:
        names += [socket.gethostname(), *_addresses()]
    else:
        names.append(f"[{host}]" if ":" in host else host)
    return list(dict.fromkeys(name for name in names if name))


def _addresses() -> list[str]:
    """This machine's addresses as its own name service knows them."""
    try:
        found = socket.getaddrinfo(socket.gethostname(), None)
    except OSError:
        return []
    return [f"[{one[4][0]}]" if ":" in str(one[4][0]) else str(one[4][0]) for one in found]
