"""The pages of the flow map and the measures."""

from __future__ import annotations

from typing import Any

from tests.imported import story_imported
from tests.site import SitePage


def with_data(address: str) -> Any:
    def make(account: Any) -> str:
        return address.format(source=story_imported())

    return make


def a_metric(path: str = "", **formula: Any) -> Any:
    """A draft with what a page of it needs."""

    def make(account: Any) -> str:
        from hansei.kernel.actions import Act
        from hansei.rooms.measures import actions

        act = Act(by=account, via="web")
        found = actions.draft_metric(act, fields={"title": "Звонки", "decision": "Сколько людей."}, formula=formula)  # type: ignore[arg-type]
        return f"/metrics/{found.pk}/{path}"

    return make


def a_published_one(account: Any) -> str:
    """An entry that came with the product, on a data set, with a break in its series."""
    from datetime import date

    from hansei.kernel.actions import Act
    from hansei.rooms.measures import actions
    from hansei.rooms.measures.models import Metric

    source = story_imported()
    actions.ship(Act(by=None, via="cli"), names=["time_to_resolve", "reopened_share"])
    found = Metric.objects.get(shipped="time_to_resolve")
    actions.set_formula(
        Act(by=account, via="web"),
        pk=found.pk,
        version=found.identity.version,
        formula={"measure": "time_to_close"},
        since=date(2024, 9, 2),
    )
    return f"/metrics/{found.pk}/?source={source}"


def a_collector(account: Any) -> str:
    """A collection with a gap, and its calendar."""
    from datetime import date

    from hansei.kernel.actions import Act
    from hansei.rooms.measures import actions

    act = Act(by=account, via="web")
    found = actions.draft_metric(act, fields={"title": "Звонки"}, formula={"origin": "entered"})
    made = actions.plan_collection(
        act, fields={"title": "Звонки", "metric": found.pk, "starts_on": date(2025, 1, 1), "frequency": "month"}
    )
    return f"/collectors/{made.pk}/"


def the_calendar(account: Any) -> str:
    a_collector(account)
    return "/metrics/calendar/"


def the_matrix(account: Any) -> str:
    a_published_one(account)
    return "/metrics/matrix/"


def a_signal(path: str = "") -> Any:
    """A signal on a data set's series, noted by a person."""

    def make(account: Any) -> str:
        from datetime import date

        from hansei.kernel.actions import Act
        from hansei.rooms.measures import actions
        from hansei.rooms.measures.models import Metric, TrendSignal

        source = story_imported()
        if known := TrendSignal.objects.filter(state="open").first():
            return f"/signals/{known.pk}/{path}"
        actions.ship(Act(by=None, via="cli"), names=["time_to_resolve", "reopened_share"])
        found = Metric.objects.get(shipped="time_to_resolve")
        noted = actions.note_signal(
            Act(by=account, via="web"),
            fields={
                "metric": found.pk,
                "data_set": source,
                "side": "above",
                "first_on": date(2024, 9, 2),
                "last_on": date(2024, 9, 9),
            },
        )
        return f"/signals/{noted.pk}/{path}"

    return make


def the_check(account: Any) -> str:
    return f"/measures/information/accessibility/?source={story_imported()}"


def an_appraisal(path: str = "") -> Any:
    """A metric by which somebody wants to appraise people."""

    def make(account: Any) -> str:
        from hansei.kernel.actions import Act
        from hansei.rooms.measures import actions

        act = Act(by=account, via="web")
        found = actions.draft_metric(act, fields={"title": "Звонки"}, formula={"origin": "entered"})
        wish = actions.ask_appraisal(act, pk=found.pk, purpose="Премия", answers=["link", "skilled"])
        return f"/metrics/{found.pk}/{path.format(wish=wish)}"

    return make


def a_desk(address: str) -> Any:
    """The story with its desk named, and a month's calls."""

    def make(account: Any) -> str:
        from datetime import date

        from hansei.kernel.actions import Act
        from hansei.rooms.measures import actions, desks
        from hansei.rooms.measures.models import Metric

        source, act = story_imported(), Act(by=None, via="cli")
        actions.ship(act, names=list(desks.COUNTS))
        actions.set_desk(act, source=source, teams=["桌面"], beyond=[], minutes=60, counts={})
        for code, value in (("calls_offered", 300.0), ("calls_answered", 270.0)):
            pk = Metric.objects.get(shipped=code).pk
            month: Any = [{"first": date(2025, 3, 1), "last": date(2025, 3, 31), "value": value, "n": None}]
            actions.enter_values(act, pk=pk, values=month, source="Письмо", method="monitoring")
        return address.format(source=source)

    return make


def a_dashboard(path: str = "", *, shared: bool = False) -> Any:
    """Two tiles from the library and one of entered values; shown to anybody or not."""

    def make(account: Any) -> str:
        from datetime import date

        from hansei.kernel.actions import Act
        from hansei.rooms.measures import actions, sharing
        from hansei.rooms.measures.models import DashboardShare, Metric

        source, act = story_imported(), Act(by=account, via="web")
        names = ["time_to_resolve", "reopened_share", "calls_offered"]
        actions.ship(Act(by=None, via="cli"), names=names)
        tiles = [Metric.objects.get(shipped=name).pk for name in names]
        month: Any = [{"first": date(2025, 3, 1), "last": date(2025, 3, 31), "value": 300.0, "n": None}]
        actions.enter_values(act, pk=tiles[-1], values=month, source="Письмо", method="monitoring")
        fields: Any = {"title": "Качество", "audience": "users", "data_set": source, "tiles": tiles}
        made = actions.draft_dashboard(act, fields=fields)
        if not shared:
            return f"/dashboards/{made.pk}/{path}"
        number = actions.share_dashboard(act, pk=made.pk, version=1, reason="Всем, для кого мы работаем.")
        return (
            sharing.address_of(DashboardShare.objects.get(pk=number)) if path == "open" else f"/dashboards/{made.pk}/"
        )

    return make


MARCH = "since=2025-03-01&until=2025-03-31"
COMPOSED = (
    "formula/?origin=composed&figure=interval&start=end:reported&end=end:resolved&hours=elapsed&step=week&by=team"
)
PAGES = [
    SitePage("metrics-none", "/metrics/"),
    SitePage("metric-new", "/metrics/new/"),
    SitePage("metric", a_published_one, given=story_imported),
    SitePage("metric-formula", a_metric("formula/?origin=entered")),
    SitePage("metric-composed", a_metric(COMPOSED), given=story_imported),
    SitePage("metric-edit", a_metric("edit/")),
    SitePage("metric-concerns", a_metric("concerns/")),
    SitePage("metric-enter", a_metric("values/", origin="entered")),
    SitePage("metric-import", a_metric("import/", origin="entered")),
    SitePage("metric-points", "/metrics/points/"),
    SitePage("metric-matrix-none", "/metrics/matrix/"),
    SitePage("metric-matrix", the_matrix, given=story_imported),
    SitePage("collection-calendar-none", "/metrics/calendar/"),
    SitePage("collection-calendar", the_calendar),
    SitePage("collectors-none", "/collectors/"),
    SitePage("collector-new", "/collectors/new/"),
    SitePage("collector", a_collector),
    SitePage("concerns-none", "/concerns/"),
    SitePage("concern-new", "/concerns/new/"),
    SitePage("signals-none", "/signals/"),
    SitePage("signal-new", "/signals/new/"),
    SitePage("signals-watched", "/signals/watched/"),
    SitePage("signal", a_signal(), given=story_imported),
    SitePage("signal-act", a_signal("act/"), given=story_imported),
    SitePage("signal-dismiss", a_signal("dismiss/"), given=story_imported),
    SitePage("dashboards-none", "/dashboards/"),
    SitePage("dashboard-new", "/dashboards/new/"),
    SitePage("dashboard", a_dashboard(shared=True), given=story_imported),
    SitePage("dashboard-compose", a_dashboard("tiles/"), given=story_imported),
    SitePage("dashboard-share", a_dashboard("share/"), given=story_imported),
    SitePage("dashboard-open", a_dashboard("open", shared=True), given=story_imported, is_public=True),
    SitePage("flow-none", "/flow/"),
    SitePage("flow", with_data("/flow/?source={source}"), given=story_imported),
    SitePage("flow-path-none", "/flow/path/"),
    SitePage(
        "flow-path", with_data("/flow/path/?source={source}&label=state&from=New&to=Resolved"), given=story_imported
    ),
    SitePage("guard-none", "/metrics/guard/"),
    SitePage("guard", with_data("/metrics/guard/?source={source}"), given=story_imported),
    SitePage("appraisal", an_appraisal()),
    SitePage("appraisal-ask", a_metric("appraisal/")),
    SitePage("appraisal-refuse", an_appraisal("appraisal/{wish}/refuse/")),
    SitePage("information-none", "/measures/information/"),
    SitePage("information", with_data("/measures/information/?source={source}"), given=story_imported),
    SitePage("information-check", the_check, given=story_imported),
    SitePage("desk-none", "/measures/desk/"),
    SitePage("desk", a_desk("/measures/desk/?source={source}&" + MARCH), given=story_imported),
    SitePage("desk-cases-none", "/measures/desk/cases/"),
    SitePage(
        "desk-cases",
        a_desk("/measures/desk/cases/?source={source}&figure=first_contact_resolution&which=all&" + MARCH),
        given=story_imported,
    ),
    SitePage("desk-setting", a_desk("/measures/desk/{source}/setting/"), given=story_imported),
    SitePage("measures-none", "/measures/"),
    SitePage("measures", with_data("/measures/?source={source}"), given=story_imported),
    SitePage("measure", with_data("/measures/time_to_resolve/?source={source}&by=team"), given=story_imported),
    SitePage("measure-table", with_data("/measures/arrivals_by_hour/?source={source}"), given=story_imported),
]
