# ruff: noqa: E501  (exports are lines)
"""Every preset knows only real targets and recognises the columns that it lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from hansei.analytics.log import PHASES
from hansei.analytics.mapping.presets import generic_names, presets
from hansei.analytics.mapping.targets import TARGETS
from hansei.analytics.shaping.tests.files import shaped_text

EXPORTS = {
    "zammad": (
        "#,Title,State,Priority,Group,Owner,Customer,Organization,Create Channel,Created At,Updated At,Closed At\n"
        "10001,Printer,closed,2 normal,Users,Anna,Ben,ACME,email,2024-03-01 10:00:00,2024-03-01 12:00:00,2024-03-01 12:00:00\n"
        "10002,Mail,pending reminder,2 normal,Users,Anna,Ben,ACME,phone,2024-03-02 10:00:00,2024-03-02 11:00:00,\n"
    ),
    "glpi": (
        '"ID";"Title";"Status";"Last update";"Opening date";"Priority";"Requester - Requester";"Assigned to - Technician";"Category"\n'
        '"1";"Printer";"Solved";"2024-03-01 12:00";"2024-03-01 10:00";"Medium";"Ben";"Anna";"Hardware"\n'
        '"2";"Mail";"Pending";"2024-03-02 11:00";"2024-03-02 10:00";"High";"Ben";"Anna";"Software"\n'
    ),
    "itop": (
        "ref,title,status,org_name,caller_name,team_name,agent_name,start_date,resolution_date,close_date,finalclass,priority\n"
        "R-000001,Printer,closed,Demo,Ben,Desk,Anna,2024-03-01 10:00:00,2024-03-01 12:00:00,2024-03-02 12:00:00,UserRequest,3\n"
        "R-000002,Mail,pending,Demo,Ben,Desk,Anna,2024-03-02 10:00:00,,,UserRequest,1\n"
    ),
    "znuny": (
        "TicketNumber;Age;Created;Closed;FirstLock;FirstResponse;State;Priority;Queue;Lock;Owner;CustomerID;CustomerName;Subject\n"
        "2024030110000011;2 d;2024-03-01 10:00:00;2024-03-01 12:00:00;;2024-03-01 10:30:00;closed successful;3 normal;Desk;lock;anna;ACME;Ben;Printer\n"
        "2024030210000012;1 d;2024-03-02 10:00:00;;;;pending reminder;3 normal;Desk;lock;anna;ACME;Ben;Mail\n"
    ),
}


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset.name)
def test_a_preset_names_only_targets_and_phases_that_exist(preset) -> None:
    assert set(preset.columns.values()) <= set(TARGETS)
    assert set((preset.fields or {}).values()) <= set(TARGETS)
    assert set((preset.phases or {}).values()) <= set(PHASES)
    assert preset.verified in ("real export", "source code, no real export")


def test_generic_names_lead_to_targets_that_exist() -> None:
    assert set(generic_names()) <= set(TARGETS)


@pytest.mark.parametrize("name", EXPORTS)
def test_a_tool_is_recognised_by_its_columns(name: str, tmp_path: Path) -> None:
    mapping, log, simulation = shaped_text(tmp_path, EXPORTS[name])
    assert (mapping.preset, mapping.shape) == (name, "tickets")
    assert mapping.unknown_states == ()
    assert (simulation.cases, simulation.rejected, simulation.open_at_end) == (2, 0, 1)
    first = log.cases.execute().iloc[0]
    assert (str(first["reported_at"]), first["title"], first["person"]) == (
        "2024-03-01 10:00:00",
        "Printer",
        first["person"],
    )
    assert first["person"].lower() == "anna"
