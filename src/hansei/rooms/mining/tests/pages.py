"""The pages of findings, tickets, data sets and imports."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from tests.imported import story_imported
from tests.site import SitePage


def one_finding(account: Any) -> str:
    """The address of the card of the one finding in the story."""
    from hansei.rooms.mining.models import DataSet
    from hansei.rooms.mining.queries import findings_of

    source = story_imported()
    found = findings_of(DataSet.objects.get(pk=source))
    return f"/findings/{source}/{found.findings[0].key}/"


def with_data(address: str) -> Any:
    def make(account: Any) -> str:
        return address.format(source=story_imported())

    return make


# Without Latin letters in what people wrote; with something to refuse, to repair and to doubt.
DELIVERY = (
    "number,state,opened_at,sys_updated_at,assignment_group,assigned_to,priority,cmdb_ci,short_description,resolved_at\n"
    "INC1,New,03/02/2025 09:00,03/02/2025 09:00,排班,Αννα,3,批处理02,夜间排班卡住,ανοιχτό\n"
    "INC1,Θετικό,03/02/2025 09:00,03/02/2025 09:00,排班,Αννα,3,批处理02,夜间排班卡住,ανοιχτό\n"
    "INC1,Resolved,03/02/2025 09:00,04/02/2025 10:00,排班,Βασω,3,批处理02,夜间排班卡住,04/02/2025 10:00\n"
    "INC2,New,05/02/2025 09:00,05/02/2025 09:00,发布,Γιωρ,3,,重启排班批处理,ανοιχτό\n"
    "INC2,New,05/02/2025 09:00,05/02/2025 09:00,发布,Γιωρ,3,,重启排班批处理,ανοιχτό\n"
    "INC2,Active,05/02/2025 09:00,αύριο,发布,Γιωρ,3,,重启排班批处理,\n"
    ",Active,05/02/2025 09:00,06/02/2025 09:00,发布,Γιωρ,3,,批处理没有结果,\n"
)
KINDS = {
    "objectTypes": [{"name": name, "attributes": []} for name in ("订单", "货物")],
    "eventTypes": [{"name": "到货", "attributes": []}],
    "objects": [{"id": "订1", "type": "订单"}, {"id": "货1", "type": "货物"}, {"id": "货2", "type": "货物"}],
    "events": [
        {"id": f"事{day}", "type": "到货", "time": f"2025-02-0{day}T09:00:00Z", "attributes": [],
         "relationships": [{"objectId": "订1", "qualifier": ""}, {"objectId": f"货{1 + day % 2}", "qualifier": ""}]}
        for day in range(1, 6)
    ],
}  # fmt: skip


def delivered(step: str, name: str = "服务.csv", text: str = DELIVERY) -> Any:
    """An extract that stands at one step of the wizard."""

    def make(account: Any) -> str:
        from hansei.kernel import jobs
        from hansei.kernel.actions import Act
        from hansei.rooms.mining import actions
        from hansei.rooms.mining.models import Extract

        act = Act(by=account, via="web")
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "arrived"
            file.write_text(text)
            extract = actions.upload_extract(act, files=[(name, str(file))])
        wanted = {"progress": 0, "mapping": 1, "simulation": 2, "done": 3}[step]
        actions.look_at_extract(act, extract=extract)
        for ask in range(wanted):
            while jobs.work_once():
                pass
            if ask == 0 and wanted > 1:
                actions.simulate_extract(act, extract=extract)
            if ask == 1 and wanted > 2:
                mapping = Extract.objects.get(pk=extract).mapping
                actions.import_extract(act, extract=extract, mapping=mapping, name="服务台")
        return f"/data/imports/{extract}/{step}/"

    return make


def one_ticket(account: Any) -> str:
    from hansei.kernel.models import Identity

    source = story_imported()
    return f"/tickets/{source}/{Identity.objects.filter(source=source, key='INC9').get().pk}/"


def home(account: Any) -> str:
    """The first page with something in each of its sections."""
    from django.utils import timezone

    from hansei.kernel.models import Account
    from hansei.rooms.mining.models import DataSet, Extract

    found = DataSet.objects.get(pk=story_imported())
    by = Account.objects.get(pk=account.pk)
    Extract.objects.get_or_create(
        state=Extract.State.FAILED,
        files=[{"name": "incidents-2026-03.csv"}],
        defaults={"uploaded_at": timezone.now(), "uploaded_by": by, "data_set": found},
    )
    return "/"


PAGES = [
    SitePage("home-some", home, given=story_imported),
    SitePage("data-sets-none", "/data/"),
    SitePage("data-set", with_data("/data/{source}/"), given=story_imported),
    SitePage("data-set-remove", with_data("/data/{source}/remove/"), given=story_imported),
    SitePage("import-file", "/data/new/"),
    SitePage("import-progress", delivered("progress")),
    SitePage("import-mapping", delivered("mapping")),
    SitePage("import-mapping-kinds", delivered("mapping", "日志.json", json.dumps(KINDS))),
    SitePage("import-simulation", delivered("simulation")),
    SitePage("import-done", delivered("done")),
    SitePage("findings-none", "/findings/"),
    SitePage("findings", with_data("/findings/?source={source}"), given=story_imported),
    SitePage("finding", one_finding, given=story_imported),
    SitePage("scan-settings", with_data("/findings/{source}/settings/"), given=story_imported),
    SitePage("tickets-none", "/tickets/"),
    SitePage("tickets", with_data("/tickets/?source={source}"), given=story_imported),
    SitePage("ticket", one_ticket, given=story_imported),
]
