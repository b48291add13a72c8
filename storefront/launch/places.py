"""Where the things of one shop lie."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from storefront.launch.problems import Problem

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Places:
    """Folders and files of one shop. root: the source tree; data: everything that it keeps."""

    root: Path
    data: Path

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def cluster(self) -> Path:
        """Data folder of the embedded PostgreSQL."""
        return self.data / "pg"

    @property
    def logs(self) -> Path:
        return self.data / "log"

    @property
    def media(self) -> Path:
        return self.data / "media"

    @property
    def private(self) -> Path:
        return self.data / "private"

    @property
    def static(self) -> Path:
        return self.data / "static"

    @property
    def secret(self) -> Path:
        return self.data / "secret_key"

    @property
    def lock(self) -> Path:
        return self.data / "run.lock"

    @property
    def schema(self) -> Path:
        """The dump of a freshly migrated database, gzipped SQL."""
        return self.root / "storefront" / "schema.sql.gz"


def places_here() -> Places:
    """The shop of this source tree; LAPAK_DATA moves what it keeps."""
    data = os.environ.get("LAPAK_DATA", "").strip()
    return Places(ROOT, Path(data).absolute() if data else ROOT / ".data")


def make_data_folders(places: Places) -> None:
    """Make the data folder and those in it. Raises Problem when it cannot be written.

    Others may pass through the data folder but not list it: the embedded server runs as its own
    user when the shop is started by root.
    """
    try:
        places.data.mkdir(parents=True, exist_ok=True)
        for folder in (places.logs, places.media, places.private):
            folder.mkdir(exist_ok=True)
        for name in ("mail", "broker", "broker/control", "static"):
            (places.data / name).mkdir(exist_ok=True)
        with tempfile.TemporaryFile(dir=places.data):
            places.data.chmod(0o711 if os.geteuid() == 0 else 0o700)
    except OSError as error:
        raise Problem(
            f"the folder {places.data} cannot be written ({error.strerror}). "
            "Make it writable, or name another one in LAPAK_DATA."
        ) from error
