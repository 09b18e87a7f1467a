"""The pages of corrective and preventive actions and of violations."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.site import SitePage


def a_case(account: Any) -> str:
    """A case that came back, the customer told of the first."""
    from hansei.kernel.actions import Act
    from hansei.kernel.models import Identity
    from hansei.rooms.improvement.actions import capa
    from hansei.rooms.improvement.models import Capa

    if found := Capa.objects.last():
        return f"/capa/{found.pk}/"
    act = Act(by=account, via="web", at=timezone.now() - timedelta(days=60), told_at=timezone.now())
    fields: capa.CapaFields = {"title": "Двойное списание ночью", "service": "Расчёт", "owner": account.pk}
    fields |= {"containment": "Пакет остановлен.", "cause": "Нет блокировки.", "corrective": "Блокировка."}
    fields |= {"customer_title": "Двойное списание исправлено", "customer_words": "Деньги возвращены."}
    first = capa.open_capa(act, fields=fields)
    for to in ("contained", "understood", "corrected"):
        capa.move_capa(act, pk=first.pk, version=Identity.objects.get(pk=first.pk).version, to=to)
    version = Identity.objects.get(pk=first.pk).version
    capa.release_fields(act, pk=first.pk, version=version, names=["cause", "corrective"])
    capa.share_capa(act, pk=first.pk, version=version + 1, recipient="Северная дорога")
    title = "Ночью снова двойное списание"
    later = capa.open_capa(Act(by=account, via="web"), fields={"title": title, "service": "Расчёт"})
    return f"/capa/{later.pk}/"


def the_first(account: Any) -> str:
    from hansei.rooms.improvement.models import Capa

    a_case(account)
    return f"/capa/{Capa.objects.order_by('pk')[0].pk}/"


def told(account: Any) -> str:
    from hansei.rooms.improvement.models import CustomerReport

    a_case(account)
    return f"/capa/told/{CustomerReport.objects.all()[0].pk}/"


def a_violation(account: Any) -> str:
    """A violation whose causes in the system are being looked at."""
    from hansei.kernel.actions import Act
    from hansei.rooms.improvement.actions import violations
    from hansei.rooms.improvement.models import Violation

    if found := Violation.objects.last():
        return f"/violations/{found.pk}/"
    fields: violations.ViolationFields = {"title": "Ночью не ответили", "rule": "Ответ за час", "service": "Почта"}
    return f"/violations/{violations.record_violation(Act(by=account, via='web'), fields=fields).pk}/"


def more(path: str) -> Any:
    def address(account: Any) -> str:
        return the_first(account) + path

    return address


def listed(of: Any, path: str) -> Any:
    def address(account: Any) -> str:
        of(account)
        return path

    return address


PAGES = [
    SitePage("capas", "/capa/"),
    SitePage("capas-some", listed(a_case, "/capa/")),
    SitePage("capa-new", "/capa/new/"),
    SitePage("capa", a_case),
    SitePage("capa-shared", the_first),
    SitePage("capa-told", told),
    SitePage("capa-report", more("report/")),
    SitePage("capa-customer", "/capa/shared/", role="administrator"),
    SitePage("violations", "/violations/"),
    SitePage("violations-some", listed(a_violation, "/violations/")),
    SitePage("violation", a_violation),
    SitePage("violation-new", "/violations/new/"),
]
