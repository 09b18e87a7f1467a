"""Recipients as people write them."""

from __future__ import annotations

import pytest

from hansei.blocks.mail.recipients import recipients
from hansei.kernel.errors import Refusal


@pytest.mark.django_db
def test_an_address_that_no_mail_can_bear_is_refused_with_its_line():
    """A part of a domain's name has 63 characters at most, in the letters that the net knows."""
    with pytest.raises(Refusal, match="Line 2"):
        recipients("anna@omega.example\na@" + "ü" * 60 + ".de")
    assert [each.email for each in recipients("a@münchen.de")] == ["a@münchen.de"]
