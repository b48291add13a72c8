"""`doctor` says what is the matter, and is non-zero when production would not be safe."""

from __future__ import annotations

from pathlib import Path

from tests.launch.running import run

UNSAFE = {
    "LAPAK_MODE": "production",
    "LAPAK_DEBUG": "1",
    "SECRET_KEY": "short",
    "ALLOWED_HOSTS": "*",
    "PUBLIC_URL": "http://lapak.example.id",
    "DATABASE_URL": "postgresql://app:hidden-word@127.0.0.1:1/lapak",
}


def levels(said: str) -> dict[str, str]:
    """Level by name."""
    return {line[6:19].strip(): line[:4].strip() for line in said.splitlines()}


def test_an_unsafe_production_is_told_every_reason(tmp_path: Path) -> None:
    answer = run(["doctor"], tmp_path, **UNSAFE)
    assert answer.returncode == 1
    found = levels(answer.stdout)
    for name in ("database", "secret-short", "hosts-wild", "debug", "no-https", "deploy check"):
        assert found[name] == "bad", answer.stdout
    for name in ("broker", "public files", "private files", "mail"):
        assert found[name] == "warn", answer.stdout
    assert "hidden-word" not in answer.stdout + answer.stderr


def test_production_without_a_secret_is_told_so(tmp_path: Path) -> None:
    answer = run(["doctor"], tmp_path, LAPAK_MODE="production")
    assert answer.returncode == 1
    assert levels(answer.stdout)["secret key"] == "bad"


def test_a_demo_that_is_not_running_is_no_fault(tmp_path: Path) -> None:
    answer = run(["doctor"], tmp_path)
    assert answer.returncode == 0, answer.stdout
    assert levels(answer.stdout)["database"] == "warn"
    assert not (tmp_path / "pg").exists()


def test_a_trial_mail_goes_where_mails_go(tmp_path: Path) -> None:
    answer = run(["doctor", "--send-mail", "sari@example.id"], tmp_path)
    assert levels(answer.stdout)["trial mail"] == "ok"
    (mail,) = (tmp_path / "mail").iterdir()
    assert "To: sari@example.id" in mail.read_text()


def test_a_mail_server_that_does_not_answer_is_bad(tmp_path: Path) -> None:
    settings = {**UNSAFE, "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": "1"}
    answer = run(["doctor", "--send-mail", "sari@example.id"], tmp_path, **settings)
    assert levels(answer.stdout)["trial mail"] == "bad"
