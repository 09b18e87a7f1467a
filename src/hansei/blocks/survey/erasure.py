"""What this block does when a person is erased: addresses of mails go, and names in what was written."""

from __future__ import annotations

from hansei.blocks.ballot import actions as ballots
from hansei.blocks.ballot import queries as waiting
from hansei.blocks.ballot.sealing import Said
from hansei.blocks.survey.answering import LONGEST, REMARKS, REMARKS_SIZE
from hansei.blocks.survey.models import Remark, SurveyMail
from hansei.kernel.erasure import Erasing, eraser, rewriting

rewriting.wipe_too("survey_surveymail", "survey_remark", "ballot_ballot")


@eraser
def erase(erasing: Erasing) -> None:
    """Take addresses away; what still waits to be mailed to them is not needed any more. Put pseudonyms into words."""
    for mail in SurveyMail.objects.exclude(email="").iterator(chunk_size=500):
        if erasing.finder.text(mail.email) != mail.email:
            erasing.report()
            SurveyMail.objects.filter(pk=mail.pk).update(email="", seed="")
    for each in Remark.objects.iterator(chunk_size=500):
        if (text := erasing.finder.text(each.text)[:LONGEST]) != each.text:
            erasing.report()
            Remark.objects.filter(pk=each.pk).update(text=text)

    def without(said: Said) -> Said:
        return {"text": erasing.finder.text(said["text"])[:LONGEST]}

    for box in waiting.boxes(REMARKS):
        erasing.report()
        ballots.rewrite(box, without, size=REMARKS_SIZE)
