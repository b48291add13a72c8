"""Passwords that people here think of first, beside Django's list of the world's."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SHORTEST = 10  # as in AUTH_PASSWORD_VALIDATORS
_NO_LETTERS = re.compile(r"[\W\d_]+")
# Written by us; words of a greeting, a family, an office and of this shop.
_FIRST_THOUGHTS = frozenset(
    {
        "aku", "alhamdulillah", "allah", "anak", "anakku", "assalamualaikum", "ayah", "bapas",
        "bismillah", "bunda", "cinta", "cintaku", "ditjenpas", "garuda", "gantengbanget", "hallo",
        "halo", "ibu", "indonesia", "indonesiaku", "indonesiaraya", "ingatselalu", "insyaallah",
        "jakarta", "kanwil", "kata", "katasandi", "kemenkumham", "kemenimipas", "lapak",
        "lapakbinaan", "lapas", "login", "lpka", "lupa", "lupasandi", "mama", "mamapapa", "masuk",
        "merahputih", "merdeka", "operator", "pancasila", "papa", "password", "pemasyarakatan",
        "percobaan", "petugas", "rahasia", "rahasiasekali", "rutan", "sandi", "sandiku", "sayang",
        "sayangku", "sayangkamu", "sayangmama", "selamatdatang", "selamatpagi", "sementara",
        "terimakasih", "tidaktahu", "warga", "wargabinaan",
    }
)  # fmt: skip


class FirstThoughtValidator:
    """Refuses one word that everybody tries first, with any digits and signs around it, or twice:
    Rahasia2026!, lapas123456, sayangsayang."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        letters = _NO_LETTERS.sub("", password.lower())
        half = letters[: len(letters) // 2]
        if letters in _FIRST_THOUGHTS or (half * 2 == letters and half in _FIRST_THOUGHTS):
            raise ValidationError(_("Many people think of this password first."), code="too_common")

    def get_help_text(self) -> str:
        """The rule in a sentence."""
        return _("No password that many use, such as rahasia or lapas with a number.")


def password_rules() -> list[str]:
    """The rules of settings as sentences, for beside the field."""
    return [
        _("At least %(count)d letters; several words with spaces are good.") % {"count": SHORTEST},
        _("Not only digits."),
        _("Nothing like your name or e-mail."),
        _("No password that many use, such as rahasia or lapas with a number."),
    ]
