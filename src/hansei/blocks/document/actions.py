"""The only writer of templates."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.document import kinds, layouts
from hansei.blocks.document.events import TemplateSaved
from hansei.blocks.document.layouts import PLACEHOLDER, TEMPLATES, TemplateKind
from hansei.blocks.document.models import TemplateVersion
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Outdated, Refusal
from hansei.kernel.models import Revision
from hansei.ui import words

LONGEST_TITLE, LONGEST_TEXT = 200, 5000


@action("template.save", label=gettext_lazy("Save as a new version"), right=kinds.TEMPLATES)
def save_template(act: Act, *, template: str, version: int, content: dict[str, Any]) -> int:
    """Write a new version of a document's template over the one that was read; return its number."""
    kind = kind_of(template)
    newest, now = layouts.content_of(template)
    if version != newest:
        raise Outdated(
            "template.outdated",
            _("Somebody saved version %(number)s meanwhile. Compare both, then save again.")
            % {"number": words.number(newest)},
            version=newest,
        )
    asked = checked(kind, content)
    if asked == now:
        return newest
    written = Revision.objects.create(
        field="template.content", text=json.dumps(asked, ensure_ascii=False), author=act.by, at=act.at
    )
    try:
        with transaction.atomic():
            TemplateVersion.objects.create(template=template, number=newest + 1, content=written, at=act.at, by=act.by)
    except IntegrityError:
        raise Outdated("template.outdated", _("Somebody saved a version meanwhile. Open the template again.")) from None
    act.record(TemplateSaved(template=template, number=newest + 1, content=written.pk))
    return newest + 1


def kind_of(code: str) -> TemplateKind:
    if code not in TEMPLATES:
        raise NotFound("template.not_found", _("There is no such template."))
    return TEMPLATES[code]


def checked(kind: TemplateKind, content: dict[str, Any]) -> dict[str, Any]:
    """The content as it is kept, or refuse: every section once, required ones in, texts short, placeholders known."""
    sections = content.get("sections", [])
    codes = [each.get("code") for each in sections]
    if sorted(map(str, codes)) != sorted(each.code for each in kind.slots):
        raise Refusal("template.sections", _("A template names each of its sections once."))
    kept = []
    for each in sections:
        slot = kind.slot(each["code"])
        assert slot is not None, "compared above"
        if slot.required and not each.get("on"):
            raise Refusal("template.required", _("“%(section)s” cannot be left out.") % {"section": slot.title})
        titles, texts = (
            _texts(each.get("title", {}), LONGEST_TITLE, {}),
            _texts(each.get("text", {}), LONGEST_TEXT, kind.placeholders),
        )
        kept.append({"code": slot.code, "on": bool(each.get("on")), "title": titles, "text": texts})
    return {"preface": _texts(content.get("preface", {}), LONGEST_TEXT, kind.placeholders), "sections": kept}


def _texts(given: Any, longest: int, placeholders: Any) -> dict[str, str]:
    languages = {code for code, _name in settings.LANGUAGES}
    found = {code: str(text).strip() for code, text in dict(given).items() if code in languages and str(text).strip()}
    for text in found.values():
        if len(text) > longest:
            raise Refusal("template.too_long", _("A text of a template has %(n)s characters at most.") % {"n": longest})
        unknown = [name for name in PLACEHOLDER.findall(text) if name not in placeholders]
        if unknown:
            known = words.listed(f"{{{name}}}" for name in placeholders) or _("none")
            raise Refusal(
                "template.placeholder",
                _("“{%(name)s}” stands for nothing here. Known: %(known)s.") % {"name": unknown[0], "known": known},
            )
    return found
