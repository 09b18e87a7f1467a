"""What a collector has brought, step by step, on its record page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from hansei.kernel import rights
from hansei.kernel.errors import NotYet
from hansei.rooms.measures import collecting
from hansei.rooms.measures.models import Collector
from hansei.ui.pages import reader


def section(request: HttpRequest, found: Any) -> SafeString | str:
    """Its steps with the gaps, and a line to note why one stayed empty."""
    assert isinstance(found, Collector)
    context: dict[str, Any] = {"record": found}
    context["may_work"] = rights.allowed(reader(request), "measures.work", found.identity)
    try:
        context["line"] = collecting.line_of(found, timezone.localdate())
    except NotYet:
        context["is_counting"] = True
    return SafeString(render_to_string("measures/collector_card.html", context, request))
