"""Every name that the settings read is explained in .env.example, and no other."""

from __future__ import annotations

import ast
import re

from storefront.launch.places import ROOT

NAME = re.compile(r"^#?([A-Z][A-Z0-9_]+)=", re.MULTILINE)


def names_in_settings() -> set[str]:
    """First words of the env_... calls."""
    tree = ast.parse((ROOT / "storefront" / "settings.py").read_text(encoding="utf-8"))
    return {
        str(call.args[0].value)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id.startswith("env_")
        and isinstance(call.args[0], ast.Constant)
    }


def example() -> str:
    return (ROOT / ".env.example").read_text(encoding="utf-8")


def test_the_settings_read_something() -> None:
    assert {"SECRET_KEY", "DATABASE_URL", "LAPAK_MODE"} <= names_in_settings()


def test_the_example_explains_what_the_settings_read() -> None:
    assert set(NAME.findall(example())) == names_in_settings()


def test_the_settings_read_the_environment_only_through_the_strict_readers() -> None:
    text = (ROOT / "storefront" / "settings.py").read_text(encoding="utf-8")
    assert "os.environ" not in text
    assert "getenv" not in text


def test_the_example_holds_no_secret_that_could_be_kept() -> None:
    values = re.findall(r"^#?(?:SECRET_KEY|EMAIL_HOST_PASSWORD|SENTRY_DSN)=(.*)$", example(), re.M)
    assert values
    assert not any(values)
