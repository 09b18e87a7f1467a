"""Records that a page names beside its own, as its reader may see them."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hansei.blocks.register.declaration import REGISTERS
from hansei.blocks.register.values import title_of
from hansei.kernel import seeing
from hansei.kernel.models import Identity
from hansei.kernel.records import Record, may_see
from hansei.ui.pages import reader

register = template.Library()


@register.simple_tag(takes_context=True)
def related(
    context: template.Context, found: Record | Identity | None, part: str = "", at: str = ""
) -> SafeString | str:
    """A link to a record by its number and title, or that there is one which the reader may not see.

    Of an identity alone its number. `part`: "key" or "title" alone. `at`: the place on its page.
    """
    if found is None:
        return "–"
    identity = found if isinstance(found, Identity) else found.identity
    account = reader(context["request"])
    if not may_see(account, identity):
        return format_html('<span class="h-mute">{}</span>', seeing.UNSEEN)
    declared = REGISTERS[str(identity.kind)]
    key, title = identity.key, "" if isinstance(found, Identity) else title_of(account, found)
    said = {"key": key, "title": title}.get(part, f"{key} {title}".strip())
    address = reverse(f"{declared.namespace}:record", args=[found.pk]) + at
    return format_html('<a href="{}" translate="no">{}</a>', address, said)
