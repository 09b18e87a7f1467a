"""The demonstration's culture of improving: hours set aside, duties of roles, nominations, thanks, a plan, a report."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from hansei.analytics.demonstration import STEPS
from hansei.kernel import demonstration, links
from hansei.kernel.demonstration import Progress, account_of, act_of, records_of, version_of
from hansei.kernel.models import Account, Revision
from hansei.rooms.improvement import actions
from hansei.rooms.improvement.actions import papers
from hansei.rooms.improvement.models import (
    Improvement,
    Kata,
    Nomination,
    Plan,
    ReservedTime,
    RoleDuty,
)

# Hours set aside and used, the latest month first.
TEAMS: Final = {
    "Northwind: network": ((24, 20), (24, 26), (24, 12), (20, 18)),
    "Northwind: workplace": ((16, 6), (16, 9), (16, 11), (16, 4)),
}
ROLES: Final = {
    "Team lead of the network": "Keeps four hours a week free for improving, and coaches a colleague at a storyboard.",
    "Service desk analyst": "Writes down what comes back, and proposes one improvement a quarter.",
}
WORDS: Final = ("team", "role", "role_duty", "nomination")  # texts that belong to no record


def load(by: Account, progress: Progress, day: date) -> None:
    """On the company's last day; after a kill, what is missing."""
    if day != STEPS[-1]:
        return
    if not ReservedTime.objects.filter(team__in=TEAMS).exists():
        _hours(day)
    if not Revision.objects.filter(field="role", author=account_of("manager")).exists():
        for role, duty in ROLES.items():
            actions.note_role_duty(act_of("manager", day, ago=120), role=role, duty=duty)
    done = records_of(Improvement).filter(state="closed", end="effective").order_by("pk").first()
    if done is not None and not done.celebrations.exists():
        _celebrate(done, day)
    judged = records_of(Improvement).filter(state="verified").order_by("pk").first()
    if judged is not None and not records_of(Plan).exists():
        _papers(judged, day)


def _hours(day: date) -> None:
    for team, months in TEAMS.items():
        month = day.replace(day=1)
        for reserved, used in months:
            act = act_of("manager", day, 16)
            actions.reserve_time(act, month=month, team=team, reserved=Decimal(reserved), used=Decimal(used))
            month = (month - timedelta(days=1)).replace(day=1)


def _celebrate(found: Improvement, day: date) -> None:
    """Thanks, one nomination that everybody reads and one that waits; and the storyboard's improvement."""
    said = "Nobody at home has called about a lost connection for weeks. Thanks to all who gave their weekend."
    actions.celebrate(act_of("admin", day, 12), pk=found.pk, text=said)
    praise = "She moved the last forty laptops by hand, and wrote the page that the desk reads from now on."
    agent, manager = account_of("agent"), account_of("manager")
    given = actions.nominate(act_of("manager", day, 13), account=agent.pk, improvement=found.pk, text=praise)
    actions.answer_nomination(act_of("agent", day, 14), nomination=given.pk, agrees=True)
    thanks = "Asked the same five questions every week until I could ask them myself."
    actions.nominate(act_of("agent", day, 15), account=manager.pk, text=thanks)
    board, coached = records_of(Kata).first(), records_of(Improvement).filter(state="triage").order_by("pk").first()
    if board is not None and coached is not None:
        links.link(act_of("manager", day, 15), record=board.pk, role="relates_to", target=coached.identity.key)


def _papers(found: Improvement, day: date) -> None:
    """A plan that is approved, and the report that begins with its parts, still in draft."""
    fields: papers.PlanFields = {"improvement": found.pk, "due_on": day - timedelta(days=20)}
    fields |= {
        "introduction": "For everybody who orders, the people who run the system, and the service desk.",
        "review": "Ninety days after the change, by the same measure; then once more after a whole winter.",
    }
    plan = papers.draft_plan(act_of("manager", day, ago=30), fields=fields)
    papers.move_plan(act_of("admin", day, ago=24), pk=plan.pk, version=version_of(plan.pk), to="approved")
    report: papers.ReportFields = {"improvement": found.pk, "due_on": day + timedelta(days=14)}
    report |= {
        "leader": account_of("admin").pk,
        "supervisor": account_of("agent").pk,
        "analysis": "Orders were slow in winter because nobody kept the statistics of the tables.",
        "measures": "The nightly run stays; whether it helped is judged after the next winter.",
    }
    papers.draft_report(act_of("manager", day, 16), fields=report)


def remove(progress: Progress) -> None:
    """Nominations of people alone, hours and duties of roles; what hangs on improvements goes with them."""
    mine = Account.objects.filter(email__endswith="@demo.example")
    Nomination.objects.filter(improvement=None, by__in=mine).delete()
    ReservedTime.objects.filter(team__in=TEAMS).delete()
    RoleDuty.objects.filter(role__author__in=mine).delete()
    Revision.objects.filter(field__in=WORDS, author__in=mine, object=None).delete()


demonstration.part("improvement.culture", order=28, steps=STEPS[-1:], load=load, remove=remove)
