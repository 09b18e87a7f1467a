"""Every screen, setting, action, measure, command, event kind and right is in docs/reference, in words."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
import typer

from hansei.analytics.measures import MEASURES
from hansei.config.reference import commands, meanings, text
from hansei.config.reference.meanings import FIELDS, INPUTS, PARAMETERS
from hansei.config.reference.pages import PAGES
from hansei.config.reference.refusals import refusals_of
from hansei.config.reference.screens import screens
from hansei.config.reference.text import Undocumented
from hansei.kernel.actions import ACTIONS
from hansei.kernel.events import KINDS
from hansei.kernel.rights import RIGHTS

FOLDER = Path(__file__).parents[4] / "docs/reference"


def written(name: str) -> str:
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_what_the_code_declares(name: str) -> None:
    assert written(name) == PAGES[name](), "stale: run `make reference`"


def test_the_folder_holds_these_pages_and_no_other() -> None:
    assert {each.stem for each in FOLDER.glob("*.md")} == set(PAGES)


def test_nothing_that_is_declared_is_missing() -> None:
    """Counted another way than the pages are made."""
    ours = {name for name, each in ACTIONS.items() if ".tests." not in each.run.__module__}
    assert ours == {line[4:] for line in written("actions").splitlines() if line.startswith("### ")}
    kinds = {name for name, each in KINDS.items() if ".tests." not in each.__module__}
    assert kinds == {line[3:] for line in written("events").splitlines() if line.startswith("## ")}
    for page, names in (("measures", MEASURES), ("rights", RIGHTS)):
        assert [name for name in names if f"`{name}`" not in written(page)] == []
    assert [each.address for each in screens() if f"| `{each.address}` |" not in written("screens")] == []


def test_what_has_no_words_stops_the_page() -> None:
    with pytest.raises(Undocumented, match="sales:list has no docstring"):
        text.said(lambda: None, "sales:list")
    with pytest.raises(Undocumented, match=r"order\.place: `parcel` has no meaning"):
        meanings.of_input("order.place", "parcel")


def test_an_option_without_help_stops_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = typer.Typer()

    @alone.command()
    def pack(size: int = typer.Option(1, "--size")) -> None:
        """Pack a parcel."""

    monkeypatch.setattr(commands, "app", alone)
    with pytest.raises(Undocumented, match="hansei: size has no help"):
        commands.page()


def test_no_meaning_is_kept_for_what_is_gone() -> None:
    inputs = {(action.name, name) for action in ACTIONS.values() for name in action.inputs.model_fields}
    fields = {(kind.kind, name) for kind in KINDS.values() for name in inspect.signature(kind).parameters}
    for known, used in ((INPUTS, inputs), (FIELDS, fields)):
        names = {name for _, name in used} | {f"{owner}.{name}" for owner, name in used}
        assert set(known) - names == set()
    assert set(PARAMETERS) == {name for measure in MEASURES.values() for name in measure.parameters}


def test_the_refusals_of_an_action_are_those_of_all_it_calls() -> None:
    found = dict(refusals_of(ACTIONS["account.close"].run))
    assert found == {
        "`account.not_found`": "There is no such account.",
        "`right.missing`": "This needs the right “‹right›”; ask an administrator for it.",
    }
    assert "`record.outdated`" in dict(refusals_of(ACTIONS["improvement.edit"].run)), "from act.claim"
