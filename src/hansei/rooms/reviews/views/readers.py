"""Who reads the pages of reviews."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from hansei.kernel import rights
from hansei.kernel.errors import NotAllowed
from hansei.kernel.models import Account
from hansei.rooms.reviews import kinds
from hansei.ui.pages import reader


def reader_of_reviews(request: HttpRequest) -> Account:
    """Return who reads; refuse where the right is held nowhere."""
    account = reader(request)
    if not rights.holds(account, kinds.SEE):
        raise NotAllowed("right.missing", _("You may not see review packs. Ask your administrator."))
    return account
