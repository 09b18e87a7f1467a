"""The six figures as a picture and as lines, and their place on the page of a data set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hansei.kernel import rights
from hansei.kernel.errors import NotYet
from hansei.rooms.measures import information
from hansei.rooms.measures.information import Rated
from hansei.ui import marks, words
from hansei.ui.pages import reader
from hansei.ui.words import information as say


def picture(six: Sequence[Rated]) -> marks.Picture:
    """Each criterion on its own axis; what is not measured has no point."""
    axes = [marks.Axis(say.name(each.code), each.value, written(each)) for each in six]
    return marks.radar(axes, _("Information quality"))


def written(each: Rated) -> str:
    """The share in words; not measured where there is none."""
    return _("not measured") if each.value is None else words.share(each.value)


def table_of(six: Sequence[Rated]) -> list[dict[str, Any]]:
    """A line a criterion: its figure, of how many, what is counted, and what it rests on."""
    return [
        {
            "code": each.code,
            "name": say.name(each.code),
            "value": each.value,
            "written": written(each),
            "good": each.good if each.n else None,
            "n": each.n or None,
            "meaning": say.meaning(each.code),
            "basis": basis(each),
            "may_enter": bool(each.reason) or each.check is not None,
        }
        for each in six
    ]


def basis(each: Rated) -> str:
    """What a figure rests on, or why there is none."""
    if each.check is not None:
        said = {"basis": each.check.basis, "day": words.of_day(each.check.at)}
        return _("entered on %(day)s: %(basis)s") % said
    return say.why_not(each.reason) if each.reason else _("from the data")


def section(request: HttpRequest, data_set: Any) -> SafeString | str:
    """The six on the page of a data set, with the way to what is wrong."""
    if not rights.holds(reader(request), "mining.see"):
        return ""
    context: dict[str, Any] = {"data_set": data_set}
    try:
        context["picture"] = picture(information.of(data_set))
    except NotYet:
        context["is_counting"] = True
    return SafeString(render_to_string("measures/information_part.html", context, request))
