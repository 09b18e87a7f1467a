"""The choice test: is a person's behaviour or their result the right thing to look at, or neither?"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

QUESTIONS: Final[dict[str, Text]] = {
    "link": _("Is there a clear link from what a person does to the result?"),
    "near": _("Does the result follow soon, rather than long afterwards?"),
    "controlled": _("Can the person control the result, rather than luck or other teams?"),
    "skilled": _("Has the person the skills that it takes?"),
}
VERDICTS: Final[dict[str, Text]] = {
    "train": _("Measure neither: the skills are missing. Train first."),
    "result": _("The result may be looked at."),
    "behaviour": _("Look at behaviour, not at the result: it is far off, unclear or not in the person’s hands."),
}


def verdict(answers: Collection[str]) -> str:
    """What fits, from the questions that were answered with yes: result, behaviour, or train first.

    >>> verdict(["link", "near", "controlled", "skilled"]), verdict(["skilled"]), verdict(["link", "near"])
    ('result', 'behaviour', 'train')
    """
    if "skilled" not in answers:
        return "train"
    return "result" if set(QUESTIONS) <= set(answers) else "behaviour"
