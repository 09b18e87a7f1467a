"""The kinds CAPA and violation, their lives, the link between cases that are alike, and the causes in the system."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hansei.blocks import checklist, lifecycle
from hansei.blocks.checklist import Item, Shipped
from hansei.blocks.lifecycle import Lifecycle, State, Transition
from hansei.kernel import links, records, rights
from hansei.rooms.improvement.guards import capa as guards
from hansei.rooms.improvement.models import Capa, Violation

SHARED = rights.declare("improvement.shared", _("See reports that were shared with the customer"))
RESEMBLES = "resembles"
REPEATS = "repeats"
links.declare(RESEMBLES, pgettext_lazy("link", "resembles"), pgettext_lazy("link", "came back as"))
links.declare(REPEATS, pgettext_lazy("link", "repeats"), pgettext_lazy("link", "was repeated by"))

CAPA = records.declare(
    records.RecordKind(
        kind="capa",
        prefix="CAPA",
        room="improvement",
        model=Capa,
        name=_("corrective and preventive action"),
        plural=_("Corrective and preventive actions"),
        tracked=(
            "title",
            "trigger",
            "trigger_key",
            "description",
            "service",
            "category",
            "owner",
            "due_on",
            "containment",
            "cause",
            "corrective",
            "no_corrective",
            "preventive",
            "no_preventive",
            "evidence",
            "effect",
            "customer_title",
            "customer_words",
            "not_shared",
            "released",
            "corrected_on",
            "closed_on",
        ),
        texts=(
            "title",
            "trigger_key",
            "description",
            "service",
            "category",
            "containment",
            "cause",
            "corrective",
            "no_corrective",
            "preventive",
            "no_preventive",
            "evidence",
            "effect",
            "customer_title",
            "customer_words",
            "not_shared",
        ),
    )
)
CAPA_LIFE = lifecycle.declare(
    Lifecycle(
        "capa",
        states=(
            State("open", _("Open"), "new"),
            State("contained", _("Contained"), "running"),
            State("understood", _("Cause known"), "running"),
            State("corrected", _("Corrected"), "running"),
            State("prevented", _("Prevented"), "running"),
            State("verified", _("Verified"), "running"),
            State("closed", _("Closed"), "good", is_end=True),
        ),
        transitions=(
            Transition("open", "contained", _("Contained"), (guards.CONTAINED,)),
            Transition("contained", "understood", _("Cause known"), (guards.CAUSE,)),
            Transition("understood", "corrected", _("Corrected"), (guards.CORRECTIVE,)),
            Transition("corrected", "prevented", _("Prevented"), (guards.PREVENTIVE,)),
            Transition("prevented", "verified", _("Verify"), (guards.EFFECT,)),
            Transition("verified", "closed", _("Close"), (guards.CORRECTIVE, guards.PREVENTIVE, guards.SHARED)),
            Transition("corrected", "understood", _("Back to the cause"), is_back=True),
            Transition("verified", "understood", _("Back to the cause"), is_back=True),
        ),
    )
)
SYSTEM_CAUSES = checklist.declare(
    Shipped(
        "improvement.system_causes",
        _("Causes in the system"),
        (
            Item("process", _("Is the process missing, unclear or impossible to follow?"), needs_words=True),
            Item("workload", _("Was there too much work, too little time, or nobody on duty?"), needs_words=True),
            Item("tools", _("Did a tool fail, mislead or allow the mistake?"), needs_words=True),
            Item("training", _("Was the person never trained, or given work beyond the role?"), needs_words=True),
            Item("information", _("Was information missing, wrong or late?"), needs_words=True),
            Item("targets", _("Does a target or an order push people to break the rule?"), needs_words=True),
            Item("others", _("Would others in the same place have done the same?"), needs_words=True),
        ),
        done=_("Excluded"),
        failed=_("Is a cause"),
        purpose=_("Looked at before anybody speaks of a person."),
    )
)
VIOLATION = records.declare(
    records.RecordKind(
        kind="violation",
        prefix="VIO",
        room="improvement",
        model=Violation,
        name=_("violation"),
        plural=_("Violations"),
        tracked=(
            "title",
            "rule",
            "service",
            "happened_on",
            "origin",
            "owner",
            "evidence",
            "cause",
            "decision",
            "decision_reason",
            "correction",
            "outcome",
        ),
        texts=("title", "rule", "service", "evidence", "cause", "decision_reason", "correction", "outcome"),
    )
)
VIOLATION_LIFE = lifecycle.declare(
    Lifecycle(
        "violation",
        states=(
            State("recorded", _("Recorded"), "new"),
            State("understood", _("Cause known"), "running"),
            State("decided", _("Decided"), "running"),
            State("corrected", _("Corrected"), "running"),
            State("closed", _("Closed"), "good", is_end=True),
        ),
        transitions=(
            Transition("recorded", "understood", _("Cause known"), (guards.EVIDENCE, guards.CAUSE)),
            Transition("understood", "decided", _("Decide"), (guards.DECIDED, guards.SYSTEM_FIRST)),
            Transition("decided", "corrected", _("Corrected"), (guards.CORRECTED,)),
            Transition("corrected", "closed", _("Close"), (guards.OUTCOME, guards.SYSTEM_FIRST)),
            Transition("decided", "understood", _("Decide again"), is_back=True),
            Transition("corrected", "decided", _("Back to work"), is_back=True),
        ),
    )
)
