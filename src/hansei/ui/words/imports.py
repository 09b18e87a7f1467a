"""What an import says: why a file or a row is refused, what repairs it, what a column becomes and how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hansei.kernel.errors import Refusal
from hansei.ui.words.lists import labelled
from hansei.ui.words.numbers import number, share
from hansei.ui.words.tables import Words, known

if TYPE_CHECKING:
    from hansei.analytics.mapping import MappingError


def refusal(error: Mapping[str, Any] | None) -> str:
    """Say why files were refused, from the code and figures that are kept; an unknown code says what to do at least."""
    if not error:
        return ""
    details = error.get("details") or {}
    if problems := details.get("problems"):
        return _unusable(problems)
    write = REFUSALS.get(error.get("code", ""))
    if write is None:
        return str(error.get("message") or "") or gettext("The work stopped by a fault. It is safe to try again.")
    size = details.get("bytes")
    figures = {name: details.get(name) for name in ("longest", "line", "most")}
    return write() % {
        "file": details.get("file", gettext("The file")),
        "size": number(size // 1_048_576) if isinstance(size, int) else "",
        "encoding": details.get("encoding", ""),
        **{name: number(value) if isinstance(value, int) else "" for name, value in figures.items()},
    }


def wrong_mapping(wrong: MappingError) -> Refusal:
    """A refusal with all that is wrong with a mapping; what it keeps can be said again in another language."""
    return Refusal("mapping.wrong", _unusable(wrong.problems), problems=[list(problem) for problem in wrong.problems])


def _unusable(problems: Iterable[Sequence[Any]]) -> str:
    """`problems`: the place, the code and the facts of each, as `Problem` has them or as they were kept."""
    said = [f"{place}: {known(PROBLEMS, code) % facts}" for place, code, facts in problems]
    return gettext("The mapping cannot be used: %(problems)s") % {"problems": "; ".join(said)}


def refused(code: str) -> Refusal:
    """A refusal in the words that its code has here, so that they stand once."""
    return Refusal(code, refusal({"code": code}))


REFUSALS: Final[dict[str, Callable[[], str]]] = {
    "file.empty": lambda: gettext("%(file)s is empty."),
    "file.truncated": lambda: gettext("%(file)s ends in the middle of its compressed data: transfer it again."),
    "file.damaged": lambda: gettext("%(file)s is damaged and cannot be opened: export it again."),
    "file.too_large": lambda: gettext("%(file)s unpacks to more than is safe. Export a shorter period."),
    "file.unavailable": lambda: gettext("%(file)s is not there any more: upload it again."),
    "file.password": lambda: gettext("%(file)s is locked with a password: save it without one."),
    "file.no_rows": lambda: gettext("%(file)s has no rows below its header."),
    "file.no_events": lambda: gettext("%(file)s holds no events."),
    "file.no_reader": lambda: gettext("%(file)s is of a kind that cannot be read yet."),
    "file.unknown_format": lambda: gettext("%(file)s is no table, log or workbook. Take CSV, XLSX, JSON, XES or OCEL."),
    "file.web_page": lambda: gettext("%(file)s is a web page, not an export: sign in there and download it again."),
    "file.unknown_encoding": lambda: gettext("The letters of %(file)s are in no known encoding: export it as UTF-8."),
    "file.wrong_encoding": lambda: gettext("%(file)s is not in the encoding it should have: export it as UTF-8."),
    "file.other_encoding": lambda: gettext(
        "%(file)s is not in the encoding %(encoding)s: choose another one, or let it be found."
    ),
    "file.line_too_long": lambda: gettext("A line of %(file)s is so long that this is no table."),
    "file.too_many_columns": lambda: gettext(
        "%(file)s has more than %(most)s different columns. Export only those you need, then try again."
    ),
    "file.too_deep_or_long": lambda: gettext("%(file)s nests too deep, or one of its values is too long."),
    "file.broken_json": lambda: gettext("%(file)s is not complete JSON: it breaks off or is damaged."),
    "file.broken_markup": lambda: gettext("%(file)s is not complete XML: it breaks off or is damaged."),
    "file.document_type": lambda: gettext(
        "%(file)s carries a document type declaration. A log never needs one, and it can be used for attacks."
    ),
    "file.active_database": lambda: gettext("%(file)s is a database that would run something when read."),
    "file.not_ocel": lambda: gettext("%(file)s is a database, but not an OCEL log."),
    "file.name_too_long": lambda: gettext(
        "%(file)s holds an id, a kind of object or a role of more than %(longest)s characters: "
        "export it with shorter ones."
    ),
    "file.path_trick": lambda: gettext("%(file)s is an archive that wants to write files elsewhere."),
    "file.too_many_in_archive": lambda: gettext("%(file)s holds too many files. Pack at most 200 together."),
    "file.one_log_at_a_time": lambda: gettext("An XES or OCEL log is imported alone, one file at a time."),
    "import.nothing": lambda: gettext(
        "Nothing of this file can be imported: every row was refused. "
        "Look at the reasons of the refused rows, or match other columns."
    ),
    "import.held_back": lambda: gettext(
        "A long transaction in the database holds the log back; start the import again in a while."
    ),
    "mapping.wrong": lambda: gettext("The files cannot be read with this mapping. Change it and try again."),
    "export.no_case": lambda: gettext("This log has no cases, and the form needs them."),
    "job.bug": lambda: gettext("The work stopped by a fault. It is safe to try again."),
    "job.lost_too_often": lambda: gettext("The server stopped several times during this work. Try again."),
}

PROBLEMS: Final[Words] = {
    "no_such_target": _("no such target: %(given)s; one of %(known)s"),
    "no_such_zone": _("no such time zone: %(given)s; use an IANA name such as Europe/Berlin"),
    "no_such_encoding": _("no such encoding: %(given)s; one of %(known)s"),
    "no_such_phase": _("no such phase: %(given)s; one of %(known)s"),
    "target_twice": _("more than one column is mapped to %(given)s"),
    "column_twice": _("named more than once: %(given)s"),
    "target_missing": _("a table of %(role)s needs a column for %(given)s"),
    "no_such_table": _("no such table; there is %(known)s"),
    "no_such_column": _("no such column in the files; take it out, or write its new name"),
    "too_deep": _("this is nested too deeply"),
    "not_yaml": _("this is not YAML"),
    "not_keys": _("a mapping is a list of keys and values"),
    "missing": _("this is missing"),
    "extra_forbidden": _("there is no such key; take it out, or correct its spelling"),
    "literal_error": _("this must be one of %(known)s"),
    "wrong_kind": _("this value is of the wrong kind"),
}

REASONS: Final[Words] = {
    "row.no_case": _("No case: the cell with its number is empty"),
    "row.key_too_long": _("The case number has more than 200 characters"),
    "row.no_instant": _("No time: the cell is empty"),
    "row.unreadable_instant": _("The time cannot be read"),
    "row.case_twice": _("The same case twice"),
    "row.in_earlier_file": _("The same row stands in an earlier file"),
    "row.said_twice": _("The same row twice"),
    "row.too_few_cells": _("Fewer cells than the header"),
    "row.too_many_cells": _("More cells than the header"),
    "row.quote_not_closed": _("A quotation mark is not closed"),
    "row.too_long": _("The row is too long"),
    "row.not_text": _("The row is not text in the file’s encoding"),
    "row.not_json": _("The row is not JSON"),
    "row.unreadable": _("The row cannot be read"),
}
REPAIRS: Final[Words] = {
    "row.fill_the_case": _("Choose another column for the case, or fill the cell in the file"),
    "row.choose_another_key": _("Choose another column for the case: this one holds texts"),
    "row.fill_the_instant": _("Choose another column for the time, or fill the cell in the file"),
    "row.check_the_date_order": _("Choose another order of day and month for the column"),
    "row.first_is_kept": _("Nothing to do: the first row is kept"),
    "row.newest_is_kept": _("Nothing to do: the newest row is kept"),
    "row.check_delimiters": _("Put quotation marks around cells that hold the delimiter"),
    "row.close_the_quote": _("Close the quotation mark in the file"),
    "row.quote_the_cell": _("Put quotation marks around cells that hold the delimiter"),
    "row.export_again": _("Export the file again"),
}

# What one click changes in the mapping.
MENDING: Final[Words] = {
    "date_order": _("Read “%(column)s” as %(value)s"),
    "zone": _("Clocks without a zone stand in %(value)s"),
    "missing_word": _("“%(value)s” means nothing"),
    "drop_repeated": _("Keep one of the rows that say the same in “%(table)s”"),
    "keep_repeated": _("Keep each of the rows that say the same in “%(table)s”"),
    "keep_first": _("Keep the first row of a case in “%(table)s”, not the last"),
    "keep_last": _("Keep the last row of a case in “%(table)s”, not the first"),
    "turn_round": _("Turn the order of “%(table)s” round where times are equal"),
}

TARGETS: Final[Words] = {
    "key": _("Case number"),
    "event_key": _("The event’s own number"),
    "activity": _("Activity"),
    "at": _("Time of the row"),
    "recorded_at": _("Recorded at"),
    "state": _("State"),
    "substate": _("Sub-state"),
    "person": _("Person"),
    "team": _("Team"),
    "line": _("Support line"),
    "update_number": _("Number of the update"),
    "field": _("Changed field"),
    "was": _("Value before"),
    "now": _("Value after"),
    "failed_at": _("Failed at"),
    "detected_at": _("Detected at"),
    "reported_at": _("Reported at"),
    "answered_at": _("Answered at"),
    "restored_at": _("Restored at"),
    "resolved_at": _("Resolved at"),
    "reopened_at": _("Reopened at"),
    "verified_at": _("Verified at"),
    "closed_at": _("Closed at"),
    "due_at": _("Due at"),
    "kind": _("Kind of case"),
    "title": _("Subject"),
    "text": _("Description"),
    "service": _("Service"),
    "ci": _("Configuration item"),
    "product": _("Product"),
    "category": _("Category"),
    "subcategory": _("Sub-category"),
    "symptom": _("Symptom"),
    "fix_action": _("Fix action"),
    "priority": _("Priority"),
    "requester": _("Requester"),
    "organisation": _("Organisation"),
    "channel": _("Channel"),
    "location": _("Location"),
    "resolver": _("Resolved by"),
    "assignee": _("Assigned to"),
    "reassigned": _("Times reassigned"),
    "reopened": _("Times reopened"),
    "worked_hours": _("Hours worked"),
    "handled_hours": _("Hours on the service clock"),
    "planned": _("Planned work"),
    "service_level_flag": _("Service level flag of the tool"),
    "attribute": _("Kept under its own name"),
    "ignore": _("Not imported"),
}
WHY: Final[Words] = {
    "preset": _("known from this tool"),
    "name": _("by its name"),
    "name_and_values": _("by its name and values"),
    "values": _("by its values"),
    "person": _("chosen by a person"),
    "nothing_fits": _("no field fits"),
    "empty": _("no value in any row"),
    "one_value": _("one value in every row"),
}
ROLES: Final[Words] = {
    "tickets": _("One row for each case"),
    "updates": _("One row for each update of a case"),
    "events": _("One row for each event"),
    "changes": _("One row for each changed field"),
    "ignored": _("Not imported"),
}
STEPS: Final[Words] = {
    "reading": _("Reading the files"),
    "inferring": _("Finding out what the columns mean"),
    "simulating": _("Trying the import without writing"),
    "comparing": _("Comparing with what is known"),
    "staging": _("Laying out what is new"),
    "writing": _("Writing"),
    "numbering": _("Numbering the events"),
    "feeding": _("Preparing the data for measures"),
    "exporting": _("Writing the file"),
}


def reason(code: str) -> str:
    """Why rows were not taken."""
    return known(REASONS, code)


def repair(code: str) -> str:
    """What would let those rows in."""
    return known(REPAIRS, code)


def mending(code: str, **told: str) -> str:
    """What a repair does, on its button's left."""
    return known(MENDING, code) % told


def target(code: str) -> str:
    """What a column becomes."""
    return known(TARGETS, code)


def why(code: str) -> str:
    """What an inferred mapping rests on."""
    return known(WHY, code)


def zone_why(code: str | None, zone: str | None) -> str:
    """Why a column's dates stand in a zone of their own; empty where they do not."""
    if code != "other_clocks":
        return ""
    return gettext("Days in %(zone)s: every other clock of these files says so") % {"zone": zone}


def role(code: str) -> str:
    """What a row of a table is."""
    return known(ROLES, code)


def step(code: str | None) -> str:
    """What a job is doing; nothing said yet means that it waits for its turn."""
    return known(STEPS, code) if code else gettext("Waiting to begin")


# An encoding as `analytics.reading` calls it → the name people know it by, and what is written in it.
ENCODINGS: Final[dict[str, tuple[str, str | Promise]]] = {
    "utf-8": ("UTF-8", _("all scripts")),
    "cp1252": ("Windows-1252", _("Western European")),
    "cp1250": ("Windows-1250", _("Central European")),
    "cp1251": ("Windows-1251", _("Cyrillic")),
    "koi8_r": ("KOI8-R", _("Cyrillic")),
    "cp866": ("DOS 866", _("Cyrillic")),
    "gb18030": ("GB18030", _("simplified Chinese")),
    "cp950": ("Big5", _("traditional Chinese")),
    "cp932": ("Shift-JIS", _("Japanese")),
    "euc_jp": ("EUC-JP", _("Japanese")),
    "cp949": ("EUC-KR", _("Korean")),
    "cp1253": ("Windows-1253", _("Greek")),
    "cp1254": ("Windows-1254", _("Turkish")),
    "cp1255": ("Windows-1255", _("Hebrew")),
    "cp1256": ("Windows-1256", _("Arabic")),
    "cp1257": ("Windows-1257", _("Baltic")),
    "cp1258": ("Windows-1258", _("Vietnamese")),
    "mac_roman": ("Mac OS Roman", _("Western European")),
}


def encodings(files: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """What may be chosen for text files: what was found in them first, with how sure it is, then each code page."""
    named = [(code, labelled(name, script)) for code, (name, script) in ENCODINGS.items()]
    return [("found", _found(files)), *named]


def _found(files: Sequence[Mapping[str, Any]]) -> str:
    told = {tuple(each.get("found") or ("", None)) for each in files}
    code, sure = told.pop() if len(told) == 1 else ("", None)
    if not code:
        return gettext("as found in the files")
    name = ENCODINGS[code][0] if code in ENCODINGS else str(code).upper()
    return gettext("found: %(encoding)s, %(sure)s sure") % {"encoding": name, "sure": share(sure, places=0)}
