"""A zip archive is opened only when it holds one file; that file is taken out under a name of ours."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from uuid import uuid4

from hansei.analytics.reading.raw import CHUNK, LIMITS, MEGABYTE, Limits, UnreadableFile


@contextmanager
def only_member(path: Path, folder: Path, limits: Limits = LIMITS) -> Iterator[Path]:
    """The one file in an archive, unpacked into `folder` for as long as it is read."""
    target = folder / f"{uuid4().hex}.member"
    try:
        with zipfile.ZipFile(path) as archive:
            member = _member(path, archive)
            with archive.open(member) as packed:
                _unpack(packed, target, path, max(member.compress_size, 1), limits)
        yield target
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise UnreadableFile(
            "file.damaged", f"{path.name} is damaged or locked by a password and cannot be unpacked.", file=path.name
        ) from error
    finally:
        target.unlink(missing_ok=True)


def _member(path: Path, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    members = [info for info in archive.infolist() if not info.is_dir() and not info.filename.startswith("__MACOSX/")]
    for info in members:
        # We never use a member's path, but an archive that plays with paths is not an export.
        parts = info.filename.replace("\\", "/").split("/")
        if ".." in parts or not parts[0] or ":" in parts[0]:
            raise UnreadableFile(
                "file.path_trick", f"{path.name} holds a file that wants to be written elsewhere.", file=path.name
            )
    if len(members) != 1:
        raise UnreadableFile(
            "file.several_in_archive",
            f"{path.name} holds {len(members)} files. Unpack it and choose the ones that belong together.",
            file=path.name,
        )
    return members[0]


def _unpack(packed: IO[bytes], target: Path, path: Path, compressed: int, limits: Limits) -> None:
    seen = 0
    with target.open("wb") as file:
        while piece := packed.read(CHUNK):
            seen += len(piece)
            bomb = seen > limits.ratio_from and seen > limits.ratio * compressed
            if bomb or seen > limits.expanded:
                raise UnreadableFile(
                    "file.too_large",
                    f"{path.name} unpacks to more than is safe ({seen // MEGABYTE} MB so far).",
                    file=path.name,
                    bytes=seen,
                )
            file.write(piece)
