"""Stream XML that somebody else wrote: no document type, no entities, no network, no tree in memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from lxml import etree

from hansei.analytics.reading.raw import CHUNK, LIMITS, Limits, UnreadableFile, opened

# libxml2 speaks of these when a limit of its own was hit (depth 256, one value of 10 MB, entity growth).
_LIMIT_WORDS: Final = (
    "excessive depth",
    "huge",
    "too long",
    "amplification",
    "resource limit",
    "entity reference loop",
)
VALUE_LIMIT: Final = 10_000_000
# The deepest real log nests 7 tags. libxml2 bounds the depth of trees, which we do not build.
DEPTH_LIMIT: Final = 200
_ENCODING_WORDS: Final = ("not proper utf-8", "encoding", "invalid bytes", "input conversion")


class Markup:
    """What a parser does with each tag. Subclasses define `opens`, `closes` and, where wanted, `text`.

    Tag names come without their namespace: many tools forget to declare one.
    """

    def __init__(self, name: str) -> None:
        self.file = name
        self._local: dict[str, str] = {}
        self._depth = 0

    def opens(self, tag: str, attributes: Any) -> None:
        """A tag opens."""
        raise NotImplementedError

    def closes(self, tag: str) -> None:
        """A tag closes."""
        raise NotImplementedError

    def text(self, piece: str) -> None:
        """A piece of text between tags; one text may come in several pieces."""

    # The names lxml calls.
    def start(self, tag: Any, attributes: Any) -> None:
        self._depth += 1
        if self._depth > DEPTH_LIMIT:
            raise UnreadableFile(
                "file.too_deep_or_long", f"{self.file} nests its tags more than {DEPTH_LIMIT} deep.", file=self.file
            )
        self.opens(self._local.get(tag) or self._learn(tag), attributes)

    def end(self, tag: Any) -> None:
        self._depth -= 1
        self.closes(self._local.get(tag) or self._learn(tag))

    def data(self, piece: Any) -> None:
        self.text(piece)

    def comment(self, piece: Any) -> None:
        return None

    def doctype(self, *declared: Any) -> None:
        # It comes before any entity could be expanded; no tool that writes XES or OCEL uses one.
        raise UnreadableFile(
            "file.document_type",
            f"{self.file} carries a document type declaration, which a log never needs and which can be used to attack "
            "a reader. Export it again without it.",
            file=self.file,
        )

    def close(self) -> None:
        return None

    def _learn(self, tag: str) -> str:
        return self._local.setdefault(tag, tag.rpartition("}")[2])


def stream_markup(path: Path, handler: Markup, limits: Limits = LIMITS) -> None:
    """Feed a file to a handler, piece by piece. Raises UnreadableFile for what is broken, too deep or a trap."""
    # Only the five entities of XML itself are left to resolve, as a document type is refused. Not resolving
    # at all would hand `&amp;` in an attribute on as `&#38;`.
    parser = etree.XMLParser(
        target=handler,
        no_network=True,
        resolve_entities="internal",  # type: ignore[arg-type]  # the stubs know lxml 4
        load_dtd=False,
        huge_tree=False,
    )
    try:
        with opened(path, limits) as file:
            while piece := file.read(min(CHUNK, 1 << 18)):
                parser.feed(piece)
        parser.close()
    except etree.XMLSyntaxError as error:
        raise _refusal(path.name, error) from error


def _refusal(name: str, error: etree.XMLSyntaxError) -> UnreadableFile:
    said = str(error.msg or error).lower()
    line = error.lineno
    if any(word in said for word in _LIMIT_WORDS):
        return UnreadableFile(
            "file.too_deep_or_long", f"{name} nests too deep or holds a value of over 10 MB (line {line}).", file=name
        )
    if any(word in said for word in _ENCODING_WORDS):
        return UnreadableFile(
            "file.wrong_encoding", f"{name} is not in the encoding that it declares (line {line}).", file=name
        )
    return UnreadableFile(
        "file.broken_markup", f"{name} is not complete XML: it breaks off or is damaged at line {line}.", file=name
    )
