"""What inputs of actions, fields of events and parameters of measures mean; exceptions stand by their full name."""

from __future__ import annotations

from typing import Final

from hansei.config.reference.text import Undocumented

INPUTS: Final[dict[str, str]] = {
    "account": "The account's number.",
    "agreed": "The agreed action's number.",
    "case": "The ticket's number in the log, as in its address.",
    "case_type": "Of an OCEL log: which kind of object is a case; empty: the one most like a ticket.",
    "cases": "How many cases the finding had when the person decided; it comes back when it grows beyond.",
    "chosen_first": "First day of the time that made it a finding; shown apart: it was chosen because it was bad.",
    "chosen_last": "Last day of that time, included.",
    "closes": "Hour of the day at which the office closes, 0 to 24.",
    "code": "The reason's stable code.",
    "counts": "What came of it: cases, events, corrected, closed, rejected.",
    "currency": "Currency of the rate, e.g. EUR.",
    "data_set": "The data set (source number) this is a later extract of; nothing: a new one.",
    "details": "The figures and names in the reason's sentence.",
    "due": "Until when, this day included.",
    "email": "The address to sign in with; capitals do not count.",
    "end": "The legal end: `improvement.close` refuses one that the answer does not support.",
    "events": "How many events it held.",
    "extract": "The extract's number.",
    "fed_seq": "Up to which place in the log its Parquet files reach.",
    "fields": "What is written; a field left out stays as it is.",
    "figures": "The data set's figures for its page: cases, events, period.",
    "files": "Name and path of a temporary file, each.",
    "finding": "The finding's key, the same after each scan.",
    "first": "First day of the period.",
    "form": "`ocel_json`, `ocel_sqlite`, `xes`, `csv` or `parquet`.",
    "head": "The chain's last hash: it says what the history was without keeping it.",
    "hours": "From which full hour to which (24 h clock) a case must have been reported to count; nothing: any.",
    "initials": "Who says so, in one to eight characters.",
    "intervention_on": "The day the change takes effect; the baseline ends before it.",
    "kind": "`data_set`, or `demonstration` for the made-up organisation.",
    "labels": "How many stored texts were rewritten.",
    "language": "`en`, `zh-hans`, `zh-hant` or `ru`.",
    "last": "Last day of the period, included.",
    "looked": "Facts of the files: rows, columns, encodings, notes.",
    "mapping": "The mapping as YAML.",
    "minimum_billed_hours": "Hours billed at least for one call outside office hours; nothing: not known.",
    "name": "The person's name.",
    "number": "The erasure's number on the list outside the database.",
    "objects": "How many objects it held.",
    "opens": "Hour of the day at which the office opens, 0 to 24.",
    "own_texts": "Empty everything the person wrote, too.",
    "owner": "The account (number) that answers for it.",
    "pack": "The review pack's number.",
    "password": "The new password; the usual rules for passwords apply.",
    "pk": "The improvement's number.",
    "preset": "The tool the export comes from, e.g. `servicenow`; empty: recognised.",
    "purpose": "What for, in words; kept and shown beside the opening.",
    "quality": "The notes on the quality of the data.",
    "rate": "What an hour costs; nothing: findings speak in hours.",
    "reason": "Why, in words.",
    "repair": "The repair's code, one of those the simulation offers.",
    "revisions": "How many texts were emptied.",
    "role": "`administrator`, `manager` or `agent`.",
    "section": "The section's code.",
    "simulation": "What an import would do: counts, reasons, samples.",
    "since": "First day of the baseline; nothing: the last year.",
    "source": "The data set's number.",
    "target_percent": "By how many per cent the measure shall fall.",
    "text": "What is written, in the writer's words.",
    "texts": "Texts that name the person in imported data.",
    "theme": "`system`, `light` or `dark`.",
    "title": "What it is called in the register.",
    "to": "The state to go to; the lifecycle says which ways there are and which right each needs.",
    "unit": "`cases`: their number a week; `hours`: the hours spent on them a week.",
    "version": "The version the person saw; another one meanwhile is refused.",
    "where": "Field → values: a case counts when each field has one of its values.",
    "zone": "Time zone, as an IANA name such as Europe/Berlin.",
    "extract.import.name": "Name of the new data set; empty: the file's.",
    "extract.look.zone": "Zone of times that are written without one.",
    "import.finish.version": "The data set's new version, by which kept figures become stale.",
    "pack.draft.kind": "`customer`: the eight sections of a customer's review; `team`: the seven of a team's.",
    "pack.draft.zone": "Zone in which the period's days begin and end.",
    "scan_settings.set.zone": "Zone of the office hours.",
}

FIELDS: Final[dict[str, str]] = {
    "account": "The account's number.",
    "action": "The agreed action's number.",
    "baseline": "The frozen baseline's number.",
    "bytes": "Size of all files together.",
    "cases": "How many cases came new.",
    "change": "The effect as a share of before: −0.4 is 40 % less; nothing where it cannot be told.",
    "closed": "How many cases that were open are closed now.",
    "closes": "Hour of the day at which the office closes.",
    "corrected": "How many fields of known cases were corrected.",
    "currency": "Currency of the rate.",
    "decision": "`confirmed`, `dismissed` or `open` (a decision taken back).",
    "due": "Until which day.",
    "erasure": "Its number on the list outside the database, which is re-applied after a restore.",
    "events": "How many events came new.",
    "exported": "The data set's number.",
    "extract": "The extract's number.",
    "field": "The field's name.",
    "finding": "The finding's key.",
    "first": "First day, included.",
    "form": "The format's code.",
    "head": "The last hash of its chain.",
    "high": "Upper end of the interval of `change`.",
    "imported": "The source's number.",
    "into": "The source's number.",
    "known_until": "Up to which instant the data reached.",
    "labels": "How many stored texts were rewritten.",
    "language": "The language's code.",
    "last": "Last day, included.",
    "low": "Lower end of the interval of `change`.",
    "minimum_billed_hours": "Hours billed at least for one call.",
    "now": "The value from now on; a text is the number of its revision.",
    "objects": "How many objects the source held.",
    "opens": "Hour of the day at which the office opens.",
    "owner": "The account that answers for it.",
    "pack": "The review pack's number.",
    "person": "The person's object.",
    "purpose": "Revision that holds what for.",
    "rate": "What an hour costs.",
    "reason": "Code of the reason; words are in a revision.",
    "record": "The record's object.",
    "record_kind": "The record's kind.",
    "rejected": "How many rows were refused.",
    "removed": "The source's number; numbers are never used again.",
    "review": "`customer` or `team`.",
    "reviewed": "The reviewed data set's number.",
    "revisions": "How many texts were emptied.",
    "rights": "The rights the role has got.",
    "role": "The role's key.",
    "scope": "Where it holds: everything, organisation, service, team or what one asked for oneself.",
    "scope_object": "Which organisation, service or team; nothing for the others.",
    "seal": "SHA-256 over what was frozen.",
    "section": "The section's code.",
    "seed": "Number from which the organisation was made; the same number makes the same one.",
    "source": "The data set's number.",
    "source_kind": "Whose history it was: an imported data set or the demonstration.",
    "step": "Code of the step.",
    "subject": "The object whose people were shown by name.",
    "target_reached": "Whether the target was reached; nothing where there is none.",
    "text": "Revision that holds the words.",
    "theme": "`system`, `light` or `dark`.",
    "values": "Field → value at the beginning; a text is the number of its revision.",
    "verdict": "One of the four answers: `better`, `worse`, `no material change`, `cannot tell yet`.",
    "version": "Version of the data that the figures were counted from.",
    "was": "The value before.",
    "weeks": "How many weeks were sealed.",
    "weeks_after": "How many weeks after the intervention were counted.",
    "weeks_before": "How many weeks before the intervention were counted.",
    "zone": "IANA name of the time zone.",
    "finding.decided.cases": "How many cases it had then; it comes back when it grows beyond.",
    "section.explained.reason": "Revision that holds the reason.",
    "source.removed.events": "How many events the source held.",
}

PARAMETERS: Final[dict[str, str]] = {
    "at_least": "How many changes of team make a case count.",
    "by": "Columns of `cases` by which the answer is given apart, e.g. `team`, `priority`, `service`.",
    "dominant": "Which share of closings must stand at one distance from resolving, or in one hour, to be a machine's.",
    "end": "The instant that meets a target: `answered_at`, `restored_at`, `resolved_at` or `closed_at`.",
    "factor": "How many times what the hour and the minute let expect makes a batch.",
    "fewest": "Below so many cases there is no group, no batch, or no answer.",
    "fewest_days": "On so many days at least a batch must have come.",
    "keys": "Sets of columns; cases alike in all columns of a set are one group.",
    "label": "What a step is called by: `state`, `state and substate`, `activity`, `phase` or `team`.",
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


def of_input(action: str, name: str) -> str:
    """Return what an action's input means."""
    return _meaning(INPUTS, action, name)


def of_field(kind: str, name: str) -> str:
    """Return what a field of an event means."""
    return _meaning(FIELDS, kind, name)


def of_parameter(name: str) -> str:
    """Return what a measure's parameter means."""
    return _meaning(PARAMETERS, "measure", name)


def _meaning(known: dict[str, str], owner: str, name: str) -> str:
    try:
        return known.get(f"{owner}.{name}") or known[name]
    except KeyError:
        raise Undocumented(
            f"{owner}: `{name}` has no meaning; write one into hansei.config.reference.meanings."
        ) from None
