"""A zip archive: the files in it are unpacked under names of ours, none elsewhere, and never more than is safe."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final
from uuid import uuid4

from hansei.analytics.reading.raw import CHUNK, LIMITS, Limits, UnreadableFile

MOST_MEMBERS: Final = 200
# What operating systems leave in archives beside the files.
_LITTER: Final = re.compile(r"(^|/)(__MACOSX/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)")


@contextmanager
def unpacked(path: Path, folder: Path, limits: Limits = LIMITS) -> Iterator[list[Path]]:
    """The files in an archive, in the order of their names, unpacked below `folder` for as long as they are read."""
    target = folder / f"{uuid4().hex}.members"
    target.mkdir()
    try:
        yield _unpack_all(path, target, limits)
    finally:
        shutil.rmtree(target, ignore_errors=True)


def _unpack_all(path: Path, target: Path, limits: Limits) -> list[Path]:
    made: list[Path] = []
    seen = 0
    try:
        with zipfile.ZipFile(path) as archive:
            for place, member in enumerate(_members(path, archive)):
                file = target / str(place) / _safe(member.filename)
                file.parent.mkdir()
                with archive.open(member) as packed:
                    seen += _unpack(packed, file, path, max(path.stat().st_size, 1), limits, seen)
                made.append(file)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise UnreadableFile(
            "file.damaged", f"{path.name} is damaged or locked by a password and cannot be unpacked.", file=path.name
        ) from error
    return made


def _safe(name: str) -> str:
    """A member's own name, without its folders: tables are called after it."""
    plain = re.sub(r"[^\w.\- ()]+", "_", name.rpartition("/")[2]).strip(" .")
    return plain.encode()[-120:].decode(errors="ignore") or "file"


def _members(path: Path, archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    members = [info for info in archive.infolist() if not info.is_dir() and not _LITTER.search(info.filename)]
    for info in members:
        # We never use a member's path, but an archive that plays with paths is not an export.
        parts = info.filename.replace("\\", "/").split("/")
        if ".." in parts or not parts[0] or ":" in parts[0]:
            raise UnreadableFile(
                "file.path_trick", f"{path.name} holds a file that wants to be written elsewhere.", file=path.name
            )
    if not members:
        raise UnreadableFile("file.empty", f"{path.name} is empty.", file=path.name)
    if len(members) > MOST_MEMBERS:
        raise UnreadableFile(
            "file.too_many_in_archive",
            f"{path.name} holds {len(members)} files; at most {MOST_MEMBERS} are read together.",
            file=path.name,
        )
    return sorted(members, key=lambda info: in_order(info.filename))


def in_order(name: str) -> list[tuple[int, int, str]]:
    """A key that sorts names as people count: extract-9 before extract-10.

    >>> sorted(["b", "a10", "a9"], key=in_order)
    ['a9', 'a10', 'b']
    """
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in re.split(r"(\d+)", name.lower())]


def _unpack(packed: IO[bytes], target: Path, path: Path, size: int, limits: Limits, before: int) -> int:
    """Unpack one file; all files of the archive count together against its own size."""
    seen = 0
    with target.open("wb") as file:
        while piece := packed.read(CHUNK):
            seen += len(piece)
            limits.refuse_beyond(path.name, before + seen, size)
            file.write(piece)
    return seen
