"""Tell a file's format from its first bytes; its name only breaks ties."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Final

from hansei.analytics.reading.raw import UnreadableFile, opened

HEAD: Final = 1 << 16
OBJECTS: Final = "ocel_objects_csv"  # the objects, or their links, beside an OCEL CSV
_OCEL_JSON: Final = re.compile(r'"(ocel:[a-zA-Z-]+|objectTypes|eventTypes)"\s*:')


def sniff(path: Path) -> str:
    """Return csv, xlsx, xls, zip, json_lines, json_array, xes, ocel_json, ocel_xml, ocel_sqlite or ocel_csv.

    Raises UnreadableFile when the file is empty or of a kind nothing can be read from.
    """
    with opened(path) as file:
        head = file.read(HEAD)
    if not head.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise UnreadableFile("file.empty", f"{path.name} is empty.", file=path.name)
    return _binary_format(path, head) or _text_format(path, head)


def _binary_format(path: Path, head: bytes) -> str | None:
    if head.startswith(b"SQLite format 3\x00"):
        return "ocel_sqlite"
    if head.startswith(b"PK\x03\x04"):
        return _zip_format(path)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "xls"
    if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\x7fELF", b"MZ\x90", b"PAR1", b"7z\xbc\xaf", b"Rar!")):
        raise UnreadableFile(
            "file.unknown_format", f"{path.name} is not a table, a log or a workbook that can be read.", file=path.name
        )
    return None


def _zip_format(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError):
        # A workbook packed once more (gz): only workbooks are packed like that in practice.
        return "xlsx"
    return "xlsx" if any(name.startswith("xl/") for name in names) else "zip"


def _text_format(path: Path, head: bytes) -> str:
    encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = head.decode(encoding, "replace").lstrip("\ufeff \t\r\n\x00")
    if text.startswith("<"):
        return _xml_format(path, text)
    if text.startswith("{"):
        return "ocel_json" if _OCEL_JSON.search(text) else "json_lines"
    if text.startswith("[") and re.match(r"\[\s*[{\]]", text):
        return "json_array"
    header = text.split("\n", 1)[0].lower()
    if "ocel:oid" in header and "ocel:eid" not in header:
        return OBJECTS
    if header.lstrip('"').startswith("ocel:") or "ocel:eid" in header:
        return "ocel_csv"
    return "csv"


def _xml_format(path: Path, text: str) -> str:
    start = text[:4096]
    if re.search(r"<log[\s>]", start):
        # OCEL in XML also starts with <log>; it declares itself by its types or global scopes, not by any value.
        declared = r'<(?:object|event)(?:-type)?s[\s>]|scope="object"|key="(?:object-types|ocel\.standard)"'
        return "ocel_xml" if re.search(declared, start) else "xes"
    if "<!DOCTYPE html" in start or "<html" in start:
        raise UnreadableFile(
            "file.web_page", f"{path.name} is a web page, not an export: sign in and download it again.", file=path.name
        )
    if "<!DOCTYPE" in start or "<!ENTITY" in start:
        return "xes"  # whose reader refuses entities
    raise UnreadableFile("file.unknown_format", f"{path.name} is XML, but neither XES nor OCEL.", file=path.name)
