"""Writing the seven pages of an improvement, taking part in it, and thanking for it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks import lifecycle
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Outdated, Refusal
from hansei.kernel.models import Account, Revision
from hansei.kernel.records import source_of
from hansei.rooms.improvement.events import Celebrated, StepWritten, TookPart
from hansei.rooms.improvement.kinds import SEE, WORK
from hansei.rooms.improvement.models import Baseline, Celebration, Improvement, Participant, Step, StepPage

LONGEST = 20_000


def kept_text(act: Act, record: int | None, field: str, text: str) -> Revision:
    """Keep what somebody wrote beside a record; refuse an empty or endless text."""
    said = text.strip()
    if not said:
        raise Refusal("text.empty", _("Write it down first; an empty text says nothing."))
    if len(said) > LONGEST:
        raise Refusal("text.too_long", _("A text holds %(n)s characters; shorten it.") % {"n": LONGEST})
    return Revision.objects.create(object_id=record, field=field, text=said, author=act.by, at=act.at)


@action("improvement.write_step", label=gettext_lazy("Write a page"), on="improvement", right=WORK)
def write_step(act: Act, *, pk: int, step: str, text: str, seen: int, cites: int | None = None) -> bool:
    """Write one of the seven pages over the text `seen`; “where are we now” cites a frozen baseline, or stays open.

    Returns whether the page is complete by now.
    """
    found = act.claim(Improvement, pk, WORK)
    lifecycle.refuse_unless_open(found)
    if step not in Step.values:
        raise NotFound("improvement.no_step", _("There is no such step."))
    page = StepPage.objects.filter(improvement=found, step=step).first()
    if seen != (page.text_id if page else 0):
        raise Outdated(
            "record.outdated", _("Somebody changed this after you opened it. Compare both texts, then save again.")
        )
    baseline = _cited(found, step, cites)
    kept = kept_text(act, pk, f"step.{step}", text)
    page = page or StepPage(improvement=found, step=step)
    page.text, page.cites, page.by, page.at = kept, baseline, act.by, act.at
    page.save()
    act.record(
        StepWritten(record=pk, step=step, text=kept.pk, cites=baseline.pk if baseline else None),
        source=source_of(found),
    )
    return step != Step.WHERE_NOW or baseline is not None


def _cited(found: Improvement, step: str, cites: int | None) -> Baseline | None:
    if cites is None or step != Step.WHERE_NOW:
        return None
    baseline = found.baselines.filter(pk=cites).first()
    if baseline is None:
        raise NotFound("improvement.no_such_baseline", _("This improvement has no such baseline."))
    if not baseline.is_intact:
        raise Refusal(
            "improvement.broken_baseline",
            _("The frozen baseline is not what was sealed. Tell your administrator."),
        )
    return baseline


@action("improvement.take_part", label=gettext_lazy("Take part"), on="improvement", right=SEE)
def take_part(act: Act, *, pk: int, takes_part: bool = True) -> bool:
    """Take part in an improvement, or no longer. Returns whether that is new."""
    found = act.claim(Improvement, pk, SEE)
    lifecycle.refuse_unless_open(found)
    if act.by is None:
        raise Refusal("improvement.nobody", _("Only a person takes part."))
    return join(act, found, act.by, takes_part=takes_part)


def join(act: Act, found: Improvement, account: Account, *, takes_part: bool = True) -> bool:
    """Note that somebody takes part in a claimed improvement, or no longer does."""
    there = Participant.objects.filter(improvement=found, account=account)
    if there.exists() == takes_part:
        return False
    if takes_part:
        Participant.objects.create(improvement=found, account=account, since=act.at)
    else:
        there.delete()
    act.record(TookPart(record=found.pk, account=account.pk, takes_part=takes_part), source=source_of(found))
    return True


@action("improvement.celebrate", label=gettext_lazy("Say thanks"), on="improvement", right=SEE)
def celebrate(act: Act, *, pk: int, text: str) -> None:
    """Say thanks for an improvement that is verified or closed; everybody in the register reads it."""
    found = act.claim(Improvement, pk, SEE)
    if found.state not in ("verified", "closed"):
        raise Refusal("improvement.too_early", _("Celebrate when it is verified; until then nobody knows how it ends."))
    kept = kept_text(act, pk, "thanks", text)
    Celebration.objects.create(improvement=found, text=kept, by=act.by, at=act.at)
    act.record(Celebrated(record=pk, text=kept.pk), source=source_of(found))
