"""Write minutes paragraph by paragraph, so that several people type at once and lose nothing; sign and send them."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.meeting import queries
from hansei.blocks.meeting.actions import inviting
from hansei.blocks.meeting.actions.acknowledging import ask
from hansei.blocks.meeting.actions.claiming import claimed, refuse_cancelled, words
from hansei.blocks.meeting.content import mark_of
from hansei.blocks.meeting.events import MinutesSent, MinutesSigned, ParagraphWithdrawn, ParagraphWritten
from hansei.blocks.meeting.merging import merged
from hansei.blocks.meeting.models import Meeting, Paragraph, ParagraphVersion, SignedMinutes
from hansei.kernel import seeing
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Outdated, Refusal


@action("meeting.write_paragraph", label=gettext_lazy("Write into the minutes"))
def write_paragraph(
    act: Act,
    *,
    record: int,
    text: str,
    paragraph: int = 0,
    seen: int = 0,
    section: str = "",
    kind: str = Paragraph.Kind.NOTE,
) -> int:
    """Write a paragraph or a decision, or change one (`paragraph`) of which the version `seen` was read.

    What somebody else wrote into the same paragraph meanwhile is put together with this where the changes do not
    touch; where they do, nothing is written and both texts are shown. Returns the paragraph's number.
    """
    found = claimed(act, record)
    refuse_cancelled(found)
    if kind not in Paragraph.Kind.values:
        raise Refusal("paragraph.kind", _("Minutes hold notes and decisions."))
    if not paragraph:
        return _new(act, found, text, section[:40], kind)
    return _changed(act, found, _one(found, paragraph), text, seen)


def _new(act: Act, meeting: Meeting, text: str, section: str, kind: str) -> int:
    said = words(act, meeting.pk, "meeting.minutes", text)
    made = Paragraph.objects.create(meeting=meeting, section=section, kind=kind, text=said)
    _keep(act, meeting, made, is_merged=False)
    return made.pk


def _changed(act: Act, meeting: Meeting, stands: Paragraph, text: str, seen: int) -> int:
    now = stands.text.text
    wanted = text.strip()
    if seen != stands.version:
        read = stands.versions.filter(version=seen).select_related("text").first()
        both = merged(read.text.text, wanted, now) if read is not None and not stands.is_withdrawn else None
        if both is None:
            raise Outdated(
                "paragraph.outdated",
                _("Somebody else changed this paragraph meanwhile. Both texts are shown; save the one that holds."),
                now=now,
                mine=wanted,
                seen=stands.version,
                paragraph=stands.pk,
            )
        wanted = both
    if wanted == now and not stands.is_withdrawn:
        return stands.pk
    is_merged = wanted != text.strip()
    stands.text = words(act, meeting.pk, "meeting.minutes", wanted)
    stands.version += 1
    stands.is_withdrawn = False
    stands.save(update_fields=["text", "version", "is_withdrawn"])
    _keep(act, meeting, stands, is_merged=is_merged)
    return stands.pk


def _keep(act: Act, meeting: Meeting, stands: Paragraph, *, is_merged: bool) -> None:
    ParagraphVersion.objects.create(paragraph=stands, version=stands.version, text=stands.text)
    act.record(
        ParagraphWritten(
            record=meeting.pk,
            paragraph=stands.pk,
            section=stands.section,
            paragraph_kind=stands.kind,
            version=stands.version,
            text=stands.text.pk,
            is_merged=is_merged,
        )
    )


@action("meeting.withdraw_paragraph", label=gettext_lazy("Take out of the minutes"))
def withdraw_paragraph(act: Act, *, record: int, paragraph: int, seen: int) -> None:
    """Take a paragraph out, as it was read; one that changed meanwhile stays and is shown."""
    found = claimed(act, record)
    stands = _one(found, paragraph)
    if stands.is_withdrawn:
        return
    if stands.version != seen:
        raise Outdated(
            "paragraph.outdated",
            _("Somebody else changed this paragraph meanwhile. Read it again before you take it out."),
            now=stands.text.text,
            mine="",
            seen=stands.version,
            paragraph=stands.pk,
        )
    stands.is_withdrawn = True
    stands.save(update_fields=["is_withdrawn"])
    act.record(ParagraphWithdrawn(record=record, paragraph=paragraph))


@action("meeting.sign_minutes", label=gettext_lazy("Sign the minutes"))
def sign_minutes(act: Act, *, record: int, seen: str) -> None:
    """Answer for the minutes as they stand: this is what their next issue says, and nothing else.

    `seen` is the mark (`queries.mark_of`) of what the signer read; what somebody wrote since is not signed unread.
    """
    found = claimed(act, record)
    if found.begun_at is None:
        raise Refusal("meeting.not_begun", _("Begin the meeting first."))
    if not _standing(found):
        raise Refusal("minutes.empty", _("Write the minutes first: there is nothing to sign."))
    content = queries.content_of(found)
    if mark_of(content) != seen:
        raise Outdated("minutes.outdated", _("The minutes changed after you opened them. Read them again, then sign."))
    found.signed_by, found.signed_at = act.by, act.at
    found.save(update_fields=["signed_by", "signed_at"])
    told = {"content": content, "signed_by": act.by, "signed_at": act.at}
    signed, _is_new = SignedMinutes.objects.update_or_create(meeting=found, issue=found.issue + 1, defaults=told)
    act.record(MinutesSigned(record=record, issue=signed.issue, seal=signed.seal))


@action("meeting.send_minutes", label=gettext_lazy("Send the minutes"))
def send_minutes(act: Act, *, record: int, issue: int) -> int:
    """Give the signed minutes out as their next issue, also by mail; who may see them here is asked to acknowledge.

    `issue` is the one that whoever sends saw come next; where it went out already, nothing more goes out. Returns the
    issue that went out last.
    """
    found = claimed(act, record)
    if issue <= found.issue:
        return found.issue
    if found.ended_at is None:
        raise Refusal("meeting.not_ended", _("End the meeting first."))
    signed = queries.signed_last(found)
    if signed is None:
        raise Refusal("minutes.unsigned", _("Sign the minutes first: somebody answers for what they say."))
    if not queries.stands_as_signed(found):
        raise Refusal("minutes.changed", _("The minutes changed after they were signed. Sign them again."))
    found.issue += 1
    if signed.issue < found.issue:  # the same once more
        told = {"content": signed.content, "signed_by": signed.signed_by, "signed_at": signed.signed_at}
        SignedMinutes.objects.create(meeting=found, issue=found.issue, **told)
    found.sent_at = found.sent_at or act.at
    found.save(update_fields=["issue", "sent_at"])
    people = list(found.participants.values_list("account_id", flat=True))
    known = seeing.among_readers(found.identity, [each for each in people if each is not None])
    act.record(MinutesSent(record=record, issue=found.issue, people=len(people)))
    if known:
        ask(act, record=record, subject=f"minutes:{record}", version=found.issue, accounts=known)
    inviting.mail_minutes(act, found)
    return found.issue


def _standing(found: Meeting) -> bool:
    return found.paragraphs.filter(is_withdrawn=False).exists()


def _one(found: Meeting, paragraph: int) -> Paragraph:
    rows = found.paragraphs.select_related("text").select_for_update(of=("self",))
    one = rows.filter(pk=paragraph).first()
    if one is None:
        raise NotFound("paragraph.not_found", _("There is no such paragraph."))
    return one
