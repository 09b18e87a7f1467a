"""What a risk needs before it goes on. Each rule refuses with a sentence that says what is missing."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.lifecycle import Guard
from hansei.kernel.models import ObjectLink
from hansei.rooms.governance.models import Decision, Risk, Treatment


def _told(found: Risk) -> str | None:
    if all(each.strip() for each in (found.causes, found.event, found.effects)):
        return None
    return _("Say cause, event and effect: what makes it happen, what happens, what it leads to.")


def _scored(found: Risk) -> str | None:
    return None if found.likelihood else _("Score it: how likely, and how bad.")


def _owner(found: Risk) -> str | None:
    return None if found.owner_id else _("Name an owner.")


def _review(found: Risk) -> str | None:
    return None if found.review_on else _("Set the day of the next review.")


def _treated(found: Risk) -> str | None:
    if not found.treatment:
        return _("Choose a treatment.")
    if found.treatment == Treatment.ACCEPT:
        return _("The treatment is to accept it: go on to “monitored” instead.")
    return None if found.plan.strip() else _("Write what is done, by whom and until when.")


def _residual(found: Risk) -> str | None:
    last = found.scores.order_by("-pk").first()
    return None if last and last.is_residual else _("Score it again with the treatment at work.")


def _accepted(found: Risk) -> str | None:
    return None if found.treatment == Treatment.ACCEPT else _("Choose “accept” as its treatment, or treat it.")


def _not_asked(found: Risk) -> str | None:
    """Over its threshold a risk is not waved through: the owner of the horizon answers first."""
    if found.raised_to and found.escalations.filter(answer="").exists():
        return _("It is over the threshold: the owner of the horizon it was escalated to answers first.")
    return None


def _end(found: Risk) -> str | None:
    if not found.end:
        return _("Choose how it ends.")
    return None if found.end_reason.strip() else _("Give the reason for this end.")


def _options(found: Decision) -> str | None:
    if len({each.strip() for each in found.options.splitlines() if each.strip()}) >= 2:
        return None
    return _("Write at least two options, one a line; leaving things as they are is one.")


def _without(found: Decision) -> str | None:
    if found.without.strip() or ObjectLink.objects.filter(target_id=found.pk, role="without").exists():
        return None
    return _("Say the risk of doing nothing, or link a risk that “is the risk without” this decision.")


def _taken(found: Decision) -> str | None:
    return None if found.chosen.strip() and found.decider_id else _("Decide it on its page.")


def _check_on(found: Decision) -> str | None:
    return None if found.check_on else _("Set the day on which the outcome is looked at.")


def _outcome(found: Decision) -> str | None:
    return None if found.outcome and found.outcome_said.strip() else _("Say how it turned out.")


OPTIONS = Guard("decision.options", gettext_lazy("has two options"), _options)
# Fixed from here: nobody weighs options without the one of doing nothing, and somebody signs for what is decided.
WITHOUT = Guard("decision.without", gettext_lazy("says the risk of doing nothing"), _without, fixed=True)
TAKEN = Guard("decision.taken", gettext_lazy("is decided by somebody"), _taken, fixed=True)
CHECK_ON = Guard("decision.check_on", gettext_lazy("has a day to look at the outcome"), _check_on)
OUTCOME = Guard("decision.outcome", gettext_lazy("says how it turned out"), _outcome, fixed=True)
TOLD = Guard("risk.told", gettext_lazy("says cause, event and effect"), _told)
SCORED = Guard("risk.scored", gettext_lazy("is scored"), _scored)
OWNER = Guard("risk.owner", gettext_lazy("has an owner"), _owner)
REVIEW = Guard("risk.review", gettext_lazy("has a day of review"), _review)
TREATED = Guard("risk.treated", gettext_lazy("has a treatment and a plan"), _treated)
RESIDUAL = Guard("risk.residual", gettext_lazy("is scored with the treatment at work"), _residual)
ACCEPTED = Guard("risk.accepted", gettext_lazy("is to be accepted"), _accepted)
NOT_ASKED = Guard("risk.not_asked", gettext_lazy("waits for no answer to its escalation"), _not_asked, fixed=True)
END = Guard("risk.end", gettext_lazy("says how it ends and why"), _end, fixed=True)
