"""Recipients as people write them: an address a line, with its language. Errors name the line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail.message import sanitize_address
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from hansei.kernel.errors import Refusal
from hansei.kernel.models import Account

MOST_LINES: Final = 2000


@dataclass(frozen=True)
class Recipient:
    email: str
    language: str


def recipients(text: str, *, field: str = "recipients", most: int = MOST_LINES) -> list[Recipient]:
    """Read `name@example.org ru`, or refuse with the line. One address once; without a language, the reader's own."""
    lines = [(at, line.strip()) for at, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > most:
        raise Refusal("recipients.lines", _("This has more than %(n)s lines.") % {"n": most})
    found: dict[str, Recipient] = {}
    languages = {code for code, _name in settings.LANGUAGES}
    for at, line in lines:
        email, _blank, language = line.partition(" ")
        email, language = email.lower(), language.strip()
        try:
            validate_email(email)
            sanitize_address(email, "utf-8")  # a name that is too long for the net passes the first
        except (ValidationError, ValueError):
            raise _wrong(field, at, _("write an e-mail address and a language, as in: name@example.org ru")) from None
        if language and language not in languages:
            known = {"code": language[:20], "known": ", ".join(sorted(languages))}
            raise _wrong(field, at, _("there is no language “%(code)s” here, only %(known)s") % known)
        found.setdefault(email, Recipient(email, language or language_of(email)))
    return list(found.values())


def language_of(email: str) -> str:
    """The language that whoever signs in with this address reads; else the site's."""
    chosen = Account.objects.filter(email=email.lower(), is_active=True).values_list("language", flat=True).first()
    return chosen or settings.LANGUAGE_CODE


def _wrong(field: str, line: int, problem: str) -> Refusal:
    said = _("Line %(line)s: %(problem)s.") % {"line": line, "problem": problem}
    return Refusal("recipients.line", said, fields={field: [said]})
