"""Strict readers of the environment: a wrong value stops the start with one clear sentence."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


class EnvironmentProblem(Exception):
    """A variable of the environment is missing or cannot be read; the text says what to do."""


def env_text(name: str, default: str | None = None) -> str:
    """The variable's text. Raises EnvironmentProblem when it is unset and has no default."""
    value = os.environ.get(name, default)
    if value is None:
        raise EnvironmentProblem(f"{name} is not set. Set it, or read README, Configuration.")
    return value


def env_bool(name: str, default: bool) -> bool:
    """True for 1 or true, False for 0 or false; anything else is refused."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true"}:
        return True
    if value in {"0", "false"}:
        return False
    raise EnvironmentProblem(f"{name} must be 1 or 0, not {value!r}.")


def env_int(name: str, default: int) -> int:
    """A whole number."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        return int(value)
    except ValueError as error:
        raise EnvironmentProblem(f"{name} must be a whole number, not {value!r}.") from error


def env_list(name: str, default: str = "") -> list[str]:
    """Words between commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def env_choice(name: str, choices: tuple[str, ...], default: str) -> str:
    """One of the words given."""
    value = os.environ.get(name, default)
    if value not in choices:
        raise EnvironmentProblem(f"{name} must be one of {', '.join(choices)}, not {value!r}.")
    return value


def env_scheme(name: str, schemes: tuple[str, ...], default: str) -> str:
    """An address, or a word, that begins with one of the schemes."""
    value = os.environ.get(name, "").strip() or default
    if value.split(":", 1)[0] not in schemes:
        raise EnvironmentProblem(f"{name} must begin with one of {', '.join(schemes)}.")
    return value


def env_secret(name: str, default: str | None = None) -> str:
    """NAME itself, or what stands in the file that NAME_FILE names."""
    path = os.environ.get(f"{name}_FILE")
    if path is None:
        return env_text(name, default)
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise EnvironmentProblem(f"{name}_FILE: {path} cannot be read ({error}).") from error


def env_path(name: str, default: Path) -> Path:
    """A folder or file; relative ones are taken from where the process started."""
    value = os.environ.get(name, "").strip()
    return Path(value).absolute() if value else default


def database_from(url: str, name: str) -> dict[str, Any]:
    """Django's settings of one PostgreSQL address.

    url: postgresql://user:password@host:port/name?options; for a socket, ?host=/folder.
    Raises EnvironmentProblem when it is no PostgreSQL address.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise EnvironmentProblem(f"{name} must look like postgresql://user:password@host/name.")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "storefront.database",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": options.pop("port", "") or str(parts.port or ""),
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
