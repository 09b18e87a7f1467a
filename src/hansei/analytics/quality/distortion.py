"""Which measures a fault distorts, by the measures' names."""

from __future__ import annotations

from typing import Final

_PATHS: Final = ("directly_follows", "variants", "time_in_state")
_TEAMS: Final = ("hand_offs", "hand_off_matrix", "ping_pong_share", "returned_share", "reassigned_share")
_SPANS: Final = ("time_to_resolve", "time_to_close", "time_to_restore", "service_level_attainment")
_STOCK: Final = ("work_in_progress", "cumulative_flow", "open_age", "ageing")

# Fault → measures. What is not here (codes mapped to ()) is told, but distorts nothing.
DISTORTS: Final[dict[str, tuple[str, ...]]] = {
    "rows_rejected": ("cases", "events", *_PATHS),
    "began_before": (*_SPANS, "arrivals", "throughput", *_STOCK, *_PATHS),
    "still_open": ("time_to_resolve", "time_to_close", "throughput", "reopened_share", *_STOCK),
    "cut_off": _PATHS,
    "out_of_order": (*_PATHS, *_TEAMS, "support_line_order"),
    "order_contradicted": (*_PATHS, *_TEAMS),
    "newest_first": (),
    "equal_instants": (*_PATHS, *_TEAMS),
    "duplicated_rows": ("events", *_PATHS),
    "doubled_blanks": (),
    "missing_words": (),
    "ambiguous_dates": (*_SPANS, "arrivals", "arrivals_by_hour", *_PATHS),
    "contradicting_dates": (*_SPANS, "arrivals", "arrivals_by_hour"),
    "unread_cells": (),
    "clock_twice": (*_SPANS, "arrivals_by_hour"),
    "clock_never": (*_SPANS, "arrivals_by_hour"),
    "unknown_states": ("time_in_state", "reopened_share", "flow_efficiency", "waiting_user_share"),
    "ends_before_it_begins": _SPANS,
    "ended_without_resolution": ("time_to_resolve", "throughput"),
    "guessed_encoding": ("recurring_groups",),
    "no_events": (*_PATHS, *_TEAMS),
}

# A field that is missing in some cases leaves them out of these.
MISSING_DISTORTS: Final[dict[str, tuple[str, ...]]] = {
    "team": _TEAMS,
    "person": (),
    "ci": ("recurring_groups", "concentration"),
    "service": ("recurring_groups", "concentration"),
    "category": ("recurring_groups", "concentration"),
    "symptom": ("recurring_groups",),
    "fix_action": ("recurring_groups",),
    "priority": ("service_level_attainment",),
    "reported_at": ("arrivals", *_SPANS),
    "resolved_at": ("time_to_resolve", "throughput"),
    "closed_at": ("time_to_close", "auto_close_share"),
    "due_at": ("service_level_attainment",),
    "failed_at": ("time_to_restore",),
    "restored_at": ("time_to_restore",),
    "reassigned": ("reassigned_share",),
    "reopened": ("reopened_share",),
    "service_level_flag": ("service_level_flag_share",),
    "title": ("recurring_groups",),
}
