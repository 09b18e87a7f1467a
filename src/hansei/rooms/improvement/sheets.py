"""The four lists of an improvement: duties, questions of impact, the check of its goal, documents to update."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from hansei.blocks import checklist
from hansei.blocks.checklist import Item, Shipped

DUTIES: Final = "improvement.duties"
IMPACT: Final = "improvement.impact"
GOAL: Final = "improvement.goal"
DOCUMENTS: Final = "improvement.documents"
EARLY: Final = (GOAL, IMPACT, DUTIES)  # started when it is taken into triage; documents when it is approved

checklist.declare(
    Shipped(
        DUTIES,
        _("Six duties"),
        (
            Item("needs", _("Identify needs in people, resources, technology and process")),
            Item("goals", _("Set goals and solution, and send them for approval")),
            Item("manage", _("Manage the implementation")),
            Item("result", _("Answer for the result")),
            Item("reviews", _("Review regularly and consolidate")),
            Item("transfer", _("Transfer the knowledge")),
        ),
        done=_("Fulfilled"),
        purpose=_("Each duty has a name before work starts."),
    )
)
checklist.declare(
    Shipped(
        IMPACT,
        _("Impact of the improvement"),
        (
            Item("reason", _("Why is it done, and why now?"), needs_words=True),
            Item("existing", _("Which existing processes and services change?"), needs_words=True),
            Item("people", _("What does it mean for staff and recruiting?"), needs_words=True),
            Item("means", _("Which processes, measures, methods and tools are needed?"), needs_words=True),
            Item("documents", _("What must be updated in catalogue and manuals?"), needs_words=True),
            Item("budget", _("What does it cost, and who pays?"), needs_words=True),
            Item("schedule", _("When is which part done?"), needs_words=True),
            Item("stakeholders", _("Who is concerned, and who was asked?"), needs_words=True),
            Item("acceptance", _("Which acceptance criteria are agreed?"), needs_words=True),
        ),
        done=_("Answered"),
        purpose=_("An improvement is approved when all nine are answered."),
    )
)
checklist.declare(
    Shipped(
        GOAL,
        _("Check of the goal"),
        (
            Item("need", _("It meets what users and the customer’s department need"), needs_words=True),
            Item("realistic", _("It can be reached with the people, time and money at hand"), needs_words=True),
            Item("law", _("It keeps to law and standards"), needs_words=True),
            Item("customer", _("The customer approved it"), needs_words=True, side=checklist.THEIRS),
        ),
        failed=_("Not met"),
        purpose=_("The goal is what reviews look at; a goal that fails a check is changed first."),
    )
)
checklist.declare(
    Shipped(
        DOCUMENTS,
        _("Documents to update"),
        (
            Item("catalogue", _("Update the service catalogue"), days=14),
            Item("manual", _("Update the manuals and standard operating procedures"), days=14),
        ),
        done=_("Updated"),
        purpose=_("Comes into being with the approval; how much is done at closing is counted."),
    )
)
