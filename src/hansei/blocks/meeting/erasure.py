"""What this block does when a person is erased: outside people's addresses go.

Names and minutes are revisions, owners are accounts: both are rewritten for every part alike.
"""

from __future__ import annotations

from hansei.blocks.meeting.models import MeetingMail, Participant
from hansei.kernel.erasure import Erasing, eraser, rewriting

rewriting.wipe_too("meeting_participant", "meeting_meetingmail")


@eraser
def erase(erasing: Erasing) -> None:
    """Take away the address of an outside person whose name or address is the erased one's."""
    for each in Participant.objects.exclude(email="").iterator(chunk_size=500):
        if erasing.finder.text(each.email) != each.email:
            erasing.report()
            Participant.objects.filter(pk=each.pk).update(email="")
    for mail in MeetingMail.objects.exclude(email="").iterator(chunk_size=500):
        if erasing.finder.text(mail.email) != mail.email:
            erasing.report()
            MeetingMail.objects.filter(pk=mail.pk).update(email="", account=None)
