"""Walk a JSON document of any size element by element, holding one element at a time.

The standard library decodes each element; this only finds where one begins and reads on when the
buffer ends in the middle. Numbers stay text (`Whole`, `Real`), so no digit is lost or rounded.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from hansei.analytics.reading.plain import plain_all
from hansei.analytics.reading.raw import MEGABYTE, UnreadableFile

# One object or event; a real one has a few kilobytes.
ELEMENT_LIMIT: Final = 16 * MEGABYTE
PIECE: Final = MEGABYTE
# A decoder that ran out of text complains at most this far before the end (inside `\u12…` or `fals`).
_NEAR_END: Final = 16
_BLANK: Final = " \t\n\r"


class Whole(str):
    """A JSON number without a fraction, as written."""


class Real(str):
    """A JSON number with a fraction or exponent, as written; NaN and Infinity too."""


_DECODER: Final = json.JSONDecoder(parse_int=Whole, parse_float=Real, parse_constant=Real)


def walk(stream: BinaryIO, name: str, limit: int = ELEMENT_LIMIT) -> Iterator[tuple[str, str | None, Any]]:
    """Yield (member, key, element) for each element of each member of the document's one object.

    A member that is an array gives its elements without a key, an object its values by key, anything
    else itself. Raises UnreadableFile for what is not JSON, breaks off, nests too deep or is too long.
    """
    text = _Text(stream, name, limit)
    text.expect("{")
    if text.accepts("}"):
        return
    while True:
        member = text.key()
        if text.accepts("["):
            yield from ((member, None, element) for element in _array(text))
        elif text.accepts("{"):
            yield from ((member, key, element) for key, element in _object(text))
        else:
            yield member, None, text.value()
        if not text.accepts(","):
            text.expect("}")
            return


def walk_array(stream: BinaryIO, name: str, limit: int = ELEMENT_LIMIT) -> Iterator[Any]:
    """Yield each element of the document's one array; raises UnreadableFile as `walk` does."""
    text = _Text(stream, name, limit)
    text.expect("[")
    yield from _array(text)


def _array(text: _Text) -> Iterator[Any]:
    if text.accepts("]"):
        return
    while True:
        yield text.value()
        if not text.accepts(","):
            text.expect("]")
            return


def _object(text: _Text) -> Iterator[tuple[str, Any]]:
    if text.accepts("}"):
        return
    while True:
        key = text.key()
        yield key, text.value()
        if not text.accepts(","):
            text.expect("}")
            return


class _Text:
    """The part of the document around the place we read."""

    def __init__(self, stream: BinaryIO, name: str, limit: int) -> None:
        self._stream, self._name, self._limit = stream, name, limit
        head = stream.read(PIECE)
        self._decoder = codecs.getincrementaldecoder(_encoding(head))("strict")
        self._ended = not head
        self._text, self._at = self._decoded(head), 0

    def accepts(self, sign: str) -> bool:
        """Step over `sign` if it comes next."""
        if self._next() != sign:
            return False
        self._at += 1
        return True

    def expect(self, sign: str) -> None:
        """Step over `sign`, which must come next."""
        if not self.accepts(sign):
            raise self._broken()

    def key(self) -> str:
        """A member's name and its colon."""
        key = self.value()
        if type(key) is not str:
            raise self._broken()
        self.expect(":")
        return key

    def value(self) -> Any:
        """The next element, whole."""
        self._next()
        while True:
            try:
                element, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                cut = error.msg.startswith("Unterminated") or error.pos >= len(self._text) - _NEAR_END
                if self._ended or not cut:
                    raise self._broken() from error
            except RecursionError as error:
                raise self._too_much() from error
            else:
                # A number at the very end of the buffer may go on.
                if end < len(self._text) or self._ended:
                    escaped = "\\u" in self._text[self._at : end]
                    self._at = end
                    return plain_all(element) if escaped else element
            self._more()

    def _next(self) -> str:
        while True:
            while self._at < len(self._text):
                sign = self._text[self._at]
                if sign not in _BLANK:
                    return sign
                self._at += 1
            if self._ended:
                return ""
            self._more()

    def _more(self) -> None:
        rest = self._text[self._at :]
        if len(rest) > self._limit:
            raise self._too_much()
        # As much again as there is: an element is decoded again at most a few times.
        piece = self._stream.read(max(PIECE, len(rest)))
        self._ended = not piece
        self._text, self._at = rest + self._decoded(piece), 0

    def _decoded(self, piece: bytes) -> str:
        try:
            return self._decoder.decode(piece, final=self._ended)
        except UnicodeDecodeError as error:
            raise UnreadableFile(
                "file.wrong_encoding", f"{self._name} is not in UTF-8, as JSON must be.", file=self._name
            ) from error

    def _broken(self) -> UnreadableFile:
        shown = self._text[self._at : self._at + 40]
        return UnreadableFile(
            "file.broken_json", f"{self._name} is not complete JSON; it breaks near: {shown!r}.", file=self._name
        )

    def _too_much(self) -> UnreadableFile:
        return UnreadableFile(
            "file.too_deep_or_long",
            f"{self._name} nests too deep, or one of its elements is longer than {self._limit // MEGABYTE} MB.",
            file=self._name,
        )


def _encoding(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    return "utf-8-sig"
