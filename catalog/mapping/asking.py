"""Questions of a sheet: each asked once, however many rows wait for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from catalog.mapping.values import Choice, Doubt

_LONGEST_TEXT = 60


def key_of(doubt: Doubt) -> str:
    """What --answer names it by: topic and text, "harga.10-000-15-000"."""
    words = re.sub(r"[^\w]+", "-", doubt.text.casefold()).strip("-_")[:_LONGEST_TEXT]
    return f"{doubt.topic}.{words or '-'.join(f'{ord(sign):x}' for sign in doubt.text[:8])}"


@dataclass
class Question:
    """A doubt with how many rows wait and the first cell that raised it (sheet, line, column)."""

    key: str
    code: str
    params: tuple[tuple[str, str], ...]
    choices: tuple[Choice, ...]
    is_free: bool
    first: tuple[str, int, int]
    rows: set[tuple[str, int]] = field(default_factory=set)
    blocks: bool = True


@dataclass
class Asked:
    """Answers that were given, and what is still asked."""

    answers: Mapping[str, str]
    questions: dict[str, Question] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)

    def answer(self, doubt: Doubt) -> str | None:
        """The answer that was given, None without one. Unless it is free it is a choice."""
        key = key_of(doubt)
        given = self.answers.get(key)
        if given is None:
            return None
        self.used.add(key)
        given = given.strip()
        if doubt.is_free or given in {choice.value for choice in doubt.choices}:
            return given
        self.refused.add(key)
        return None

    def refuse(self, doubt: Doubt) -> None:
        """The answer could not be understood; the question stays."""
        self.refused.add(key_of(doubt))

    def ask(
        self, doubt: Doubt, *, sheet: str, line: int, column: int, blocks: bool = True
    ) -> Question:
        """Note that a row waits for this. blocks: whether the row cannot come in without."""
        key = key_of(doubt)
        question = self.questions.get(key)
        if question is None:
            first = (sheet, line, column)
            question = self.questions[key] = Question(
                key, doubt.code, doubt.params, doubt.choices, doubt.is_free, first, blocks=blocks
            )
        question.rows.add((sheet, line))
        return question

    @property
    def unknown(self) -> list[str]:
        """Answers to nothing that this sheet asks."""
        return sorted(set(self.answers) - self.used)
