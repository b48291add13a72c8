"""Mail leaves a production shop by TLS and a login, and arrives."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.launch.running import run
from tests.launch.test_doctor import UNSAFE, levels
from tests.outside.mailbox import PASSWORD, USER, mailbox


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate for this machine and its key."""
    given = (tmp_path / "cert.pem", tmp_path / "key.pem")
    words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
    more = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    files = ["-out", str(given[0]), "-keyout", str(given[1])]
    subprocess.run(["openssl", *words, *more, *files], check=True, capture_output=True)
    return given


def trial(data: Path, port: int, **more: str) -> str:
    """Ask a production shop for a trial mail; what `doctor` says."""
    settings = {**UNSAFE, "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(port), **more}
    answer = run(["doctor", "--send-mail", "sari@example.id"], data, **settings)
    assert PASSWORD not in answer.stdout + answer.stderr
    return answer.stdout


def test_a_mail_of_a_production_shop_arrives(
    tmp_path: Path, certificate: tuple[Path, Path]
) -> None:
    with mailbox(*certificate) as box:
        said = trial(
            tmp_path,
            box.port,
            EMAIL_HOST_USER=USER,
            EMAIL_HOST_PASSWORD=PASSWORD,
            DEFAULT_FROM_EMAIL="Lapak Binaan <lapak@lapak.example.id>",
            SSL_CERT_FILE=str(certificate[0]),
        )
    assert levels(said)["trial mail"] == levels(said)["mail"] == "ok", said
    assert box.logins == [(USER, PASSWORD)]
    (mail,) = box.mails
    assert "To: sari@example.id" in mail
    assert "From: Lapak Binaan <lapak@lapak.example.id>" in mail


def test_a_server_whose_certificate_nobody_vouches_for_gets_nothing(
    tmp_path: Path, certificate: tuple[Path, Path]
) -> None:
    with mailbox(*certificate) as box:
        said = trial(tmp_path, box.port, EMAIL_HOST_USER=USER, EMAIL_HOST_PASSWORD=PASSWORD)
    assert levels(said)["trial mail"] == "bad", said
    assert not box.logins and not box.mails
