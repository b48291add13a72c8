"""The tar file of a backup: what stands in it, and reading it without trusting it."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from storefront.launch.problems import Problem

FORMAT = 1
ABOUT, DUMP, SECRET = "about.json", "database.dump", "secret_key"
FOLDERS = ("media", "private")


@dataclass(frozen=True)
class About:
    """What a backup says of itself. made_at: ISO 8601; dump_sha256: of the database's part."""

    format: int
    made_at: str
    server_version: int
    dump_sha256: str


def name_of(tar: tarfile.TarFile) -> str:
    """The file's name for a sentence."""
    return str(tar.name)


def add_text(tar: tarfile.TarFile, name: str, text: str) -> None:
    """Add a small file, readable by its owner alone."""
    content = text.encode()
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    tar.addfile(member, io.BytesIO(content))


def add_about(tar: tarfile.TarFile, about: About) -> None:
    add_text(tar, ABOUT, json.dumps(asdict(about), indent=2))


def sha256_of(path: Path) -> str:
    """Hash of a file that may not fit into memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def open_backup(path: Path) -> tarfile.TarFile:
    """The tar file, read only. Raises Problem when it is none."""
    try:
        return tarfile.open(path)
    except (OSError, tarfile.TarError) as error:
        raise Problem(f"{path} cannot be read as a backup ({error}).") from error


def read_about(tar: tarfile.TarFile) -> About:
    """Raises Problem when it is no backup of ours, or one of a later format."""
    try:
        about = About(**json.loads(read_text(tar, ABOUT)))
    except (KeyError, TypeError, ValueError) as error:
        raise Problem(f"{name_of(tar)} is no backup of this shop ({error}).") from error
    if about.format != FORMAT:
        raise Problem(f"{name_of(tar)} has format {about.format}; this version reads {FORMAT}.")
    return about


def read_text(tar: tarfile.TarFile, name: str) -> str:
    """Text of a member. Raises KeyError when it is missing or no plain file."""
    file = tar.extractfile(name)
    if file is None:
        raise KeyError(name)
    return file.read().decode()


def extract_dump(tar: tarfile.TarFile, about: About, target: Path) -> None:
    """Write the database's part to a file. Raises Problem when it is damaged."""
    _copy(tar, tar.getmember(DUMP), target)
    if sha256_of(target) != about.dump_sha256:
        raise Problem(f"{name_of(tar)} is damaged: the database's part does not have its hash.")


def extract_folder(tar: tarfile.TarFile, name: str, target: Path) -> int:
    """Write the files of one folder below target; how many. Raises Problem for a strange name."""
    count = 0
    for member in _members_of(tar, name):
        path = target / PurePosixPath(member.name).relative_to(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        _copy(tar, member, path)
        count += 1
    return count


def _members_of(tar: tarfile.TarFile, name: str) -> Iterator[tarfile.TarInfo]:
    """Plain files of the folder; a name that leaves it, or a link, is refused."""
    for member in tar:
        parts = PurePosixPath(member.name).parts
        if not parts or parts[0] != name or member.isdir():
            continue
        if ".." in parts or not member.isreg():
            raise Problem(f"{name_of(tar)} holds {member.name!r}, which no backup of ours does.")
        yield member


def _copy(tar: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> None:
    source = tar.extractfile(member)
    if source is None:
        raise Problem(f"{name_of(tar)} holds no content for {member.name!r}.")
    with source, target.open("wb") as file:
        while block := source.read(1 << 20):
            file.write(block)
