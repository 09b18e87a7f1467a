"""The bytes of attachments: kept once under their SHA-256, written whole or not at all, gone with their last use."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from hansei.blocks.register.models import Attachment, StoredFile
from hansei.kernel.errors import Refusal

CHUNK: Final = 1024 * 1024
LONGEST: Final = 200


def place_of(digest: str) -> str:
    """Return where bytes with this digest lie in the storage."""
    return f"attachments/{digest[:2]}/{digest}"


def keep(path: Path) -> StoredFile:
    """Keep a file's bytes, or find that they are kept already."""
    digest, size = _digest(path), path.stat().st_size
    known = StoredFile.objects.filter(digest=digest).first()
    if known is None or not _is_there(digest, size):
        _write(path, digest, size)
    found, _made = StoredFile.objects.get_or_create(digest=digest, defaults={"size": size})
    return found


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_there(digest: str, size: int) -> bool:
    place = place_of(digest)
    return default_storage.exists(place) and default_storage.size(place) == size


def _write(path: Path, digest: str, size: int) -> None:
    """Write the bytes; what was cut off by a crash is written anew."""
    place = place_of(digest)
    if _is_there(digest, size):
        return
    if default_storage.exists(place):
        default_storage.delete(place)
    with path.open("rb") as file:
        written = default_storage.save(place, File(file))
    if written != place:  # somebody wrote the same bytes meanwhile
        default_storage.delete(written)
    _settle(place)


def _settle(place: str) -> None:
    """Have the bytes on the disk before the record says that they are; a store elsewhere does that itself."""
    try:
        descriptor = os.open(default_storage.path(place), os.O_RDONLY)
    except NotImplementedError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def drop_unused(files: Iterable[int]) -> None:
    """Delete the bytes that no record uses any more, once the database has let them go."""
    for pk in set(files):
        if Attachment.objects.filter(file_id=pk).exists():
            continue
        gone = StoredFile.objects.filter(pk=pk).first()
        if gone is not None:
            gone.delete()
            transaction.on_commit(partial(_delete, gone.digest))


def _delete(digest: str) -> None:
    if not StoredFile.objects.filter(digest=digest).exists():  # attached again meanwhile
        default_storage.delete(place_of(digest))


def refuse_too_large(name: str, size: int) -> None:
    """Refuse a file that is larger than this installation takes, or that holds nothing."""
    if size > settings.ATTACHMENT_SIZE:
        most = {"name": name, "size": filesizeformat(settings.ATTACHMENT_SIZE)}
        raise Refusal("file.too_large", _("“%(name)s” is larger than %(size)s; link to it instead.") % most)
    if not size:
        raise Refusal("file.empty", _("“%(name)s” holds nothing.") % {"name": name})


def name_of(given: str) -> str:
    r"""Return a file's name without its folder and without signs that hide what it is.

    >>> name_of("C:\\secret\\plan.pdf"), name_of("../../etc/passwd"), name_of("cod\u202etxt.exe")
    ('plan.pdf', 'passwd', 'codtxt.exe')
    """
    name = given.replace("\\", "/").rpartition("/")[2]
    name = "".join(each for each in name if unicodedata.category(each) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    stem, dot, ending = name.strip().rpartition(".")
    name = f"{(stem or ending)[: LONGEST - 20]}{dot if stem else ''}{ending[:19] if stem else ''}"
    return name or _("file")
