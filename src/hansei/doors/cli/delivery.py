"""A delivery on its way through the wizard's steps, without a browser: uploaded, looked at, simulated, taken in."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer
from django.conf import settings

from hansei.kernel import jobs
from hansei.kernel.actions import ACTIONS, Act
from hansei.kernel.errors import NotFound, Refusal
from hansei.kernel.models import Account, Job
from hansei.kernel.queries import QUERIES
from hansei.ui.words import imports as say

PAUSE = 0.5
# What a form of export may have no place for, as its writer counts it.
LEFT_OUT = {
    "events_without_case": "events of no case",
    "events_in_several_cases": "events told once for each of their cases",
    "objects_of_other_kinds": "objects that are no case",
    "relations_to_other_kinds": "relations to these",
    "roles": "roles of cases in events",
    "values_over_time": "values from an instant on at which nothing happened",
    "links": "links between objects",
    "times_missing": "events without an instant",
    "characters_not_in_xml": "characters that XML cannot hold",
}


class Unreadable(Exception):
    """The files cannot be read; the sentence says why."""


@dataclass
class Door:
    """Who is at the command line, and how their wishes reach actions and queries."""

    quiet: bool
    account: Account | None = None
    _said: str = ""

    def enter(self, email: str) -> None:
        """Act as this account from now on; as the system without one."""
        if email:
            self.account = Account.objects.filter(email=email.strip().lower(), is_active=True).first()
            if self.account is None:
                raise NotFound("account.not_found", f"There is no account {email} that may sign in.")

    def act(self, name: str, /, **inputs: Any) -> Any:
        """Carry out an action in this person's name."""
        return ACTIONS[name].run(Act(by=self.account, via="cli"), **inputs)

    def ask(self, name: str, /, **inputs: Any) -> Any:
        """Ask a query in this person's name."""
        return QUERIES[name].run(self.account, **inputs)

    def data_sets(self) -> list[Any]:
        """The data sets this person may see."""
        found: list[Any] = self.ask("mining.data_sets")
        return found

    def source(self, which: str) -> int:
        """The number of a data set that is named by number or name."""
        rows = self.data_sets()
        alike = [row.id for row in rows if str(row.id) == which] or [row.id for row in rows if row.name == which]
        if len(alike) > 1:
            raise Refusal("data_set.several", f"{len(alike)} data sets are called “{which}”; give the number instead.")
        if not alike:
            raise NotFound("data_set.not_found", f"There is no data set “{which}”, or you may not see it.")
        return int(alike[0])

    def name_of(self, source: int) -> str:
        return next(str(row.name) for row in self.data_sets() if row.id == source)

    def carry_out(self, job: int) -> Job:
        """Do a job here, or wait while the server does it; refuse with its reason when it fails."""
        while True:
            jobs.work_once(only=job, tell=self._tell)
            found = Job.objects.get(pk=job)
            self._tell(found.progress)
            if found.state not in (Job.State.QUEUED, Job.State.RUNNING):
                break
            time.sleep(PAUSE)
        if found.state == Job.State.CANCELLED:
            raise Refusal("job.cancelled", "Somebody cancelled this work.")
        if found.state == Job.State.FAILED:
            code = (found.error or {}).get("code", "")
            failure = Unreadable(say.refusal(found.error)) if code.startswith(("file.", "mapping.")) else None
            raise failure or Refusal(code, say.refusal(found.error))
        return found

    def _tell(self, progress: Mapping[str, Any]) -> None:
        step = progress.get("step")
        if self.quiet or not step:
            return
        share = f" {progress['done'] / progress['of']:.0%}" if step == "writing" and progress.get("of") else ""
        if (line := f"{say.step(step)}{share}") != self._said:
            typer.echo(line, err=True)
            self._said = line


@contextmanager
def delivered(door: Door, files: Sequence[Path], source: int | None) -> Iterator[int]:
    """Upload copies of the files as an extract; what did not become part of a data set is thrown away again."""
    folder = Path(settings.UPLOAD_ROOT) / "arriving"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        copies = []
        for place, file in enumerate(files):
            copy = Path(scratch) / str(place)
            shutil.copyfile(file, copy)
            copies.append((file.name, str(copy)))
        extract: int = door.act("extract.upload", files=copies, data_set=source)
    try:
        yield extract
    finally:
        _let_go(door, extract)


def _let_go(door: Door, extract: int) -> None:
    state = door.ask("mining.extract", extract=extract)["state"]
    if state == "taking_in":
        door.act("import.cancel", extract=extract)
        door.act("import.take_back", extract=extract)
        state = door.ask("mining.extract", extract=extract)["state"]
    if state not in ("taking_in", "done"):
        door.act("extract.discard", extract=extract)


def simulated(door: Door, extract: int, mapping: str | None, asked: Mapping[str, str]) -> dict[str, Any]:
    """Have the files looked at, mapped and simulated; return what is known of the extract then."""
    door.carry_out(door.act("extract.look", extract=extract, **asked))
    if mapping is not None:
        door.act("extract.map", extract=extract, mapping=mapping)
    told: dict[str, Any] = door.ask("mining.extract", extract=extract)
    if told["state"] != "simulated":  # where the mapping of before fits, looking has simulated already
        door.carry_out(door.act("extract.simulate", extract=extract))
        told = door.ask("mining.extract", extract=extract)
    return told


def taken_in(door: Door, extract: int, name: str) -> dict[str, int]:
    """Import a simulated extract; return what came of it."""
    told = door.ask("mining.extract", extract=extract)
    if not told["simulation"]["cases"]:
        raise Refusal("import.nothing", say.refusal({"code": "import.nothing"}))
    door.carry_out(door.act("extract.import", extract=extract, mapping=told["mapping"], name=name))
    counts: dict[str, int] = door.ask("mining.extract", extract=extract)["counts"]
    return counts


def figures(told: Mapping[str, Any]) -> Iterator[str]:
    """What the simulation says, a line each."""
    rows = f"{told['accepted']:,} of {told['rows']:,} rows"
    yield f"{rows} would come in: {told['cases']:,} cases, {told['events']:,} events."
    for reason in told["reasons"]:
        yield f"{reason['n']:>9,}  refused: {say.reason(reason['code'])}. {say.repair(reason['repair'])}."
    if (found := told.get("difference")) is not None:
        yield (
            f"Beyond the data set: {found['new_cases']:,} new cases, {found['added_events']:,} new events, "
            f"{found['corrected_fields']:,} corrected fields, {found['closed']:,} cases closed."
        )


def without_place(left_out: Mapping[str, int]) -> Iterator[str]:
    """What a file's form could not hold, one line; nothing where it holds all."""
    if left_out:
        named = ", ".join(f"{LEFT_OUT.get(code, code)} {n:,}" for code, n in left_out.items())
        n = sum(left_out.values())
        yield f"{n:,} {'value has' if n == 1 else 'values have'} no place in this form: {named}."


def outcome(counts: Mapping[str, int]) -> str:
    """What an import has done."""
    if not counts["events"] and not counts["corrected"]:
        return "All of it was known already. Nothing changed."
    new = f"{counts['cases']:,} new cases, {counts['events']:,} new events"
    return f"Imported: {new}, {counts['corrected']:,} corrected fields."
