"""The right of this block; who settles tasks is said by the records they stand on."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hansei.kernel import rights

DECIDE = rights.declare("checklist.decide", _("Change the checklists that ship with the product"), undivided=True)
