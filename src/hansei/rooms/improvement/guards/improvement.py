"""What an improvement needs before it goes on. Each rule refuses with a sentence that says what is missing."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.lifecycle import Guard
from hansei.rooms.improvement.models import End, Improvement, Verdict
from hansei.ui import words

UNANSWERED = ("", Verdict.CANNOT_TELL_YET)
# End -> the answer it needs.
NEEDS = {
    End.EFFECTIVE: Verdict.BETTER,
    End.TARGET_MISSED: Verdict.BETTER,
    End.NO_EFFECT: Verdict.NO_MATERIAL_CHANGE,
    End.WORSE_ROLLED_BACK: Verdict.WORSE,
    End.WORSE_KEPT: Verdict.WORSE,
}
# Ends that somebody decides: the reason belongs to the record.
DECIDED = (End.WORSE_ROLLED_BACK, End.WORSE_KEPT, End.WITHOUT_PROOF, End.WITHDRAWN)


def _owner(found: Improvement) -> str | None:
    return None if found.owner_id else _("Name an owner.")


def _measure(found: Improvement) -> str | None:
    if found.data_set is None:
        return _("Choose the data set whose cases are counted.")
    return None if found.rule.get("where") else _("Say which cases count.")


def _plan(found: Improvement) -> str | None:
    if found.target_percent is None:
        return _("Set a target.")
    return None if found.intervention_on else _("Set the date of the intervention.")


def _baseline(found: Improvement) -> str | None:
    baseline = found.baseline
    if baseline is None:
        return _("Freeze the baseline first.")
    if baseline.measure != found.measure or baseline.unit != found.unit:
        return _("The measure changed after the baseline was frozen; freeze a new one.")
    return None if baseline.is_intact else _("The frozen baseline is not what was sealed. Tell your administrator.")


def _frozen_first(found: Improvement) -> str | None:
    baseline = found.baseline
    if baseline is None or found.intervention_on is None:
        return None  # other rules say what is missing
    return too_early(found.intervention_on, baseline.known_until)


def too_early(day: date, known_until: date) -> str | None:
    """Say why a change cannot work from this day on where the baseline was frozen from data up to another."""
    if known_until < day:
        return None
    days = {"known": words.of_day(known_until), "day": words.of_day(day)}
    return (
        _(
            "The baseline is frozen from data up to %(known)s; an intervention on %(day)s does not come after it. "
            "Set a day after %(known)s."
        )
        % days
    )


def _answer(found: Improvement) -> str | None:
    return None if found.last_answer else _("Compute the before/after answer first.")


def _end(found: Improvement) -> str | None:
    if not found.end:
        return _("Choose how it ends.")
    given = found.last_answer
    verdict = given.verdict if given else ""
    wanted = NEEDS.get(End(found.end))
    if wanted is not None and (verdict != wanted or found.state != "verified"):
        if found.state != "verified" or not verdict:
            return _("This end needs a before/after answer: verify first.")
        names = {"wanted": Verdict(wanted).label, "given": Verdict(verdict).label}
        return _("This end needs the answer “%(wanted)s”; the answer is “%(given)s”.") % names
    return _target(found) or _open_end(found, verdict) or _reason(found)


def _target(found: Improvement) -> str | None:
    given = found.last_answer
    reached = given.target_reached if given else None
    if found.end == End.EFFECTIVE and reached is not True:
        return _("“Effective” needs the target reached; it was not.")
    if found.end == End.TARGET_MISSED and reached is not False:
        return _("The target was reached or cannot be judged; “target missed” does not hold.")
    return None


def _open_end(found: Improvement, verdict: str) -> str | None:
    if found.end in (End.WITHOUT_PROOF, End.WITHDRAWN) and verdict not in UNANSWERED:
        return _("There is an answer: “%(given)s”. Close with the end it supports.") % {"given": Verdict(verdict).label}
    if found.end == End.WITHOUT_PROOF and found.state not in ("in_work", "verified"):
        return _("Nothing was done yet: withdraw it, or start the work.")
    return None


def _reason(found: Improvement) -> str | None:
    if End(found.end) in DECIDED and not found.end_reason.strip():
        return _("Give the reason for this end.")
    return None


OWNER = Guard("improvement.owner", gettext_lazy("has an owner"), _owner)
MEASURE = Guard("improvement.measure", gettext_lazy("says which cases count"), _measure)
# Fixed: target, frozen baseline and answer are the proof; nothing ends without it.
PLAN = Guard("improvement.plan", gettext_lazy("has a target and a date"), _plan, fixed=True)
BASELINE = Guard("improvement.baseline", gettext_lazy("has a frozen baseline"), _baseline, fixed=True)
FROZEN_FIRST = Guard(
    "improvement.frozen_first", gettext_lazy("baseline frozen before the intervention"), _frozen_first, fixed=True
)
ANSWER = Guard("improvement.answer", gettext_lazy("has an answer"), _answer, fixed=True)
END = Guard("improvement.end", gettext_lazy("the answer supports the end"), _end, fixed=True)
