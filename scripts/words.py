"""Gather every word that is marked for translation into src/hansei/locale/*/LC_MESSAGES/django.po (needs GNU gettext).

New words come in empty, words that nobody uses any more go. Nothing is guessed: an empty entry fails the tests, a guess
that nobody read would not. Entries are sorted and carry no line numbers and dates, so that two branches rarely collide.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "ru", "zh_Hans", "zh_Hant")
# How many forms a count takes, and which: CLDR's rules for whole numbers.
PLURALS = {
    "en": "nplurals=2; plural=(n != 1);",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    "zh_Hans": "nplurals=1; plural=0;",
    "zh_Hant": "nplurals=1; plural=0;",
}


def main() -> int:
    if shutil.which("xgettext") is None:
        print("GNU gettext is missing: apt-get install gettext", file=sys.stderr)
        return 1
    for language in LANGUAGES:
        catalogue = path_of(language)
        catalogue.parent.mkdir(parents=True, exist_ok=True)
        if not catalogue.exists():
            new_catalogue(language).save(str(catalogue))
    gather()
    for language in LANGUAGES:
        left = tidy(language)
        print(f"{language}: {left} to translate")
    return 0


def path_of(language: str) -> Path:
    return ROOT / "src/hansei/locale" / language / "LC_MESSAGES/django.po"


def new_catalogue(language: str) -> polib.POFile:
    made = polib.POFile()
    made.metadata = headers(language)
    return made


def headers(language: str) -> dict[str, str]:
    return {
        "Project-Id-Version": "hansei",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }


def gather() -> None:
    """Let Django find the words: Python, templates, with python-format where there are placeholders."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hansei.config.settings")
    os.environ.setdefault("HANSEI_SECRET_KEY", "gathering words needs none")
    sys.path.insert(0, str(ROOT / "src"))
    os.chdir(ROOT / "src/hansei")
    import django
    from django.core.management import call_command
    from django.core.management.commands.makemessages import Command

    class WithoutGuesses(Command):
        msgmerge_options = ["-q", "--backup=none", "--update", "--no-fuzzy-matching"]

    django.setup()
    call_command(
        WithoutGuesses(),
        locale=list(LANGUAGES),
        no_obsolete=True,
        add_location="file",
        ignore_patterns=["static/*", "*/tests/*", "locale/*", "ui/views/gallery.py", "ui/templates/ui/gallery*"],
        verbosity=0,
    )


def tidy(language: str) -> int:
    """Sort, drop what only changes by itself, and return how many entries wait for a translation."""
    found = polib.pofile(str(path_of(language)), encoding="utf-8", wrapwidth=110)
    found.header = ""
    found.metadata = headers(language)
    found.sort(key=lambda entry: (entry.msgid.casefold(), entry.msgid, entry.msgctxt or ""))
    found.save(str(path_of(language)))
    return 0 if language == "en" else len(found.untranslated_entries()) + len(found.fuzzy_entries())


if __name__ == "__main__":
    sys.exit(main())
