"""The frame's pages: language, zone, theme, rights, refusals, and the policy against inline script and style."""

from __future__ import annotations

import re

import pytest
from django.conf import LazySettings, settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.utils import timezone

from hansei.config.urls import urlpatterns as known_urls
from hansei.kernel.errors import NotAllowed, Refusal
from hansei.kernel.models import Account, EventRow, Job
from hansei.ui import health, menu
from hansei.ui.middleware.reader import language_of, zone_named
from tests.accounts import PASSWORD, make_account


def _refuse(request: HttpRequest) -> HttpResponse:
    raise Refusal("sample.locked", "Close <b>item 4</b> first.")


def _forbid(request: HttpRequest) -> HttpResponse:
    raise NotAllowed("right.missing", "This needs a right.")


def _break(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def _zone(request: HttpRequest) -> HttpResponse:
    from django.utils import timezone

    return HttpResponse(timezone.get_current_timezone_name())


def _stream(request: HttpRequest) -> StreamingHttpResponse:
    from django.utils import timezone, translation

    return StreamingHttpResponse(
        f"{translation.get_language()} {timezone.get_current_timezone_name()}\n" for _line in range(2)
    )


urlpatterns = [
    *known_urls,
    path("refuse/", _refuse),
    path("forbid/", _forbid),
    path("break/", _break),
    path("zone/", _zone),
    path("stream/", _stream),
]
handler404 = "hansei.ui.views.errors.not_found"
handler500 = "hansei.ui.views.errors.server_error"

OWN_PAGES = ["/", "/menu/", "/preferences/", "/health/"]


@pytest.fixture
def reader(db: None) -> Account:
    return make_account("administrator")


@pytest.fixture
def signed_in(client: Client, reader: Account) -> Client:
    client.force_login(reader)
    return client


@pytest.mark.parametrize("address", OWN_PAGES)
def test_a_page_needs_somebody_signed_in_and_leads_back_afterwards(db: None, client: Client, address: str) -> None:
    response = client.get(address)
    assert (response.status_code, response.headers["Location"]) == (302, f"/sign-in/?next={address}")


@pytest.mark.parametrize("address", [*OWN_PAGES, "/gallery/", "/nowhere/"])
def test_no_page_breaks_the_policy_against_inline_script_and_style(signed_in: Client, address: str) -> None:
    response = signed_in.get(address)
    html = response.content.decode()
    policy = response.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy + ";"
    assert "style-src 'self';" in policy + ";"
    assert re.findall(r"<[^>]+\sstyle=", html) == []
    assert re.findall(r"<[^>]+\son\w+=", html) == []
    assert "<style" not in html
    assert [
        tag for tag in re.findall(r"<script[^>]*>", html) if "src=" not in tag and "application/json" not in tag
    ] == []


def test_every_page_has_one_title_one_heading_a_skip_link_and_a_language(signed_in: Client) -> None:
    for address in OWN_PAGES:
        html = signed_in.get(address).content.decode()
        assert html.count("<h1") == 1, address
        assert len(re.findall(r"<title>[^<]+ · Hansei</title>", html)) == 1, address
        assert 'href="#main"' in html
        assert 'id="main"' in html
        assert '<html lang="en"' in html


def test_the_address_of_somebody_who_signs_in_may_be_in_capitals(client: Client, reader: Account) -> None:
    response = client.post("/sign-in/", {"username": reader.email.upper(), "password": PASSWORD})
    assert (response.status_code, response.headers["Location"]) == (302, "/")


def test_a_wrong_password_is_said_in_one_sentence_and_signs_nobody_in(client: Client, reader: Account) -> None:
    response = client.post("/sign-in/", {"username": reader.email, "password": "wrong"})
    assert "do not belong together" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_signing_out_needs_a_form(signed_in: Client) -> None:
    assert signed_in.get("/sign-out/").status_code == 405
    assert signed_in.post("/sign-out/").headers["Location"] == "/sign-in/"


def test_preferences_are_kept_with_one_event_and_none_when_nothing_changed(signed_in: Client, reader: Account) -> None:
    chosen = {"language": "ru", "zone": "Asia/Tokyo", "theme": "dark", "shortcuts": "on"}
    before = EventRow.objects.count()
    assert signed_in.post("/preferences/", chosen).status_code == 302
    reader.refresh_from_db()
    assert (reader.language, reader.zone, reader.theme) == ("ru", "Asia/Tokyo", "dark")
    [event] = EventRow.objects.filter(kind="account.preferences_chosen")
    assert event.facts == {"account": reader.pk, "language": "ru", "zone": "Asia/Tokyo", "theme": "dark"}
    assert signed_in.post("/preferences/", chosen).status_code == 302
    assert EventRow.objects.count() == before + 1
    page = signed_in.get("/preferences/").content.decode()
    assert '<html lang="ru" dir="ltr" data-bs-theme="dark">' in page
    assert "Часовой пояс" in page


@pytest.mark.parametrize("wrong", [{"language": "xx"}, {"zone": "Mars/Olympus"}, {"theme": "pink"}])
def test_a_preference_nobody_offers_is_refused(signed_in: Client, reader: Account, wrong: dict[str, str]) -> None:
    chosen = {"language": "en", "zone": "UTC", "theme": "light"} | wrong
    assert signed_in.post("/preferences/", chosen).status_code == 422
    reader.refresh_from_db()
    assert reader.theme == "system"
    assert not EventRow.objects.filter(kind="account.preferences_chosen").exists()


def test_keys_can_be_turned_off_in_this_browser(signed_in: Client) -> None:
    signed_in.post("/preferences/", {"language": "en", "zone": "UTC", "theme": "system"})
    assert 'data-shortcuts="off"' in signed_in.get("/").content.decode()


def test_somebody_unknown_chooses_a_language_and_goes_back(db: None, client: Client) -> None:
    response = client.post("/language/", {"language": "zh-hant", "next": "/sign-in/?next=/menu/"})
    assert response.headers["Location"] == "/sign-in/?next=/menu/"
    page = client.get("/sign-in/").content.decode()
    assert '<html lang="zh-Hant"' in page
    assert "登入" in page


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_choosing_a_language_never_leads_elsewhere(db: None, client: Client, elsewhere: str) -> None:
    assert client.post("/language/", {"language": "ru", "next": elsewhere}).headers["Location"] == "/"


def test_an_account_that_chose_no_language_gets_the_one_of_its_browser(reader: Account, client: Client) -> None:
    client.post("/language/", {"language": "zh-hant", "next": "/sign-in/"})
    client.post("/sign-in/", {"username": reader.email, "password": PASSWORD})
    assert client.get("/").headers["Content-Language"] == "zh-hant"
    assert 'value="zh-hant" selected' in client.get("/preferences/").content.decode()
    del client.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert client.get("/", headers={"accept-language": "ru"}).headers["Content-Language"] == "ru"
    client.post("/language/", {"language": "zh-hans"})  # now the account has chosen
    assert client.get("/", headers={"accept-language": "ru"}).headers["Content-Language"] == "zh-hans"


@pytest.mark.parametrize(
    ("asks", "language"),
    [("ru-RU,ru;q=0.9", "ru"), ("zh-TW,zh;q=0.9", "zh-hant"), ("zh-CN", "zh-hans"), ("zh-HK", "zh-hant"), ("fr", "en")],
)
def test_the_browser_is_asked_when_nobody_chose(asks: str, language: str) -> None:
    request = RequestFactory().get("/", headers={"accept-language": asks})
    assert language_of(request) == language


@pytest.mark.urls(__name__)
def test_times_are_shown_in_the_zone_of_the_account_or_of_the_browser(signed_in: Client, reader: Account) -> None:
    Account.objects.filter(pk=reader.pk).update(zone="Asia/Tokyo")
    assert signed_in.get("/zone/").content == b"Asia/Tokyo"
    Account.objects.filter(pk=reader.pk).update(zone="")  # nobody chose: the browser's own
    signed_in.cookies["hansei_zone"] = "America/Lima"
    assert signed_in.get("/zone/").content == b"America/Lima"
    signed_in.logout()
    signed_in.cookies["hansei_zone"] = "Europe/Oslo"
    assert signed_in.get("/zone/").content == b"Europe/Oslo"
    signed_in.cookies["hansei_zone"] = "../../etc/passwd"
    assert signed_in.get("/zone/").content == b"UTC"


@pytest.mark.urls(__name__)
def test_a_streamed_file_is_in_the_language_and_zone_of_its_reader(signed_in: Client, reader: Account) -> None:
    Account.objects.filter(pk=reader.pk).update(zone="Asia/Tokyo", language="ru")
    assert list(signed_in.get("/stream/")) == [b"ru Asia/Tokyo\n"] * 2


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc/passwd", "/etc/localtime", "a" * 400, "\x00"])
def test_a_zone_nobody_knows_is_none(name: str) -> None:
    assert zone_named(name) is None


@pytest.mark.urls(__name__)
def test_a_refusal_is_a_page_with_its_sentence_and_code(signed_in: Client) -> None:
    response = signed_in.get("/refuse/")
    assert (response.status_code, response.headers["X-Refusal"]) == (409, "sample.locked")
    assert "Close &lt;b&gt;item 4&lt;/b&gt; first." in response.content.decode()
    assert signed_in.get("/forbid/").status_code == 403


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("http://testserver/menu/?x=1", "http://testserver/menu/?x=1"),
        ("http://testserver/refuse/", None),  # that page shows the refusal itself
        ("https://elsewhere.example/menu/", None),
        ("http://[broken", None),
        ("", None),
    ],
)
def test_a_refused_action_leads_back_to_the_page_it_was_asked_on(
    signed_in: Client, came_from: str, back: str | None
) -> None:
    page = signed_in.post("/refuse/", headers={"referer": came_from}).content.decode()
    assert (f'href="{back}">Back</a>' in page) is (back is not None)
    assert page.count(">Back<") == (back is not None)
    assert "Go to Home" in page


@pytest.mark.urls(__name__)
def test_a_refusal_of_a_part_is_a_notice_and_leaves_the_page_as_it_is(signed_in: Client) -> None:
    response = signed_in.get("/refuse/", headers={"hx-request": "true"})
    assert response.status_code == 409
    assert response.headers["HX-Retarget"] == "#notices"
    assert response.content.decode().startswith('<div class="h-toast h-error" role="alert">')


@pytest.mark.urls(__name__)
def test_a_fault_of_ours_has_a_page_that_needs_no_database_and_names_the_request(db: None) -> None:
    client = Client(raise_request_exception=False)
    response = client.get("/break/", headers={"x-request-id": "trace-20417"})
    assert response.status_code == 500
    assert response.headers["X-Request-ID"] == "trace-20417"
    assert "trace-20417" in response.content.decode()


def test_a_request_id_from_outside_is_kept_only_when_it_is_harmless(db: None, client: Client) -> None:
    evil = client.get("/sign-in/", headers={"x-request-id": "<script>alert(1)</script>"}).headers["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f]{12}", evil)


def test_a_form_without_its_token_is_answered_with_a_sentence(reader: Account) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(reader)
    response = client.post("/preferences/", {"theme": "dark"})
    assert response.status_code == 403
    assert "This form was open too long" in response.content.decode()


def test_the_menu_shows_only_what_the_reader_may_open(client: Client, reader: Account) -> None:
    agent = make_account("agent")
    shown = {}
    for account in (reader, agent):
        client.force_login(account)
        shown[account.email] = "/health/" in client.get("/").content.decode()
    assert shown == {reader.email: True, agent.email: False}
    assert client.get("/health/").status_code == 403


def test_the_longest_address_that_begins_this_one_is_the_current_entry(reader: Account, rf: RequestFactory) -> None:
    request = rf.get("/health/more/")
    request.user = reader
    current = [line.url for block in menu.menu_of(request).blocks for line in block.lines if line.is_current]
    assert current == ["/health/"]


def test_the_key_sheet_lists_only_keys_that_lead_somewhere(signed_in: Client) -> None:
    html = signed_in.get("/").content.decode()
    for address in re.findall(r'data-url="([^"]+)"', html):
        assert signed_in.get(address).status_code == 200
    assert len(re.findall(r'data-keys="', html)) >= 4


@pytest.mark.django_db
def test_a_stranger_learns_only_whether_all_is_well(client: Client) -> None:
    assert client.get("/health.json").json() == {"status": "good"}
    client.force_login(make_account("agent"))
    assert client.get("/health.json").json() == {"status": "good"}


def test_a_monitor_gets_figures_with_the_right(client: Client, reader: Account) -> None:
    client.force_login(reader)
    assert set(client.get("/health.json").json()["checks"]["disk.free"]) == {"good", "value"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "is_good"), [("unreadable.no_rows", True), ("job.bug", False), ("job.lost_too_often", False)]
)
def test_a_refused_upload_is_no_fault_of_the_installation(code: str, is_good: bool):
    ended = {"state": Job.State.FAILED, "finished_at": timezone.now(), "error": {"code": code, "message": ""}}
    Job.objects.create(name="mining.look", **ended)
    assert {each.code: each.is_good for each in health.checks()}["jobs.failed"] is is_good


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("known", "given", "is_told"),
    [
        ("a-token-of-20-letters", "Bearer a-token-of-20-letters", True),
        ("a-token-of-20-letters", "Bearer a-token-of-20-letterz", False),
        ("a-token-of-20-letters", "Basic a-token-of-20-letters", False),
        ("a-token-of-20-letters", "", False),
        ("", "Bearer ", False),
    ],
    ids=["right", "wrong", "other scheme", "none", "none is set"],
)
def test_a_monitor_gets_figures_by_the_token(
    client: Client, settings: LazySettings, known: str, given: str, is_told: bool
) -> None:
    settings.HEALTH_TOKEN = known
    answer = client.get("/health.json", headers={"Authorization": given})
    assert ("checks" in answer.json()) is is_told


def test_missing_protection_makes_the_installation_unwell(client: Client, reader: Account) -> None:
    from hansei.kernel import triggers

    with triggers.lifted():
        assert (client.get("/health.json").status_code, client.get("/health.json").json()) == (503, {"status": "bad"})
        client.force_login(reader)
        assert client.get("/health.json").json()["checks"]["log.protected"]["good"] is False


def test_the_gallery_is_for_builders_and_administrators(client: Client, reader: Account) -> None:
    client.force_login(make_account("agent"))
    assert client.get("/gallery/").status_code == 404
    client.force_login(reader)
    assert client.get("/gallery/").status_code == 200
    taken = client.get("/gallery/?format=svg&picture=clock")
    assert taken.headers["Content-Type"].startswith("image/svg+xml")
