"""What parameters of measures mean; exceptions stand by their full name."""

from __future__ import annotations

from typing import Final

PARAMETERS: Final[dict[str, str]] = {
    "at_least": "How many changes of team make a case count.",
    "beyond": "What the service desk is not able to resolve: pairs of a column of `cases` and a value.",
    "by": "Columns of `cases` by which the answer is given apart, e.g. `team`, `priority`, `service`.",
    "days": "Within how many days a contact of the same person about the same thing is a repeat.",
    "desk": "The teams that are the service desk; without them those of support line 1.",
    "dominant": "Which share of closings must stand at one distance from resolving, or in one hour, to be a machine's.",
    "end": "The instant that meets a target: `answered_at`, `restored_at`, `resolved_at` or `closed_at`.",
    "factor": "How many times what the hour and the minute let expect makes a batch.",
    "fewest": "Below so many cases there is no group, no batch, or no answer.",
    "fewest_days": "On so many days at least a batch must have come.",
    "keys": "Sets of columns; cases alike in all columns of a set are one group.",
    "label": "What a step is called by: `state`, `state and substate`, `activity`, `phase` or `team`.",
    "minutes": "What is resolved within so many minutes of its report is taken for the first contact.",
    "now": "The instant up to which open cases have waited; none: the last instant of the history.",
    "of": "Which instant of a case is counted: `reported_at`, `answered_at`, `resolved_at` or `closed_at`.",
    "period": "Length of a step: `day`, `week`, `month`, `quarter` or `year`.",
    "phases": "Phases of a state that count as waiting in a queue.",
    "portion": "The share that the groups must reach together.",
    "repeats": "A state that follows itself: `kept`, `collapsed`, or `as recorded`, a step where something happened.",
    "targets": "Which cases are due in how many hours, the first that fits; none: the due time of the case itself.",
    "told_by": "What is believed: the source's `counter`, the `states` or `teams`, or either, the counter first.",
    "with_cut_off": "Also count cases whose beginning or end the extract cuts off.",
    "working": "The open hours of each day, from `working_days(calendar, first, last)`.",
    "zone": "Time zone in which days and hours begin, as an IANA name.",
}
