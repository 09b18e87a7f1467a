"""Looking at an extract before anything is written: what its columns mean, and what an import would do."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any, NamedTuple

import orjson

from hansei.analytics import engine
from hansei.analytics.log import Log
from hansei.analytics.mapping import Mapping, MappingError, from_yaml, infer, to_yaml
from hansei.analytics.quality import quality
from hansei.analytics.reading import TEXT, FileFacts, Raw, UnreadableFile, open_raw
from hansei.analytics.reading.case_types import by_case_type, case_types
from hansei.analytics.shaping import difference, repairs, shape_and_count
from hansei.kernel.actions import Act
from hansei.kernel.errors import Refusal
from hansei.kernel.jobs import Lane, Running, job
from hansei.rooms.mining import feed, queries
from hansei.rooms.mining.actions.imports import folder_of, paths_of, refused_of
from hansei.rooms.mining.actions.mapping import TO_BE_FOUND, by_hand, keep_failure, keep_look, keep_simulation
from hansei.rooms.mining.models import DataSet, Extract
from hansei.rooms.mining.remembered import remembered
from hansei.ui.words import imports as say

MOST_EXAMPLES = 5


@job("mining.look", Lane.LOOKING)
def look(running: Running) -> dict[str, Any]:
    """Read the files and infer a mapping; where the columns are those of before, take that one and simulate."""
    extract = Extract.objects.select_related("data_set__source").get(pk=running.inputs["extract"])
    said = _said(extract, running.inputs)
    with _opened(running, extract, said) as raw:
        running.report(step="inferring")
        mapping, facts = _mapped(raw, extract, running.inputs, said)
        act = Act(by=running.job.account, via="job")
        keep_look(act, extract=extract.pk, mapping=to_yaml(mapping), looked=facts)
        if facts["remembered"] == "whole":
            running.report(step="simulating")
            found, notes = _simulated(raw, mapping, extract)
            keep_simulation(act, extract=extract.pk, simulation=found, quality=notes)
    return {"remembered": facts["remembered"]}


@job("mining.simulate", Lane.LOOKING)
def simulate(running: Running) -> dict[str, Any]:
    """Do all that an import does, except writing; keep its figures."""
    extract = Extract.objects.select_related("data_set__source").get(pk=running.inputs["extract"])
    mapping = from_yaml(extract.mapping)
    with _opened(running, extract, Said(mapping.encoding, by_hand(extract, mapping.encoding))) as raw:
        running.report(step="simulating")
        found, notes = _simulated(raw, mapping, extract)
    keep_simulation(Act(by=running.job.account, via="job"), extract=extract.pk, simulation=found, quality=notes)
    return {"accepted": found["accepted"], "rejected": found["rejected"]}


class Said(NamedTuple):
    """The encoding of the text tables as a person says it, now (`by_hand`) or for this data set before."""

    encoding: str | None  # None: it is found
    by_hand: bool

    def of(self, raw: Raw) -> str | None:
        """It, unless there are text tables and none was read so: each is UTF-8 or bears a mark of its own."""
        texts = [each.encoding for each in raw.files if each.format == TEXT]
        return self.encoding if self.encoding in texts or not texts else None


def _said(extract: Extract, inputs: dict[str, Any]) -> Said:
    if chosen := inputs.get("encoding"):
        return Said(None if chosen == TO_BE_FOUND else str(chosen), by_hand=True)
    kept = extract.data_set.mapping if extract.data_set is not None and not inputs.get("preset") else ""
    return Said(from_yaml(kept).encoding if kept else None, by_hand=False)


@contextmanager
def _opened(running: Running, extract: Extract, said: Said) -> Iterator[Raw]:
    """The extract's files, read on a connection of their own; a refusal is kept with the extract."""
    running.report(step="reading")
    scratch = folder_of(extract) / f"look-{running.job.pk}"
    scratch.mkdir(parents=True, exist_ok=True)
    try:
        con = feed.connect_for(folder_of(extract), extract.data_set_id, scratch)
        yield open_raw(paths_of(extract), folder=scratch, con=con, encoding=said.encoding, by_hand=said.by_hand)
    except (UnreadableFile, MappingError, Refusal) as refused:
        no = say.wrong_mapping(refused) if isinstance(refused, MappingError) else refused
        keep_failure(Act(by=running.job.account, via="job"), extract=extract.pk, code=no.code, details={**no.details})
        raise Refusal(no.code, str(no), **no.details) from None
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _mapped(raw: Raw, extract: Extract, inputs: dict[str, Any], said: Said) -> tuple[Mapping, dict[str, Any]]:
    kind, types = inputs.get("case_type"), []
    read = {"encoding": said.of(raw), "by_hand": said.by_hand}
    if raw.base is not None:
        types = [asdict(each) for each in case_types(raw.con, raw.base)]
        if kind:
            raw = by_case_type(raw, kind)
    mapping = infer(raw, zone=inputs.get("zone") or "UTC", preset_name=inputs.get("preset") or None)
    if kind:
        mapping = mapping.model_copy(update={"case_type": kind})
    fits = "none"
    if extract.data_set is not None and extract.data_set.mapping and not inputs.get("preset"):
        mapping, fits = remembered(from_yaml(extract.data_set.mapping), mapping)
    mapping = mapping.model_copy(update={"encoding": read["encoding"]})
    return mapping, _facts(raw, extract) | read | {"case_types": types, "remembered": fits}


def _facts(raw: Raw, extract: Extract) -> dict[str, Any]:
    """What a person wants to know of the files, as plain data."""
    shown = {path.name: each["name"] for path, each in zip(paths_of(extract), extract.files, strict=True)}
    files = [_file(each, shown.get(each.name, each.name)) for each in raw.files]
    columns = [
        {"table": each.table, "name": each.name, "rows": each.rows, "filled": each.filled, "distinct": each.distinct}
        for each in raw.columns
    ]
    origins = {table: shown.get(origin, origin) for table, origin in raw.origins.items()}
    return {"files": files, "rows": raw.rows, "columns": columns, "origins": origins, "refused_rows": raw.rejected_rows}


def _file(each: FileFacts, name: str) -> dict[str, Any]:
    told = {key: getattr(each, key) for key in ("format", "rows", "encoding", "confidence", "found", "delimiter")}
    return {"name": name, **told}


def _simulated(raw: Raw, mapping: Mapping, extract: Extract) -> tuple[dict[str, Any], list[Any]]:
    data_set = extract.data_set
    log, simulation = shape_and_count(raw.con, raw, mapping, refused=refused_of(extract))
    found = asdict(simulation) | {"repairs": [asdict(each) for each in repairs(simulation, mapping)]}
    found["held_by"] = _held_by(extract)
    for reason in found["reasons"]:
        reason["examples"] = [
            {**each, "example": str(each["example"])[:300]} for each in reason["examples"][:MOST_EXAMPLES]
        ]
    if data_set is not None and data_set.version and simulation.cases:
        found["difference"] = _difference(raw, log, data_set)
    notes = [asdict(note) for note in quality(log, simulation)]
    return _plain(found), _plain(notes)


def _held_by(extract: Extract) -> list[str]:
    """The other data sets that these very files were brought into, by name."""
    mine = _digests(extract)
    done = Extract.objects.filter(state=Extract.State.DONE, data_set__in=queries.ready_data_sets())
    others = done.exclude(data_set=extract.data_set_id).select_related("data_set__source").order_by("-pk")
    return list(dict.fromkeys(each.data_set.source.name for each in others if each.data_set and _digests(each) == mine))


def _digests(extract: Extract) -> list[str]:
    return sorted(each["sha256"] for each in extract.files)


def _difference(raw: Raw, log: Log, data_set: DataSet) -> dict[str, int]:
    found = difference(engine.load(raw.con, feed.version_folder(data_set.pk, data_set.version)), log)
    names = (
        "added_events", "corrected_fields", "corrected_event_fields", "vanished", "new_cases", "closed", "reopened",
        "changed_after", "changed", "unchanged", "overruled",
        "other_values", "relations_left_out",
    )  # fmt: skip
    return {name: getattr(found, name) for name in names}


def _plain(value: Any) -> Any:
    return orjson.loads(orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS))
