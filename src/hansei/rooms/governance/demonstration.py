"""The demonstration's risks and decisions: made up, told on the company's days, each step by the action a person takes.

Roles are given for the company's own services only: whoever keeps real records beside it decides as before.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from hansei.analytics.demonstration import STEPS
from hansei.kernel import demonstration, links
from hansei.kernel.actions import Act
from hansei.kernel.demonstration import Progress, account_of, act_of, let_go, records_of, version_of
from hansei.kernel.models import Account, Identity
from hansei.rooms.governance import actions
from hansei.rooms.governance.models import Decision, Escalation, Occurrence, Risk, RiskScore, Seat, Taken

SERVICES: Final = ("Network", "Workplace", "Passenger Information", "Finance and Purchasing", "Mail and Calendar")
SEATS: Final = (("agent", "team_lead"), ("manager", "service_owner"), ("admin", "governing_body"))
# Days before the company's last day; scores: (days, likelihood, impact, cost of one occurrence, with treatment).
RISKS: Final[tuple[dict[str, Any], ...]] = (
    {
        "title": "Remote access fails for everybody at once",
        "causes": "Gateway at the end of its life\nNo second line to the halls",
        "event": "The gateway stops during the working day",
        "effects": "Nobody at home can work\nThe service desk drowns in calls",
        "prevention": "New gateway in both halls\nMonthly test of the second one",
        "recovery": "Phones shared as hot spots\nOffice space kept free",
        "service": "Network",
        "treatment": "reduce",
        "plan": "The improvement replaces the gateway; the network team tests the second one each month.",
        "indicator": "Dropped sessions a day",
        "review": 40,
        "scores": ((560, 4, None, 15_000, False), (200, 2, None, 15_000, True)),
        "happened": (500, "Two hours without remote access on a Monday", 14_200),
        "way": ("analysed", "treating", "monitored"),
    },
    {
        "title": "The only person who knows the purchasing system leaves",
        "causes": "One person wrote it\nNothing is written down",
        "event": "This person leaves or is ill for months",
        "effects": "Faults take weeks instead of hours",
        "prevention": "A second person learns it",
        "recovery": "A contract with the former supplier",
        "category": "people",
        "service": "Finance and Purchasing",
        "review": -20,
        "scores": ((420, 3, 4, None, False),),
        "way": (),
    },
    {
        "title": "Displays show wrong departures",
        "causes": "Dust in plugs\nOld cables",
        "event": "Boards go dark or freeze",
        "effects": "Passengers miss trains\nStaff on the platform are shouted at",
        "prevention": "Plugs cleaned and fixed",
        "recovery": "Announcements by voice",
        "category": "reputation",
        "horizon": "programme",
        "service": "Passenger Information",
        "treatment": "reduce",
        "plan": "Spare boards in both depots by the end of the year.",
        "review": 90,
        "scores": ((380, 4, 3, None, False), (150, 3, 3, None, True)),
        "way": ("analysed", "treating"),
    },
    {
        "title": "Customers lose trust in our information",
        "causes": "Wrong departures seen again and again",
        "event": "Passengers stop believing the boards",
        "effects": "The contract for passenger information is not renewed",
        "category": "reputation",
        "horizon": "strategy",
        "service": "Passenger Information",
        "review": 120,
        "scores": ((360, 2, 5, None, False),),
        "adds": "Displays show wrong departures",
        "way": ("analysed",),
    },
    {
        "title": "Mailboxes fill up and orders are lost",
        "causes": "Nobody tidies up",
        "event": "A full mailbox turns orders away",
        "effects": "Orders arrive late or never",
        "service": "Mail and Calendar",
        "treatment": "accept",
        "review": 200,
        "scores": ((300, 3, 2, None, False),),
        "way": ("analysed", "monitored"),
    },
)
DECISIONS: Final[tuple[dict[str, Any], ...]] = (
    {
        "title": "Replace the gateway now or with next year’s budget?",
        "service": "Network",
        "level": "high",
        "amount": Decimal(48_000),
        "options": "Replace it now\nNext year\nLeave it",
        "without": "Remote access may fail for everybody; it did twice last year.",
        "principle_start": "Licences and racks are there already.",
        "principle_steps": "One hall first, the other a month later.",
        "principle_whole": "Clients must move in the same weekend.",
        "by": "manager",
        "days": (540, 536),
        "chosen": "Replace it now",
        "outcome": ("as_expected", "Calls about remote access fell; the answer of the improvement says so."),
    },
    {
        "title": "May the front line send out a spare mouse without asking?",
        "kind": "remedy",
        "service": "Workplace",
        "level": "low",
        "amount": Decimal(30),
        "options": "Yes\nNo",
        "without": "People wait a day for a mouse.",
        "principle_simple": "The form for it can go.",
        "by": "agent",
        "days": (300, 299),
        "chosen": "Yes",
        "outcome": None,
    },
    {
        "title": "Bring purchasing to a hosted system?",
        "service": "Finance and Purchasing",
        "level": "over_appetite",
        "amount": Decimal(220_000),
        "options": "Move\nStay and document\nStay",
        "without": "One person knows the system; it may stand still for weeks.",
        "by": "",
        "days": (12, 0),
        "chosen": "",
        "outcome": None,
    },
)


def load(by: Account, progress: Progress, day: date) -> None:
    """On the company's last day: roles, risks and decisions of the time behind it; after a kill, what is missing."""
    if day != STEPS[-1]:
        return
    for who, role in SEATS:
        for service in SERVICES:
            if not Seat.objects.filter(account=account_of(who), role=role, service=service, until=None).exists():
                actions.give_seat(act_of("admin", day, ago=600), account=account_of(who).pk, role=role, service=service)
    for planned in RISKS:
        if not records_of(Risk).filter(title=planned["title"]).exists():
            _risk(planned, day)
    for planned in DECISIONS:
        if not records_of(Decision).filter(title=planned["title"]).exists():
            _decision(planned, day)


def _risk(planned: dict[str, Any], day: date) -> None:
    own = {"review", "scores", "happened", "way", "adds"}
    first = planned["scores"][0][0]
    fields = {name: value for name, value in planned.items() if name not in own}
    fields |= {"owner": account_of("manager").pk, "review_on": day + timedelta(days=planned["review"])}
    found = actions.open_risk(act_of("agent", day, ago=first + 3), fields=fields)  # type: ignore[arg-type]  # same names
    for ago, likelihood, impact, cost, is_residual in planned["scores"]:
        amount = None if cost is None else Decimal(cost)
        given = {"likelihood": likelihood, "impact": impact, "amount": amount, "is_residual": is_residual}
        actions.score_risk(act_of("manager", day, ago=ago), pk=found.pk, version=version_of(found.pk), **given)
    for to in planned["way"]:
        act = act_of("manager", day, 11, ago=planned["scores"][-1][0])
        if to == "monitored" and Escalation.objects.filter(risk=found, answer="").exists():
            return
        actions.move_risk(act, pk=found.pk, version=version_of(found.pk), to=to)
    if "happened" in planned:
        ago, what, cost = planned["happened"]
        act, on = act_of("agent", day, ago=ago), day - timedelta(days=ago)
        given = {"on": on, "what": what, "cost": Decimal(cost)}
        actions.realise_risk(act, pk=found.pk, version=version_of(found.pk), **given)
    if "adds" in planned:
        lower = records_of(Risk).get(title=planned["adds"])
        links.link(act_of("manager", day, ago=100), record=lower.pk, role="adds_to", target=found.identity.key)


def _decision(planned: dict[str, Any], day: date) -> None:
    own = {"by", "days", "chosen", "outcome"}
    asked, taken = planned["days"]
    fields = {name: value for name, value in planned.items() if name not in own}
    fields["owner"] = account_of("manager").pk
    found = actions.open_decision(act_of("manager", day, ago=asked + 2), fields=fields)  # type: ignore[arg-type]  # written out as its fields
    actions.move_decision(act_of("manager", day, ago=asked), pk=found.pk, version=version_of(found.pk), to="asked")
    if not planned["chosen"]:
        return
    check_on = day - timedelta(days=taken - 180)
    given = {"chosen": planned["chosen"], "reason": "", "check_on": check_on}
    actions.decide(act_of(planned["by"], day, 15, ago=taken), pk=found.pk, version=version_of(found.pk), **given)
    if planned["outcome"]:
        outcome, said = planned["outcome"]
        act = act_of("manager", day, ago=taken - 182)
        actions.revisit(act, pk=found.pk, version=version_of(found.pk), outcome=outcome, said=said)


def remove(progress: Progress) -> None:
    """End the roles; delete what hangs on the company's records. Its events and numbers go with their source."""
    for seat in Seat.objects.filter(account__email__endswith="@demo.example", until=None):
        actions.end_seat(Act(by=None, via="cli"), seat=seat.pk)
    everything = Identity.objects.filter(source__key=demonstration.RECORDS)
    Taken.objects.filter(record__in=everything).delete()
    here = everything.filter(kind__in=["risk", "decision"])
    for model in (RiskScore, Occurrence, Escalation):
        model.objects.filter(risk__in=here.values("pk")).delete()
    Risk.objects.filter(identity__in=here).delete()
    Decision.objects.filter(identity__in=here).delete()
    let_go(here)


demonstration.part("governance", order=15, steps=(STEPS[-1],), load=load, remove=remove)
