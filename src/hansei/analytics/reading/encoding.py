"""Find a text file's encoding and write a clean UTF-8 copy of it, in pieces, so that size does not matter."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import BinaryIO, Final

from hansei.analytics.reading.raw import CHUNK, LIMITS, MEGABYTE, Limits, UnreadableFile, opened

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What ticket tools on Windows and in Asia really write; a closed list keeps exotic guesses out. By the standards'
# names: what Windows added to them fits letters of any other page, so that it is read and not looked for.
_CANDIDATES: Final = [
    "cp1252", "cp1250", "cp1251", "koi8_r", "cp866", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr",
    "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "mac_roman",
]  # fmt: skip
# Other names of the same, or of a part of it: what Windows writes under such a name has letters beyond the standard.
_ALSO: Final = {
    "utf_8_sig": "utf_8", "shift_jis": "cp932", "gbk": "gb18030", "gb2312": "gb18030", "iso8859_1": "cp1252",
    "big5": "cp950", "big5hkscs": "cp950", "euc_kr": "cp949",
}  # fmt: skip
CHOOSABLE: Final = ("utf-8", *(_ALSO.get(each, each) for each in _CANDIDATES))  # what a person may choose
_DAMAGED: Final = 0.01  # of the letters beyond ASCII; where more are broken the encoding is another
# Encoding, the first and last of its own letters, and the least share of them that proves it. Chinese text read as
# Korean gives Hangul mixed with Hanja, which Koreans hardly write: hence nearly all.
_SCRIPTS: Final = (
    ("shift_jis", "\u3040", "\u30ff", 0.2),
    ("euc_jp", "\u3040", "\u30ff", 0.2),
    ("euc_kr", "\uac00", "\ud7a3", 0.95),
)
# The letters beyond ASCII of the languages that a Latin code page is for, the commonest page first. Statistics take
# Spanish for Polish, for each byte is a letter in either; but the letters of one language all stand in its alphabet.
_WESTERN: Final = (
    "áéíóúüñ¿¡ªº", "ãõáéíóúâêôàçª", "àâçéèêëîïôùûüœæÿ«»", "äöüß", "àèéìíòóùúî", "åäöé", "æøåéóòô", "éëïóöüèêá",
    "ðþæöáéíóúý", "àèéíïòóúüç",
)  # fmt: skip
_LATIN: Final[dict[str, tuple[str, ...]]] = {
    "cp1252": _WESTERN,
    "cp1250": ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîşţ", "čćžšđ", "äöüß"),
    "cp1254": ("çğıöşüâî",),
    "cp1257": ("ąčęėįšųūž", "āčēģīķļņšūž", "äöõüšž"),
    "mac_roman": _WESTERN,
}
_SIGNS: Final = frozenset("\u00a0€–—…‘’‚“”„•°§´©®™")
_MIXED: Final = 0.1  # what a page loses whose text takes two languages to explain
_SAMPLE: Final = 256 * 1024
_SEARCHED: Final = 64 * MEGABYTE


@dataclass(frozen=True)
class Encoding:
    """An encoding's Python name and how sure we are of it, 0 to 1."""

    name: str
    confidence: float


@dataclass(frozen=True)
class CleanCopy:
    """A UTF-8 copy with `\\n` line ends and no NULs. `nuls` and `undecodable` count what was taken out or replaced.

    `found`: the encoding where nobody said one; None where none is known.
    """

    path: Path
    encoding: Encoding
    found: Encoding | None
    nuls: int
    undecodable: int

    @property
    def notes(self) -> tuple[str, ...]:
        """Codes of what had to be cleaned."""
        found = (("nuls_removed", self.nuls), ("bytes_replaced", self.undecodable))
        return tuple(f"{code}={n}" for code, n in found if n)


def known_encoding(name: str) -> str | None:
    r"""The encoding that a person means by a name, as it is called here; None where it is none that may be chosen.

    >>> known_encoding("Windows-1251"), known_encoding("GBK"), known_encoding("rot13"), known_encoding("\x00")
    ('cp1251', 'gb18030', None, None)
    """
    try:
        found = codecs.lookup(name.strip()).name.replace("-", "_")
    except (LookupError, ValueError):
        return None
    found = _ALSO.get(found, found)
    return next((each for each in CHOOSABLE if each.replace("-", "_") == found), None)


def clean_copy(
    path: Path, target: Path, limits: Limits = LIMITS, *, encoding: str | None = None, holds: bool = False
) -> CleanCopy:
    """Write `path` as clean UTF-8 to `target`. `encoding`: as a person says, where the file bears no mark of its own.

    What a person said of other files gives way where the letters of this one are UTF-8, unless it `holds`.
    Raises UnreadableFile for a damaged file, a line over the limit, bytes that are no text or in another encoding.
    """
    declared = _declared(path)
    if encoding is not None and declared is None:
        told = _telling_bytes(path)
        if holds or not told or not _is_utf8(told):
            return _as_said(path, target, encoding, told, limits)
    found = declared or Encoding("utf-8", 1.0)
    try:
        nuls, _ = _transcode(path, target, found.name, "strict", limits)
        return CleanCopy(target, found, found, nuls, 0)
    except UnicodeDecodeError:
        found = guess(_telling_bytes(path), path.name)
    nuls, undecodable = _transcode(path, target, found.name, "replace", limits)
    return CleanCopy(target, found, found, nuls, undecodable)


def _as_said(path: Path, target: Path, encoding: str, told: bytes, limits: Limits) -> CleanCopy:
    """Read it so, but for what is damaged here and there; refuse where its bytes are evidently no letters of this."""
    sample = told.decode(encoding, "replace")
    if sample.count("\ufffd") > _DAMAGED * sum(letter > "\x7f" for letter in sample):
        raise UnreadableFile(
            "file.other_encoding",
            f"{path.name} is not in {encoding}: choose another encoding, or let it be found.",
            file=path.name,
            encoding=encoding,
        )
    nuls, undecodable = _transcode(path, target, encoding, "replace", limits)
    return CleanCopy(target, Encoding(encoding, 1.0), _likeliest(told, path.name), nuls, undecodable)


def _likeliest(told: bytes, name: str) -> Encoding | None:
    """What would be found in these bytes, if anything."""
    try:
        return Encoding("utf-8", 1.0) if _is_utf8(told) else guess(told, name)
    except UnreadableFile:
        return None


def _is_utf8(told: bytes) -> bool:
    try:
        told.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _declared(path: Path) -> Encoding | None:
    with opened(path) as file:
        head = file.read(4096)
    for mark, name in _BOMS:
        if head.startswith(mark):
            return Encoding(name, 1.0)
    # UTF-16 without its mark: Latin text and delimiters leave every other byte zero.
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) * 0.2 and even < odd / 10:
        return Encoding("utf-16-le", 0.9)
    if even > len(head) * 0.2 and odd < even / 10:
        return Encoding("utf-16-be", 0.9)
    return None


def _telling_bytes(path: Path) -> bytes:
    """Lines that hold bytes beyond ASCII: only these tell one code page from another."""
    told: list[bytes] = []
    size = seen = 0
    with opened(path) as file:
        for line in iter(lambda: file.readline(MEGABYTE), b""):
            seen += len(line)
            if not line.isascii():
                told.append(line)
                size += len(line)
            if size > _SAMPLE or seen > _SEARCHED:
                break
    return b"".join(told)


def guess(sample: bytes, name: str) -> Encoding:
    """The likeliest encoding of bytes that are not UTF-8; `name` is the file's, for the refusal."""
    if _mostly_utf8(sample):
        return Encoding("utf-8", 0.7)
    if script := _by_script(sample):
        return script
    from charset_normalizer import from_bytes  # slow to import, and only non-UTF-8 files need it

    matches = from_bytes(sample, cp_isolation=_CANDIDATES, threshold=0.35)
    best = matches.best()
    if best is None:
        raise UnreadableFile("file.unknown_encoding", f"The letters of {name} are in no known encoding.", file=name)
    if best.encoding in _LATIN and (latin := _by_alphabet(sample)):
        return latin
    found = _ALSO.get(best.encoding, best.encoding)
    return Encoding(found, round(max(0.0, min(0.99, 1.0 - best.chaos - 0.1 * (best.coherence == 0))), 2))


def _by_script(sample: bytes) -> Encoding | None:
    """Japanese and Korean show themselves by their own letters; statistics take them for Chinese."""
    for name, first, last, least in _SCRIPTS:
        whole = sample[: sample.rfind(b"\n") + 1].decode(name, "replace")
        letters = [letter for letter in whole if letter > "\x7f"]
        if letters.count("\ufffd") > _DAMAGED * len(letters):
            continue
        share = sum(first <= letter <= last for letter in letters) / max(len(letters), 1)
        if share >= least:
            return Encoding(_ALSO.get(name, name), round(min(0.99, 0.7 + share / 2), 2))
    return None


def _by_alphabet(sample: bytes) -> Encoding | None:
    """The Latin code page by which the letters are those of one language, or at least of two."""
    found: dict[str, float] = {}
    for page, alphabets in _LATIN.items():
        try:
            letters = Counter(letter for letter in sample.decode(page).lower() if letter > "\x7f")
        except UnicodeDecodeError:
            continue
        known = [set(alphabet) for alphabet in alphabets]
        one = max(_share(letters, alphabet) for alphabet in known)
        two = max((_share(letters, a | b) for a, b in combinations(known, 2)), default=0.0)
        found[page] = max(one, two - _MIXED)
    if not found:
        return None
    best = max(found, key=lambda page: found[page])
    return Encoding(best, round(min(0.99, found[best]), 2))


def _share(letters: Counter[str], alphabet: set[str]) -> float:
    """Which part of the letters stands in this alphabet; signs such as a dash or the euro tell nothing."""
    counted = {letter: n for letter, n in letters.items() if letter not in _SIGNS}
    return sum(n for letter, n in counted.items() if letter in alphabet) / max(sum(counted.values()), 1)


def _mostly_utf8(sample: bytes) -> bool:
    """True for UTF-8 with a few broken bytes (cut fields, pasted rows), which no code page explains better."""
    broken = sample.decode("utf-8", "replace").count("\ufffd")
    beyond = len(re.findall(rb"[\xc2-\xf4][\x80-\xbf]+", sample))
    return beyond > 20 * broken


def _transcode(path: Path, target: Path, encoding: str, errors: str, limits: Limits) -> tuple[int, int]:
    """Copy; return how many NULs were dropped and how many bytes could not be decoded."""
    nuls = undecodable = 0
    with opened(path, limits) as source, target.open("wb") as out:
        for text in _lines_within(_decoded(source, encoding, errors), path.name, limits):
            if "\x00" in text:
                nuls += text.count("\x00")
                text = text.replace("\x00", "")
            if errors == "replace":
                undecodable += text.count("\ufffd")
            out.write(text.encode("utf-8", "replace"))
    return nuls, undecodable


def _decoded(source: BinaryIO, encoding: str, errors: str) -> Iterator[str]:
    """Text in pieces with `\\n` line ends; a `\\r` at a piece's end waits for what follows."""
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    held = ""
    while piece := source.read(CHUNK):
        text = held + decoder.decode(piece)
        held = "\r" if text.endswith("\r") else ""
        text = text[:-1] if held else text
        yield text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    yield (held + decoder.decode(b"", True)).replace("\r", "\n")


def _lines_within(pieces: Iterator[str], name: str, limits: Limits) -> Iterator[str]:
    line, length = 1, 0
    for text in pieces:
        breaks = text.count("\n")
        length = len(text) - text.rfind("\n") - 1 if breaks else length + len(text)
        line += breaks
        if length > limits.line:
            raise UnreadableFile(
                "file.line_too_long",
                f"Line {line} of {name} is longer than {limits.line // MEGABYTE} MB: this is not a table.",
                file=name,
                line=line,
            )
        yield text
