"""Under which heading a measure stands in the list of all."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Heading -> its measures, in the order in which they are read.
THEMES: Final[tuple[tuple[Promise | str, tuple[str, ...]], ...]] = (
    (
        _("Volume"),
        ("cases", "events", "arrivals", "arrivals_by_hour", "throughput"),
    ),
    (
        _("Work in progress"),
        ("work_in_progress", "open_age", "ageing", "cumulative_flow"),
    ),
    (
        _("Times"),
        (
            "time_to_answer",
            "time_to_detect",
            "time_to_restore",
            "time_to_resolve",
            "time_to_resolve_service_hours",
            "time_to_close",
        ),
    ),
    (
        _("Where time goes"),
        ("time_in_state", "time_in_queue", "waiting_user_share", "flow_efficiency"),
    ),
    (
        _("Ways through"),
        ("variants", "directly_follows", "directly_follows_service_hours"),
    ),
    (
        _("Between teams"),
        (
            "reassigned_share",
            "hand_offs",
            "hand_off_matrix",
            "ping_pong_share",
            "returned_share",
            "support_line_order",
        ),
    ),
    (
        _("At the service desk"),
        ("dispatch_accuracy", "first_contact_resolution", "repeat_contact_share"),
    ),
    (
        _("Promises"),
        ("service_level_attainment", "service_level_flag_share", "met_by_reassignments"),
    ),
    (
        _("What comes back"),
        ("reopened_share", "recurring_groups", "concentration", "auto_close_share"),
    ),
)
