"""Every address of the site, asked for by those who may not: strangers, readers without a right, readers of another
organisation, and pages of other sites that post in the name of somebody signed in.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import LazySettings
from django.db.models import Model
from django.test import Client
from django.urls import get_resolver, resolve, reverse
from django.utils import timezone

from hansei.blocks.register.declaration import REGISTERS
from hansei.kernel import triggers
from hansei.kernel.models import Account, EventRow, Grant, Identity, Job, Role
from hansei.kernel.rights import RIGHTS, UNDIVIDED
from hansei.rooms.improvement.models import ControlItem, Improvement
from hansei.rooms.mining.models import DataSet, Extract, FindingDecision, ScanSettings
from hansei.rooms.reviews.models import Pack
from tests.accounts import PASSWORD, make_account
from tests.kept import once
from tests.site import site_pages

# All of it is made once, on one worker.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("every address")]

# Open to anybody, and what it answers a stranger.
PUBLIC = {
    "ui:sign_in": 200,
    "ui:health_monitor": 200,
    "ui:set_language": 302,
    "ui:sign_out": 302,
    "voice:give": 200,
    "voice:answer": 200,
    "voice:wall": 200,
    "voice:why_not": 200,
    "voice:asked": 200,  # whoever has the link of an open survey
    "reports:receipt": 404,  # without a link that we signed
    "reviews:receipt": 404,
    "reviews:feed_file": 404,
    "dashboard:open": 200,  # whoever has the address of a shared dashboard
}
# Everybody's own, whatever they may do.
OWN = {"ui:home", "ui:menu", "ui:preferences", "improvement:suggest", "improvement:for_users", *PUBLIC}
OWN |= {"reviews:feed_open", "reviews:feed_shut"}  # the address of one's own calendar
MORE = {
    "pk": 1,
    "check": 1,
    "risk": 1,
    "code": "improvement.cause",
    "job": 1,
    "step": "vision",
    "agreed": 1,
    "saved": 1,
    "attachment": 1,
    "number": 1,
    "field": "state",
    "name": "time_to_resolve",
    "form": "csv",
    "kind": "any",
    "token": "none",
}
MORE |= {"asked": 1, "verb": "begin", "of": "team"}
# A form that is sent empty comes back; a calendar and a table answer a POST as they answer a GET.
REVIEWS = (("", 200), ("calendar/", 200), ("feed/", 200), ("levels/", 200), ("levels/team/", 422))
RECORDS: tuple[type[Model], ...] = (
    EventRow, DataSet, Extract, FindingDecision, ScanSettings, Improvement, ControlItem, Pack, Identity, Grant,
)  # fmt: skip


@pytest.fixture
def addresses(transactional_db: None, settings: LazySettings, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Every route's name with its address, leading to records that are there."""
    settings.UPLOAD_ROOT, settings.PARQUET_ROOT = tmp_path / "uploads", tmp_path / "parquet"
    yield once("every address", made)
    triggers.lift()


def made() -> dict[str, str]:
    """Make what the listed pages show, and name the address of every route with it."""
    readers = {role: make_account(role) for role in ("manager", "administrator", "agent")}
    known: dict[str, dict[str, Any]] = {}
    for shown in site_pages():
        if not isinstance(shown.path, str):
            found = resolve(urlsplit(shown.address(readers[shown.role])).path)
            known.setdefault(found.namespace, {}).update(found.kwargs)
    assert known["mining"].keys() >= {"source", "key", "case", "extract"}
    return {
        name: reverse(name, kwargs={each: known.get(space, {}).get(each) or MORE[each] for each in wanted})
        for space, name, wanted in routes()
    }


def routes(resolver: Any = None, outer: str = "") -> Iterator[tuple[str, str, list[str]]]:
    """Namespace, full name and arguments of every route of the product, also of registers inside a room's addresses."""
    for space, (_prefix, inner) in (resolver or get_resolver()).namespace_dict.items():
        for name in {str(key) for key in inner.reverse_dict if isinstance(key, str)}:
            yield f"{outer}{space}", f"{outer}{space}:{name}", inner.reverse_dict[name][0][0][1]
        yield from routes(inner, f"{outer}{space}:")


OWN_FORMS = ("/governance/deputies/", "/improvements/nominate/")


def all_there() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in RECORDS}


def scoped() -> Account:
    """Somebody who may do everything, but in an organisation in which none of these records is."""
    place = Identity.objects.create(kind="organisation", key="elsewhere")
    role = Role.objects.create(key="all-of-it", rights=list(RIGHTS))
    account = Account.objects.create_user("elsewhere@test.example", PASSWORD, name="Elsewhere")
    since = timezone.now() - timezone.timedelta(days=1)
    Grant.objects.create(account=account, role=role, scope="organisation", scope_object=place, since=since)
    return account


def without_right() -> Account:
    return Account.objects.create_user("nobody@test.example", PASSWORD, name="Nobody")


@pytest.mark.beside_database
def test_a_stranger_is_asked_to_sign_in(addresses: dict[str, str], client: Client):
    there = all_there()
    opened = {}
    for name, address in addresses.items():
        for method in ("get", "post"):
            answer = getattr(client, method)(address)
            is_sent_away = answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in/")
            if not is_sent_away and answer.status_code != 405:
                opened[name] = answer.status_code
    assert opened == {name: status for name, status in PUBLIC.items() if name in opened}
    assert all_there() == there


@pytest.mark.parametrize("reader", [pytest.param(without_right, marks=pytest.mark.beside_database), scoped])
def test_without_the_right_nothing_is_told_and_nothing_changes(addresses: dict[str, str], client: Client, reader: Any):
    account = reader()
    client.force_login(account)
    there, jobs = all_there(), Job.objects.count()
    told = {}
    for name, address in addresses.items():
        if name in OWN or name.endswith(":pin_view"):  # pinned for oneself
            continue
        for method in ("get", "post"):
            answer = getattr(client, method)(address)
            if answer.status_code not in (403, 404, 405):
                told[f"{method} {address}"] = answer.status_code
    # Whoever holds a register's right in any organisation has a list, of theirs alone, and may write something down.
    open_lists = (
        [each.namespace for each in REGISTERS.values() if each.see not in UNDIVIDED] if reader is scoped else []
    )
    own = {  # of the reader's own records: empty
        f"{method} {each}": 200
        for method in ("get", "post")
        for each in ("/risks/map/", "/capa/shared/", "/investigations/coupled/", "/inputs/sources/", "/audits/")
        if open_lists
    }
    # Who acts for oneself, and whom one may nominate: nobody here, and both forms come back empty.
    own |= {f"{way} {each}": 200 for way in ("get", "post") for each in OWN_FORMS if open_lists}
    # Of what the reader may see, which is nothing, and how reviews are set, which is nobody's secret.
    own |= {f"get /reviews/{each}": 200 for each in ("", "calendar/", "feed/", "levels/", "levels/team/") if open_lists}
    own |= {f"post /reviews/{each}": status for each, status in REVIEWS if open_lists}
    for space in open_lists:
        lists = (reverse(f"{space}:list"), reverse(f"{space}:export", args=["csv"]), reverse(f"{space}:new"))
        lists += (reverse(f"{space}:life"),)
        own |= {f"{method} {each}": 200 for method in ("get", "post") for each in lists}
        # A view wants a name, a change of many wants ticks.
        own |= {f"post {lists[0]}views/save/": 409, f"post {lists[0]}bulk/": 409, f"get {lists[0]}tags/": 200}
    if open_lists:
        # One's own tree, empty; what is refused because nothing was chosen, or is there already.
        own |= {"get /goals/": 200, "post /goals/": 200}
        own |= {f"post /goals/{each}/": 409 for each in ("arrow", "load", "load-scorecard", "place")}
        # A view that is shared shows each reader their own records, and is pinned for oneself.
        shared = addresses.get("improvement:view", "")
        own |= {said: status for said, status in told.items() if shared and said.split()[1].startswith(shared)}
    assert (sorted(told.items() - own.items()), sorted(own.items() - told.items())) == ([], [])
    assert (all_there(), Job.objects.count()) == (there, jobs)


def test_a_list_shows_the_scoped_reader_no_record_of_others(addresses: dict[str, str], client: Client):
    found = Improvement.objects.select_related("identity").order_by("pk")[0]
    client.force_login(make_account("manager"))
    assert found.title in client.get("/improvements/").content.decode()
    client.force_login(scoped())
    for address in ("/improvements/", "/improvements/export/csv/", "/"):
        assert found.title not in b"".join(client.get(address)).decode(), address


@pytest.mark.beside_database
def test_another_site_cannot_act_in_the_name_of_somebody_signed_in(addresses: dict[str, str]):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_account("administrator"))
    there, jobs = all_there(), Job.objects.count()
    accepted = {}
    for name, address in addresses.items():
        answer = client.post(address, {"name": "服务", "form": "csv", "decision": "confirm"})
        if answer.status_code not in (403, 405):
            accepted[name] = answer.status_code
    assert accepted == {}
    assert (all_there(), Job.objects.count()) == (there, jobs)


@pytest.mark.parametrize(
    "where",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "https:evil.example"],
)
@pytest.mark.django_db
def test_signing_in_and_choosing_a_language_lead_to_no_other_site(client: Client, where: str):
    account = make_account("agent")
    posted = {"username": account.email, "password": PASSWORD, "next": where, "language": "ru"}
    for address in ("/language/", f"/sign-in/?next={where}", "/sign-in/"):
        answer = client.post(address, posted)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/"), address


@pytest.mark.django_db
def test_signing_in_changes_the_session_and_its_cookie_is_kept_from_scripts(client: Client):
    account = make_account("agent")
    client.get("/sign-in/")
    session = client.session
    session["planted"] = "yes"
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted
    client.post("/sign-in/", {"username": account.email, "password": PASSWORD})
    cookie = client.cookies["sessionid"]
    assert cookie.value != planted
    assert (bool(cookie["httponly"]), cookie["samesite"]) == (True, "Lax")
    stranger = Client()
    stranger.cookies["sessionid"] = planted
    assert stranger.get("/preferences/").status_code == 302


@pytest.mark.django_db
def test_a_page_of_somebody_signed_in_is_kept_by_no_proxy(client: Client):
    client.force_login(make_account("agent"))
    answer = client.get("/")
    assert "private" in answer.headers["Cache-Control"]
    assert "Cookie" in answer.headers["Vary"]
