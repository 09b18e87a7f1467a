"""What an administrator writes about a document: versions, that nobody loses, and that are printed."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from hansei.blocks.document import actions, layouts
from hansei.blocks.document import api as document
from hansei.blocks.document.models import TemplateVersion
from hansei.kernel import check
from hansei.kernel.actions import Act
from hansei.kernel.errors import NotAllowed, Outdated, Refusal
from hansei.kernel.models import EventRow
from tests.accounts import make_account

CODE = "letter"


@pytest.fixture(autouse=True)
def kind(db: None, monkeypatch: pytest.MonkeyPatch) -> document.TemplateKind:
    made = document.TemplateKind(
        CODE,
        "Letter",
        (document.Slot("summary", "Summary", required=True), document.Slot("figures", "Figures")),
        {"customer": "who reads it"},
        lambda _account, layout: document.Document(
            layout.stamp, [document.Section(each.title, []) for each in layout.places]
        ),
    )
    monkeypatch.setitem(layouts.TEMPLATES, CODE, made)
    return made


def content(*order: str, **more: Any) -> dict[str, Any]:
    sections = [{"code": code, "on": code not in more.get("out", ()), "title": {}, "text": {}} for code in order]
    return {"preface": more.get("preface", {}), "sections": sections}


def save(role: str = "administrator", version: int = 1, **what: Any) -> int:
    act = Act(by=make_account(role), via="test")
    return actions.save_template(
        act, template=CODE, version=version, content=what.get("content") or content("figures", "summary")
    )


def test_a_saved_order_is_a_version_of_its_own_and_the_old_one_is_still_read():
    assert document.layout_of(CODE).stamp == "Template: Letter, version 1"
    assert save() == 2
    assert [each.code for each in document.layout_of(CODE).places] == ["figures", "summary"]
    assert [each.code for each in document.layout_of(CODE, 1).places] == ["summary", "figures"]
    assert [each.facts["number"] for each in EventRow.objects.filter(kind="template.saved")] == [2]
    assert list(check.check()) == []


def test_texts_are_said_in_their_own_language_only_and_name_the_reader():
    written = content("summary", "figures", preface={"ru": "Для {customer}"})
    save(content=written)
    with translation.override("ru"):
        assert document.layout_of(CODE, values={"customer": "Ωμέγα {x}"}).preface == "Для Ωμέγα {x}"
    with translation.override("zh-hans"):
        assert document.layout_of(CODE).preface == ""


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (content("summary"), "template.sections"),
        (content("summary", "summary"), "template.sections"),
        (content("figures", "summary", out=("summary",)), "template.required"),
        (content("summary", "figures", preface={"en": "{password}"}), "template.placeholder"),
        (content("summary", "figures", preface={"en": "x" * 5001}), "template.too_long"),
    ],
)
def test_what_no_document_could_be_made_from_is_refused(written: dict[str, Any], code: str):
    with pytest.raises(Refusal) as no:
        save(content=written)
    assert no.value.code == code
    assert not TemplateVersion.objects.exists() and not EventRow.objects.filter(kind="template.saved").exists()


def test_two_administrators_the_second_is_told():
    save()
    with pytest.raises(Outdated):
        save(version=1)
    assert TemplateVersion.objects.count() == 1


def test_only_an_administrator_writes_templates():
    with pytest.raises(NotAllowed):
        save("manager")


def test_the_page_previews_what_is_not_saved_and_saves_for_one_language(client: Client):
    client.force_login(make_account("administrator"))
    address = f"/documents/templates/{CODE}/"
    form = {
        "seen": "1", "language": "ru", "preface": "", "order-figures": "1", "order-summary": "2", "on-figures": "on",
        "title-summary": "Сводка", "title-figures": "", "text-summary": "", "text-figures": "",
    }  # fmt: skip
    shown = client.post(address, form | {"preview": "1"}).content.decode()
    assert shown.index("Figures</h2>") < shown.index("Сводка</h2>")
    assert not TemplateVersion.objects.exists()
    assert client.post(address, form).status_code == 302
    assert layouts.content_of(CODE)[1]["sections"][1]["title"] == {"ru": "Сводка"}
    again = client.post(address, form | {"title-summary": "Итог"})
    assert again.status_code == 412 and "Сводка" in again.content.decode() and "Итог" in again.content.decode()


def test_a_version_that_was_saved_is_not_changed_by_the_database():
    from django.db import DatabaseError, transaction

    save()
    with pytest.raises(DatabaseError), transaction.atomic():
        TemplateVersion.objects.update(number=9)
