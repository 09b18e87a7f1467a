"""What this block does when a person is erased: the address of a mail that did not get through goes."""

from __future__ import annotations

from hansei.blocks.survey.models import SurveyMail
from hansei.kernel.erasure import Erasing, eraser, rewriting

rewriting.wipe_too("survey_surveymail")


@eraser
def erase(erasing: Erasing) -> None:
    """Take addresses away; what still waits to be mailed to them is not needed any more."""
    for mail in SurveyMail.objects.exclude(email="").iterator(chunk_size=500):
        if erasing.finder.text(mail.email) != mail.email:
            erasing.report()
            SurveyMail.objects.filter(pk=mail.pk).update(email="")
