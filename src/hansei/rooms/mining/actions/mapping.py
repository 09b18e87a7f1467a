"""What happens to an extract before its import: looked at, mapped, simulated. Nothing of it is in the log yet."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.analytics.mapping import MappingError, from_yaml, refuse_unfit, to_yaml
from hansei.analytics.reading.encoding import known_encoding
from hansei.analytics.shaping import Repair, repaired
from hansei.kernel import jobs
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import Refusal
from hansei.rooms.mining.actions.imports import locked
from hansei.rooms.mining.events import ExtractExamined, ExtractMapped
from hansei.rooms.mining.models import Extract
from hansei.ui.words import imports as say

TO_BE_FOUND = "found"  # instead of an encoding: as if nobody had said one, also where somebody did before
OPEN = {Extract.State.UPLOADED, Extract.State.SIMULATED, Extract.State.FAILED}


def _open(extract: int) -> Extract:
    found = locked(extract)
    if found.state not in OPEN:
        raise Refusal("extract.not_importable", _("This extract is imported or being imported already."))
    return found


@action("extract.look", label=gettext_lazy("Look at the columns"), right="mining.import")
def look_at_extract(
    act: Act, *, extract: int, zone: str = "", preset: str = "", case_type: str = "", encoding: str = ""
) -> int:
    """Have the files read and a mapping proposed, with this preset, case type or encoding; return the job's number."""
    found = _open(extract)
    if encoding and encoding != TO_BE_FOUND and (encoding := known_encoding(encoding) or "") == "":
        raise Refusal("extract.encoding", _("There is no such encoding. Choose one of the list."))
    asked = {"zone": zone, "preset": preset, "case_type": case_type, "encoding": encoding}
    found.job = jobs.enqueue("mining.look", by=act.by, extract=found.pk, **asked)
    found.state, found.error, found.simulation, found.quality = Extract.State.UPLOADED, None, {}, []
    found.save()
    act.record(ExtractExamined(extract=found.pk, step="look"))
    return found.job.pk


@action("extract.map", label=gettext_lazy("Keep the mapping"), right="mining.import")
def map_extract(act: Act, *, extract: int, mapping: str) -> None:
    """Keep a mapping (YAML) with the extract; what was simulated with another one no longer holds."""
    found = _open(extract)
    try:
        given = from_yaml(mapping)
        # The columns of another kind of case, or in another encoding, are known to the files only.
        if found.looked and given.case_type is None and given.encoding == found.looked.get("encoding"):
            refuse_unfit(given, _columns(found))
    except MappingError as wrong:
        raise say.wrong_mapping(wrong) from None
    found.mapping, found.simulation, found.quality = mapping, {}, []
    found.state, found.error = Extract.State.UPLOADED, None
    found.save(update_fields=["mapping", "simulation", "quality", "state", "error"])
    act.record(ExtractMapped(extract=found.pk))


def by_hand(extract: Extract, encoding: str | None) -> bool:
    """Whether a person chose this encoding for these very files when they were last looked at."""
    return bool(extract.looked.get("by_hand")) and extract.looked.get("encoding") == encoding


def _columns(found: Extract) -> dict[str, list[str]]:
    """The columns of each table, as the files were last looked at."""
    tables: dict[str, list[str]] = {}
    for each in found.looked["columns"]:
        tables.setdefault(each["table"], []).append(each["name"])
    return tables


@action("extract.repair", label=gettext_lazy("Repair and simulate again"), right="mining.import")
def repair_extract(act: Act, *, extract: int, repair: str, zone: str = "") -> int:
    """Make one of the repairs that the last simulation offers (`zone`: the one the asker lives in), simulate again."""
    found = _open(extract)
    mapping = from_yaml(found.mapping)
    chosen = next((each for each in offered(found, zone) if name_of(each) == repair), None)
    if chosen is None:
        raise Refusal("repair.outdated", _("This repair belongs to an older simulation. Look at the page again."))
    map_extract(act, extract=extract, mapping=to_yaml(repaired(mapping, chosen)))
    return simulate_extract(act, extract=extract)


def offered(extract: Extract, zone: str) -> list[Repair]:
    """The repairs that an extract's simulation gives reasons for; clocks without a zone can move to this one."""
    told = extract.simulation
    found = [Repair(**each) for each in told.get("repairs", [])]
    floating = sum(each["filled"] for each in told.get("columns", []) if each.get("floating"))
    if floating and zone and zone != from_yaml(extract.mapping).zone and Repair("zone", 0, value=zone) not in found:
        found.append(Repair("zone", floating, value=zone))
    return found


def name_of(repair: Repair) -> str:
    """A repair's name in a form; the same repair has the same name on each page."""
    return ":".join((repair.code, repair.table, repair.column, repair.value))


@action("extract.simulate", label=gettext_lazy("Simulate"), right="mining.import")
def simulate_extract(act: Act, *, extract: int) -> int:
    """Have it found out what an import would do; return the job's number."""
    found = _open(extract)
    if not found.mapping:
        raise Refusal("extract.not_mapped", _("The columns of this extract are not mapped yet."))
    found.job = jobs.enqueue("mining.simulate", by=act.by, extract=found.pk)
    found.state, found.error, found.simulation, found.quality = Extract.State.UPLOADED, None, {}, []
    found.save(update_fields=["job", "state", "error", "simulation", "quality"])
    act.record(ExtractExamined(extract=found.pk, step="simulate"))
    return found.job.pk


@action("extract.keep_look", label=gettext_lazy("Keep what was found"), right="mining.import")
def keep_look(act: Act, *, extract: int, mapping: str, looked: dict[str, Any]) -> None:
    """Keep the proposed mapping and the facts of the files."""
    found = _open(extract)
    found.mapping, found.looked = mapping, looked
    found.save(update_fields=["mapping", "looked"])
    act.record(ExtractMapped(extract=found.pk))


@action("extract.keep_simulation", label=gettext_lazy("Keep the simulation"), right="mining.import")
def keep_simulation(act: Act, *, extract: int, simulation: dict[str, Any], quality: list[Any]) -> None:
    """Keep what an import would do."""
    found = _open(extract)
    found.simulation, found.quality, found.state = simulation, quality, Extract.State.SIMULATED
    found.save(update_fields=["simulation", "quality", "state"])
    act.record(ExtractExamined(extract=found.pk, step="simulated"))


@action("extract.keep_failure", label=gettext_lazy("Keep the reason"), right="mining.import")
def keep_failure(act: Act, *, extract: int, code: str, details: dict[str, Any]) -> None:
    """Keep why the files could not be read; a person reads it in words and tries again."""
    found = _open(extract)
    found.state, found.error = Extract.State.FAILED, {"code": code, "details": details}
    found.save(update_fields=["state", "error"])
    act.record(ExtractExamined(extract=found.pk, step="failed"))
