"""The readers of templates."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Max, QuerySet

from hansei.blocks.document import kinds
from hansei.blocks.document.layouts import SHIPPED, TEMPLATES
from hansei.blocks.document.models import TemplateVersion
from hansei.kernel import rights
from hansei.kernel.models import Account
from hansei.kernel.queries import query


@dataclass(frozen=True)
class TemplateRow:
    """A template as lists show it."""

    code: str
    name: str
    version: int


@query("document.templates")
def templates(account: Account) -> list[TemplateRow]:
    """Return the kinds of document with the version each is made from, for those who may write them."""
    if not rights.holds(account, kinds.TEMPLATES):
        return []
    saved = dict(TemplateVersion.objects.values_list("template").annotate(newest=Max("number")))
    return [TemplateRow(each.code, str(each.name), saved.get(each.code, SHIPPED)) for each in TEMPLATES.values()]


def versions_of(code: str) -> QuerySet[TemplateVersion]:
    """The saved versions of a template, the newest first."""
    return TemplateVersion.objects.filter(template=code).select_related("by").order_by("-number")
