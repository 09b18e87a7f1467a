"""Who reads the pages of reviews, and which data they may choose for a pack."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from hansei.kernel import rights
from hansei.kernel.errors import NotAllowed
from hansei.kernel.models import Account
from hansei.rooms.mining import queries as mining
from hansei.rooms.reviews import kinds
from hansei.rooms.reviews.forms import Offered
from hansei.ui.pages import reader


def reader_of_reviews(request: HttpRequest) -> Account:
    """Return who reads; refuse where the right is held nowhere."""
    account = reader(request)
    if not rights.holds(account, kinds.SEE):
        raise NotAllowed("right.missing", _("You may not see review packs. Ask your administrator."))
    return account


def offered(rows: list[mining.DataSetRow], zone: str) -> list[Offered]:
    """The data sets on whose days a review can look back, each with the days it covers on the clock of a zone."""
    known = [(each, mining.covered(each, zone)) for each in rows]
    return [Offered(each.id, each.name, *days) for each, days in known if days is not None]
