"""The list of the erased, kept outside the database so that a restored backup cannot bring anybody back.

One JSON object a line in `ERASED_LIST`: ids and keyed hashes of words, never the words. Finding a name again in a text
is hashing the text's own words, so the list works on texts it has never seen: a later extract, an old backup.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import logging
import os
import re
import secrets
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

from django.conf import settings

log = logging.getLogger("hansei.erasure")
# Chinese, Japanese and Korean names stand inside a text without spaces: each character counts as a word.
CHARACTER: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af"
WORD: Final = re.compile(rf"[{CHARACTER}]|[^\W_{CHARACTER}]+")
FEWEST_DIGITS: Final = 5


@dataclass(frozen=True)
class Erased:
    """One erased person: the number of the erasure, the rows that were theirs, hashes of what named them."""

    number: int
    texts: list[tuple[int, str]]  # (how many words, their hash), in the order of the pseudonyms
    account: int | None = None
    address: str = ""  # hash of the e-mail address: an id alone may mean somebody else in an older database
    person: int | None = None
    own_texts: bool = False
    at: str = ""

    @property
    def pseudonym(self) -> str:
        return f"erased-{self.number}"


class Finder:
    """Finds erased names in texts and puts pseudonyms in their place."""

    def __init__(self, salt: str, entries: Iterable[Erased]) -> None:
        self._salt = salt.encode()
        self._names: dict[str, str] = {}
        for entry in entries:
            for place, (_, said) in enumerate(entry.texts, start=1):
                self._names.setdefault(said, entry.pseudonym if place == 1 else f"{entry.pseudonym}.{place}")
        self._sizes = sorted({size for entry in entries for size, _ in entry.texts}, reverse=True)

    def __bool__(self) -> bool:
        return bool(self._names)

    def hash(self, words: list[str]) -> str:
        return hashlib.blake2b(" ".join(words).encode(), key=self._salt, digest_size=16).hexdigest()

    def text(self, text: str) -> str:
        """Return the text with every erased name in it replaced; the longest name wins."""
        composed, begins, ends = _composed(text)
        found = list(WORD.finditer(composed))
        words = [_folded(each.group()) for each in found]
        pieces, done, at = [], 0, 0
        while at < len(words):
            size, name = self._at(words, at)
            if size:
                pieces += [text[done : begins[found[at].start()]], name]
                done = _after_marks(text, ends[found[at + size - 1].end() - 1])
            at += size or 1
        return "".join([*pieces, text[done:]]) if pieces else text

    def _at(self, words: list[str], at: int) -> tuple[int, str]:
        for size in self._sizes:
            if at + size <= len(words) and (name := self._names.get(self.hash(words[at : at + size]))):
                return size, name
        return 0, ""

    def json(self, value: Any) -> Any:
        """Return a JSON value with every text in it rewritten, keys too."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.json(each) for each in value]
        if isinstance(value, dict):
            return {self.text(name): self.json(each) for name, each in value.items()}
        return value


def words_of(text: str) -> list[str]:
    """Return a text's words as names are compared: whatever the case, the form of the letters and what is between.

    >>> words_of("Ana  BERG-Núñez"), words_of("王伟")
    (['ana', 'berg', 'núñez'], ['王', '伟'])
    """
    return [_folded(each) for each in WORD.findall(_composed(text)[0])]


def _composed(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """The text in one form of its letters, and where in `text` each character of it begins and ends.

    A letter with its mark apart would be no word, and a syllable of Hangul in its parts three.
    """
    if text.isascii() or unicodedata.is_normalized("NFKC", text):
        return text, range(len(text)), range(1, len(text) + 1)
    starts = [at for at, character in enumerate(text) if not at or not _goes_on(character)]
    said: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    for at, following in zip(starts, [*starts[1:], len(text)], strict=True):
        said.append(unicodedata.normalize("NFKC", text[at:following]))
        begins += [at] * len(said[-1])
        ends += [following] * len(said[-1])
    return "".join(said), begins, ends


def _after_marks(text: str, at: int) -> int:
    """The place after the marks of the letter that ends here: some scripts write vowels with them."""
    while at < len(text) and unicodedata.category(text[at]).startswith("M"):
        at += 1
    return at


def _goes_on(character: str) -> bool:
    """Whether a character can be put together with the one before it: a mark, or the rest of a syllable of Hangul."""
    first = unicodedata.normalize("NFKD", character)[0]
    return unicodedata.category(first).startswith("M") or "\u1160" <= first <= "\u11ff"


def _folded(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold()


def is_telling(text: str) -> bool:
    """Return whether a text can be looked for without hitting everything: “3” or “A” name a priority as well."""
    joined = "".join(words_of(text))
    return len(joined) >= (FEWEST_DIGITS if joined.isdigit() else 2)


def path() -> Path:
    return Path(settings.ERASED_LIST)


def entries() -> list[Erased]:
    """Return everybody on the list, oldest first."""
    return _read()[1]


def finder(only: Iterable[Erased] | None = None) -> Finder:
    """Return what finds these people, or everybody on the list."""
    salt, known = _read()
    return Finder(salt, known if only is None else list(only))


class DamagedList(Exception):
    """A line inside the list cannot be read: who it erased is not known, so nothing may be served."""


def _read() -> tuple[str, list[Erased]]:
    try:
        written = path().read_bytes()
    except FileNotFoundError:
        return "", []
    lines = _lines(written[: _whole(written)])
    salt = next((line["salt"] for line in lines if "salt" in line), "")
    known = [line | {"texts": [tuple(each) for each in line["texts"]]} for line in lines if "number" in line]
    return salt, [Erased(**line) for line in known]


def _whole(written: bytes) -> int:
    """Return how many bytes of the list stand: a last line that was being written, or was cut off, is none yet.

    Nobody's erasure hangs on it: a line is safe on the disk before anything of that person's is touched.
    """
    begins = written.rstrip(b"\n ").rfind(b"\n") + 1
    return len(written) if not written[begins:].strip() or _is_object(written[begins:]) else begins


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _lines(written: bytes) -> list[dict[str, Any]]:
    found = []
    for number, line in enumerate(written.split(b"\n"), start=1):
        if line.strip() and not _is_object(line):
            raise DamagedList(f"Line {number} of {path()} cannot be read: restore the file from a backup, then start.")
        if line.strip():
            found.append(json.loads(line))
    return found


def mend() -> Path | None:
    """Cut a half-written last line off, keep a copy of the file as it was and return it; None where all is well."""
    try:
        descriptor = os.open(path(), os.O_RDWR)
    except FileNotFoundError:
        return None
    with os.fdopen(descriptor, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        return _mended(file)


def _mended(file: BinaryIO) -> Path | None:
    """The same for who holds the lock: whatever is half-written now was cut off."""
    file.seek(0)
    written = file.read()
    whole = _whole(written)
    if whole == len(written) and written[-1:] in (b"", b"\n"):
        return None
    copy = None
    if whole < len(written):
        copy = path().with_name(f"{path().name}.cut-{hashlib.sha256(written).hexdigest()[:12]}")
        copy.touch(mode=0o600)
        copy.write_bytes(written)
        log.error(
            "the last line of %s was half written and is left out; the file as it was is kept as %s. Who asked for an "
            "erasure at that moment was not told that it was done: ask for it again.", path(), copy.name
        )  # fmt: skip
        file.truncate(whole)
    if whole and written[:whole][-1:] != b"\n":
        file.seek(0, os.SEEK_END)
        file.write(b"\n")
    file.flush()
    os.fsync(file.fileno())
    return copy


def add(texts: list[str], *, account: int | None, address: str, person: int | None, own_texts: bool, at: str) -> Erased:
    """Put a person on the list, safe on the disk before anything of theirs is touched; return the entry."""
    path().parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path(), os.O_CREAT | os.O_RDWR, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        _mended(file)
        salt, known = _read()
        file.seek(0, os.SEEK_END)
        if not salt:
            salt = secrets.token_hex(32)
            file.write(_line({"salt": salt}))
        hashed = Finder(salt, [])
        entry = Erased(
            number=max((each.number for each in known), default=0) + 1,
            texts=[(len(words), hashed.hash(words)) for words in map(words_of, texts)],
            account=account,
            address=hashed.hash(words_of(address)) if address else "",
            person=person,
            own_texts=own_texts,
            at=at,
        )
        file.write(_line(asdict(entry)))
        file.flush()
        os.fsync(file.fileno())
    return entry


def _line(said: dict[str, Any]) -> bytes:
    return json.dumps(said).encode() + b"\n"
