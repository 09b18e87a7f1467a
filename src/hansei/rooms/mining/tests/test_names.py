"""No name of a person reaches a reader who may not see names, wherever a tool writes it."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from hansei.rooms.mining.tests.test_import import HEAD, Bring, bring, committed, shown
from tests.accounts import make_account

__all__ = ["bring", "committed"]

PEOPLE = ("Ana Berg", "Bo Lindqvist", "Cyril Zwerg", "Dora Quist")
CHANGES = "key,created,created_by,field,from,to\n" + (
    "HR-1,2025-03-03 09:00,Ana Berg,assignee,,Bo Lindqvist\n"
    "HR-1,2025-03-03 10:00,Ana Berg,status,Open,In Progress\n"
    "HR-1,2025-03-04 10:00,Ana Berg,assignee,Bo Lindqvist,Cyril Zwerg\n"
    "HR-1,2025-03-04 10:30,Ana Berg,Technician,Dora Quist,\n"
    "HR-1,2025-03-04 11:00,Ana Berg,status,In Progress,Resolved\n"
    "HR-2,2025-03-04 11:00,Ana Berg,status,Open,Resolved\n"
)
FIRST = HEAD + (
    "INC1,New,2025-03-03 09:00,2025-03-03 09:00,Desk,Ana Berg,3,\n"
    "INC2,New,2025-03-05 09:00,2025-03-05 09:00,Desk,Bo Lindqvist,3,\n"
)
# Corrected later, by what nobody in the ticket did: the assignee, and a remark that is somebody's name.
SECOND = (
    HEAD.strip()
    + ",u_remark\n"
    + (
        "INC1,Resolved,2025-03-03 09:00,2025-04-02 10:00,Desk,Ana Berg,3,2025-04-02 10:00,Bo Lindqvist\n"
        "INC2,New,2025-03-05 09:00,2025-03-05 09:00,Desk,Bo Lindqvist,1,,none\n"
        "INC2,Resolved,2025-03-05 09:00,2025-04-02 10:00,Network,Cyril Zwerg,1,2025-04-02 10:00,none\n"
    )
)


def read_by(client: Client, source: int | None, role: str) -> str:
    """Every ticket of a data set as this role reads it: the page, and its events as a file."""
    assert source is not None
    client.force_login(make_account(role))
    told = []
    for case in shown(source).cases.execute().case:
        address = reverse("mining:ticket", args=[source, case])
        told.append(re.sub(r"<[^>]+>", " ", client.get(address).content.decode()))
        file = client.get(f"{address}?export=csv&table=events")
        told.append(b"".join(file).decode() if file.streaming else file.content.decode())
    return "\n".join(told)


@pytest.mark.slow
@pytest.mark.parametrize("role", ["agent", "auditor"])
def test_a_change_log_names_no_assignee(bring: Bring, client: Client, role: str) -> None:
    told = read_by(client, bring(CHANGES).data_set_id, role)
    assert [name for name in PEOPLE if name in told] == []
    assert "In Progress" in told
    assert "a person" in told


@pytest.mark.slow
def test_what_a_later_extract_corrects_names_nobody(bring: Bring, client: Client) -> None:
    source = bring(FIRST).data_set_id
    bring(SECOND, source)
    told = read_by(client, source, "agent")
    assert [name for name in PEOPLE if name in told] == []
    assert "Priority" in told
