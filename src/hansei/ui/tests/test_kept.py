"""A form that was refused: its words stay, harmless, where they can be mended and sent again."""

from __future__ import annotations

import re
from html import escape, unescape
from io import BytesIO
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from hansei.config.urls import urlpatterns as known_urls
from hansei.kernel.errors import NotAllowed, Outdated, Refusal
from hansei.ui import kept
from tests.accounts import make_account

HOSTILE = '"><script>alert(1)</script>\n</textarea><img src=x onerror=alert(2)> {{ 7|add:7 }} Ω'


def _refuse(request: HttpRequest) -> HttpResponse:
    raise Refusal("sample.locked", "Say <b>why</b> first.")


def _outdated(request: HttpRequest) -> HttpResponse:
    raise Outdated("record.outdated", "Compare both texts, then save again.", version=3)


def _outdated_otherwise(request: HttpRequest) -> HttpResponse:
    raise Outdated("sample.outdated", "Somebody said it meanwhile.")


def _forbid(request: HttpRequest) -> HttpResponse:
    raise NotAllowed("right.missing", "This needs a right.")


urlpatterns = [
    *known_urls,
    path("refuse/", _refuse),
    path("secret/", sensitive_post_parameters()(_refuse)),
    path("outdated/", _outdated),
    path("outdated-otherwise/", _outdated_otherwise),
    path("forbid/", _forbid),
]
handler404 = "hansei.ui.views.errors.not_found"
handler500 = "hansei.ui.views.errors.server_error"


@pytest.fixture
def signed_in(client: Client, db: None) -> Client:
    client.force_login(make_account("manager"))
    return client


frame = pytest.mark.urls(__name__)


@frame
def test_the_words_of_a_refused_form_stand_on_its_page_and_go_to_the_same_place_again(signed_in: Client) -> None:
    sent = {
        "reason": "Grand opening",
        "section": "scope",
        "seen": "0",
        "other": "two words",
        "csrfmiddlewaretoken": "x",
    }
    answer = signed_in.post("/refuse/?from=here&x=1", sent)
    page = answer.content.decode()
    assert answer.status_code == 409 and "Say &lt;b&gt;why&lt;/b&gt; first." in page
    form = re.search(r'<form class="h-stack"(.*?)</form>', page, re.DOTALL)
    assert form is not None
    assert 'method="post" action="/refuse/?from=here&amp;x=1"' in form[1] and "csrfmiddlewaretoken" in form[1]
    assert _fields(form[1]) == {
        "reason": ("text", "Grand opening"), "other": ("text", "two words"),
        "section": ("hidden", "scope"), "seen": ("hidden", "0"),
    }  # fmt: skip
    assert ">Reason</label>" in form[1] and ">What you wrote</label>" in form[1] and "Try again</button>" in form[1]


def _fields(form: str) -> dict[str, tuple[str, str]]:
    found = {}
    for each in re.findall(r"<input[^>]*>", form):
        told = dict(re.findall(r'(\w+)="([^"]*)"', each))
        if told["name"] != "csrfmiddlewaretoken":
            found[told["name"]] = (told.get("type", "text"), unescape(told["value"]))
    return found


@frame
def test_hostile_words_stay_words_in_every_place_of_the_page(signed_in: Client) -> None:
    names = {"text": HOSTILE, HOSTILE.replace("\n", " "): HOSTILE, 'x" autofocus onfocus="alert(3)': "plain"}
    page = signed_in.post("/refuse/", names).content.decode()
    assert "<script>alert" not in page and "<img src=x" not in page and 'onfocus="alert' not in page
    assert page.count("</textarea>") == 2 and "{{ 7|add:7 }}" in page  # two fields hold it, both shut by us
    for each in re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL):
        assert unescape(each) == HOSTILE and each == escape(HOSTILE).replace("&#x27;", "&#39;")


@frame
def test_neither_passwords_nor_tokens_nor_files_come_back(signed_in: Client) -> None:
    for name in ("password", "new_password1", "secret_key", "token", "otp_code"):
        page = signed_in.post("/refuse/", {name: "hunter 2", "text": "said so"}).content.decode()
        assert "hunter 2" not in page and "said so" not in page and "Try again" not in page
    assert "said so" not in signed_in.post("/secret/", {"text": "said so"}).content.decode()
    file = BytesIO(b"what the file holds")
    file.name = "log.txt"
    page = signed_in.post("/refuse/", {"text": "said so", "attached": file}).content.decode()
    assert "said so" in page and "what the file holds" not in page and 'enctype="multipart/form-data"' in page
    assert "A file is not kept: choose it again" in page and 'name="attached" type="file"' in page


@frame
def test_without_words_and_without_the_right_no_form_is_offered(signed_in: Client) -> None:
    assert "Try again" not in signed_in.post("/refuse/", {"to": "closed", "version": "3"}).content.decode()
    assert "Try again" not in signed_in.get("/refuse/", {"text": "said so"}).content.decode()
    assert "Try again" not in signed_in.post("/forbid/", {"text": "said so"}).content.decode()


@frame
def test_a_stale_button_is_not_told_to_compare_texts_that_there_are_none_of(signed_in: Client) -> None:
    answer = signed_in.post("/outdated/", {"to": "closed", "version": "3"}, headers={"referer": "http://testserver/"})
    page = answer.content.decode()
    assert answer.status_code == 412 and "Compare both texts" not in page
    assert (
        "Look at it again before you go on." in page and '<a class="btn btn-primary" href="http://testserver/">' in page
    )
    part = signed_in.post("/outdated/", {"to": "closed"}, headers={"hx-request": "true"}).content.decode()
    assert "Look at it again before you go on." in part


@frame
def test_words_over_a_changed_record_are_kept_to_be_read_and_not_sent_over_it(signed_in: Client) -> None:
    page = signed_in.post("/outdated/", {"text": "said so", "version": "3"}).content.decode()
    assert "What you wrote stands below" in page and 'value="said so"' in page and "readonly" in page
    assert "Try again" not in page
    page = signed_in.post("/outdated-otherwise/", {"text": "said so"}).content.decode()
    assert "Somebody said it meanwhile." in page and 'value="said so"' in page


def test_a_room_says_what_its_fields_are_called(monkeypatch: pytest.MonkeyPatch, rf: Any) -> None:
    monkeypatch.setattr(kept, "LABELS", dict(kept.LABELS))
    assert kept.kept(rf.post("/x/", {"helping": "Desk"})) is None
    kept.add("helping", _("Name"))
    found = kept.kept(rf.post("/x/", {"helping": "Desk"}))
    assert found is not None and [(each.name, str(each.label)) for each in found.words] == [("helping", "Name")]
