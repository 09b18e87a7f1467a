"""No page speaks English to somebody who chose another language, and no catalogue has a hole."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.words import bare_words

ROOT = Path(__file__).parent.parent
TRANSLATED = ("ru", "zh_Hans", "zh_Hant")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
HAN = re.compile("[\u4e00-\u9fff]")
MARKS_AMONG_HAN = re.compile("[\u4e00-\u9fff](?:[,;:?!()\"']| (?=[\u4e00-\u9fff]))|[,;:?!()\"'][\u4e00-\u9fff]")
MARKS = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext"}
FORMS = {"ru": 3, "zh_Hans": 1, "zh_Hant": 1}
# Pages for builders, in English by intent.
ENGLISH_ONLY = {"ui:gallery", "ui:gallery_panel"}


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(ROOT / f"src/hansei/locale/{language}/LC_MESSAGES/django.po"), encoding="utf-8")


def addresses(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    """Names of all addresses that take no argument."""
    for each in patterns:
        if isinstance(each, URLResolver):
            inner = f"{namespace}{each.namespace}:" if each.namespace else namespace
            if not each.pattern.converters:
                yield from addresses(each.url_patterns, inner)
        elif each.name and not each.pattern.converters:
            yield f"{namespace}{each.name}"


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_marked_word_is_translated_and_read(language: str) -> None:
    found = catalogue(language)
    assert [entry.msgid for entry in found.untranslated_entries()] == []
    assert [entry.msgid for entry in found.fuzzy_entries()] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_count_has_as_many_forms_as_the_language_needs(language: str) -> None:
    counted = [entry for entry in catalogue(language) if entry.msgid_plural]
    assert counted
    wrong = [
        entry.msgid
        for entry in counted
        if len([form for form in entry.msgstr_plural.values() if form]) != FORMS[language]
    ]
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_keeps_the_placeholders(language: str) -> None:
    """A number may be left out of a plural form that says it in a word; none may be new."""
    bad = []
    for entry in catalogue(language):
        wanted = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural))
        for text in [*entry.msgstr_plural.values()] or [entry.msgstr]:
            kept = set(PLACEHOLDER.findall(text))
            if kept - wanted or (not entry.msgid_plural and kept != wanted):
                bad.append(entry.msgid)
    assert bad == []


@pytest.mark.parametrize(
    ("language", "script", "foreign_quotes"), [("zh_Hans", "gb2312", "「」"), ("zh_Hant", "cp950", "“”")]
)
def test_chinese_keeps_to_one_script_and_its_punctuation(language: str, script: str, foreign_quotes: str) -> None:
    """A character that the script's own code page lacks belongs to the other; no ASCII marks or blanks among Han."""
    bad = []
    for entry in catalogue(language):
        for text in [*entry.msgstr_plural.values()] or [entry.msgstr]:
            plain = PLACEHOLDER.sub("0", text)
            other = [each for each in HAN.findall(plain) if not each.encode(script, "ignore")]
            if other or MARKS_AMONG_HAN.search(plain) or set(foreign_quotes) & set(plain):
                bad.append(text)
    assert bad == []


def test_russian_quotes_as_russian_does() -> None:
    texts = [text for entry in catalogue("ru") for text in [*entry.msgstr_plural.values()] or [entry.msgstr]]
    assert [text for text in texts if set('“”"') & set(text)] == []


@pytest.mark.beside_database
@pytest.mark.slow  # every page there is
@pytest.mark.django_db
def test_no_page_speaks_bare_english(pseudo: None) -> None:
    """Every address without an argument, as an administrator whose data hold no Latin letters."""
    from tests.accounts import make_account

    account = make_account("administrator")
    account.name = "Ωμέγα"
    account.save(update_fields=["name"])
    client = Client(headers={"accept-language": "en"})
    client.force_login(account)
    seen, bad = 0, {}
    for name in addresses(get_resolver().url_patterns):
        if name in ENGLISH_ONLY:
            continue
        response = client.get(reverse(name))
        if response.status_code == 200 and response.headers["Content-Type"].startswith("text/html"):
            seen += "⟦" in response.content.decode()
            if words := bare_words(response.content.decode()):
                bad[name] = words
    assert bad == {}
    assert seen >= 4


@pytest.mark.django_db
def test_pages_for_nobody_in_particular_speak_no_bare_english(pseudo: None) -> None:
    client = Client(headers={"accept-language": "en"})
    for address, status in (("/sign-in/", 200), ("/there-is-no-such-page/", 404)):
        response = client.get(address)
        assert response.status_code == status
        assert "⟦" in response.content.decode()
        assert bare_words(response.content.decode()) == []


def test_the_pseudo_language_finds_a_word_that_nobody_marked() -> None:
    page = '<html lang="en"><p>⟦Marked ⟦inside⟧ too⟧</p><p title="Bare title">Bare</p><b translate="no">Name</b></html>'
    assert bare_words(page) == ["Bare title", "Bare"]


def test_no_marked_word_hides_in_an_f_string() -> None:
    """What gathers the words does not look inside f-strings: such a word would never reach a translator."""
    bad = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in sorted((ROOT / "src/hansei").rglob("*.py"))
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in MARKS
    ]
    assert bad == []
