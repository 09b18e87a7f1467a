"""How each level of review is set: as shipped in the reader's language, or as somebody last changed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hansei.kernel.models import Revision
from hansei.rooms.reviews import kinds
from hansei.rooms.reviews.models import Form, Kind, LevelVersion

Text = str | Promise


@dataclass(frozen=True)
class Level:
    """One row of the table: what is talked about, how often, by whom, in which form, and by when its papers are out.

    `own_sections`: (code, title) of what somebody added after the shipped sections.
    """

    code: str
    number: int
    version: int
    frequency: str
    form: str
    pack_days: int
    minutes_days: int
    content: Text
    provider_side: Text
    customer_side: Text
    checklist: Text = ""
    own_sections: tuple[tuple[str, str], ...] = ()

    @property
    def label(self) -> str:
        return str(Kind(self.code).label)

    @property
    def sections(self) -> tuple[str, ...]:
        """The shipped ones are important content and stay; own ones follow."""
        return kinds.SECTIONS[self.code]


CHECKLIST: Final = _(
    "Levels and participants are agreed with the customer.\nThe dates are published.\nThe pack is out in time.\n"
    "No important content is missing.\nLast time's actions come first.\n"
    "Minutes, decisions and owners are there in time.\nWhat is unsolved goes one level up."
)


def _shipped(code: str, frequency: str, form: str, days: int, content: Text, sides: tuple[Text, Text]) -> Level:
    return Level(code, kinds.LEVEL.get(Kind(code), 0), 0, frequency, form, days, 2, content, *sides, CHECKLIST)


SHIPPED: Final[dict[str, Level]] = {
    each.code: each
    for each in (
        _shipped(
            Kind.EVENT, "on_occasion", Form.CUSTOMER_MEETING, 0,
            _("One major or special incident, complaint or violation: course, effect, cause so far, actions; "
              "at most 5 working days after its closure"),
            (_("Service manager, engineers concerned, problem manager"), _("Contact person, voice of the users")),
        ),
        _shipped(
            Kind.TEAM, "monthly", Form.PROJECT_MEETING, 1,
            _("The seven sections of the team, the week before the customer's review"),
            (_("Service manager, desk and team leads"), ""),
        ),
        _shipped(
            Kind.CUSTOMER, "monthly", Form.CUSTOMER_MEETING, 3,
            _("The eight sections of the customer's service review"),
            (_("Service manager, desk and team leads"), _("Operational contact, user representative")),
        ),
        _shipped(
            Kind.PERFORMANCE, "quarterly", Form.CUSTOMER_MEETING, 5,
            _("The quarter against goals and SLA, trends, results of improvements, changed business needs, risks, "
              "plan of the next quarter"),
            (_("Service owner, service manager, relationship manager, quality supervisor"), _("Customer")),
        ),
        _shipped(
            Kind.PARTNERSHIP, "yearly", Form.CUSTOMER_MEETING, 10,
            _("The year: value and benefits, contract, scope, kind of relationship, trust, strategy, investment"),
            (_("Executive, relationship manager, service owner"), _("Sponsor, customer")),
        ),
        _shipped(
            Kind.MANAGEMENT, "yearly", Form.PROJECT_MEETING, 5,
            _("The management system: the eight points of the management review, and what is decided"),
            (_("Executive, management-system owner, service owners"), ""),
        ),
        _shipped(
            Kind.FORUM, "monthly", Form.PROJECT_MEETING, 2,
            _("How can we help each other to help the customer? Patterns, suspected errors, goals off track, "
              "blocks between teams"),
            (_("All teams on the path to the customer, business partners"), ""),
        ),
    )
}  # fmt: skip


def by_level(often: Mapping[str, str]) -> list[tuple[str, str]]:
    """(level, frequency) in the order of the levels: a database may keep a mapping in any."""
    return [(code, often[code]) for code in SHIPPED if code in often]


def level(code: str) -> Level:
    """Return how a level is set now."""
    latest = LevelVersion.objects.filter(code=code).order_by("-version").select_related(*_TEXTS).first()
    return SHIPPED[code] if latest is None else _as_set(latest)


def levels() -> list[Level]:
    """All levels, each as it is set now, by their number; management review and forum come last."""
    latest: dict[str, LevelVersion] = {}
    for each in LevelVersion.objects.order_by("version").select_related(*_TEXTS):
        latest[each.code] = each
    return [_as_set(latest[code]) if code in latest else shipped for code, shipped in SHIPPED.items()]


_TEXTS: Final = ("content", "provider_side", "customer_side", "checklist")


def _as_set(saved: LevelVersion) -> Level:
    titles = dict(Revision.objects.filter(pk__in=[pk for _c, pk in saved.own_sections]).values_list("pk", "text"))
    return Level(
        saved.code,
        SHIPPED[saved.code].number,
        saved.version,
        saved.frequency,
        saved.form,
        saved.pack_days,
        saved.minutes_days,
        saved.content.text,
        saved.provider_side.text,
        saved.customer_side.text,
        saved.checklist.text if saved.checklist else "",
        tuple((code, titles.get(pk, "")) for code, pk in saved.own_sections),
    )


def own_titles(code: str, version: int) -> dict[str, str]:
    """The sections that a version of the template has beyond the shipped ones: code -> title."""
    saved = own_sections(code, version)
    titles = dict(Revision.objects.filter(pk__in=[pk for _own, pk in saved]).values_list("pk", "text"))
    return {own: titles.get(pk, "") for own, pk in saved}


def own_sections(code: str, version: int | None = None) -> list[tuple[str, int]]:
    """The same as the revisions of the titles; of the latest version where none is named."""
    rows = LevelVersion.objects.filter(code=code).order_by("-version")
    saved = (rows if version is None else rows.filter(version=version)).first()
    return [(own, pk) for own, pk in saved.own_sections] if saved is not None else []
