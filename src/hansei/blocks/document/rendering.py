"""From a description to a page or a file: in the language asked for, whoever reads the site in which one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _

from hansei.blocks.document.cleaning import cleaned
from hansei.blocks.document.description import Document
from hansei.kernel.errors import Refusal

Make = Callable[[], Document]
LANGUAGES: Final = tuple(code for code, _name in settings.LANGUAGES)
TYPES: Final = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FORMS: Final = tuple(TYPES)


@dataclass(frozen=True)
class File:
    """A document as a file."""

    name: str
    content_type: str
    content: bytes


def rendered(make: Make, form: str, *, language: str, base: str, zone: str = "") -> File:
    """Return the document that `make` describes as html, pdf, docx or xlsx.

    `make` is called while `language` is active, and `zone` where one is given. Links of the file lead to `base`.
    """
    if form not in TYPES or language not in LANGUAGES:
        raise Refusal("document.unknown_form", _("A document comes as HTML, PDF, DOCX or XLSX, in a language of ours."))
    here = timezone.override(ZoneInfo(zone)) if zone else timezone.override(timezone.get_current_timezone())
    with translation.override(language), here:
        made = cleaned(replace(make(), language=language))
        return File(f"{slugify(made.name) or 'document'}.{form}", TYPES[form], _written(made, form, base))


def _written(made: Document, form: str, base: str) -> bytes:
    # Each is loaded when somebody first wants it: none of them is small.
    if form == "xlsx":
        from hansei.blocks.document import workbook

        return workbook.written(made, base)
    if form == "docx":
        from hansei.blocks.document import word

        return word.written(made, base)
    from hansei.blocks.document import printing

    return printing.pdf(made, base) if form == "pdf" else printing.html(made, base).encode()


def body(made: Document) -> SafeString:
    """The document as a part of a page, in the language that is active; the page loads document/document.css."""
    shown = cleaned(replace(made, language=translation.get_language() or "en"))
    return render_to_string("document/body.html", {"document": shown, "on_page": True, "base": ""})


def asked_for(request: HttpRequest) -> tuple[str, str] | None:
    """The form and language in which `?document=pdf&language=ru` asks for this page's document, else None."""
    form = request.GET.get("document", "")
    language = request.GET.get("language") or translation.get_language() or "en"
    return (form, language) if form in TYPES and language in LANGUAGES else None


def answer(file: File) -> HttpResponse:
    """Answer with the file, to be saved."""
    response = HttpResponse(file.content, content_type=file.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    # A file opened on its own carries its colours in a style element; nothing in it may run or load.
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response
