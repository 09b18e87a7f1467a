"""The pages of storyboards, SWOT analyses, and risks with improvements."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from tests.site import SitePage


def a_board(account: Any) -> str:
    """A storyboard with an experiment done, one open, and values."""
    from hansei.kernel.actions import Act
    from hansei.rooms.improvement.actions import katas
    from hansei.rooms.improvement.models import Kata

    if found := Kata.objects.last():
        return f"/kata/{found.pk}/"
    now = timezone.now()
    acts = [Act(by=account, via="web", at=now - timedelta(hours=n), told_at=now) for n in (4, 3, 2, 1)]
    fields: katas.KataFields = {"title": "Ворота за три часа", "coach": account.pk, "unit": "ч"}
    pk = katas.begin_kata(acts[0], fields={**fields, "begins_on": date(2025, 3, 3)}).pk
    katas.set_target(acts[0], pk=pk, text="Три часа ночью", due_on=date(2125, 3, 31), value=3.0)
    first = katas.name_obstacle(acts[0], pk=pk, text="Нет ключа")
    katas.name_obstacle(acts[0], pk=pk, text="Порог не везде")
    katas.move_obstacle(acts[0], pk=pk, obstacle=first.pk, to="current")
    step = katas.plan_step(acts[1], pk=pk, text="Ключ у дежурного", expected="Минус час")
    katas.write_result(acts[2], pk=pk, experiment=step.pk, text="Минус два", learned="Ключ важнее", is_surprise=True)
    katas.plan_step(acts[3], pk=pk, text="Второй ключ на станции")
    katas.hold_coaching(acts[3], pk=pk, answers=["Три часа", "Пять часов", "Ключ", "Второй ключ", "В пятницу"])
    for at, value in enumerate((5.4, 5.1, 4.2, 3.3)):
        katas.measure(acts[3], pk=pk, day=date(2025, 3, 3) + timedelta(days=7 * at), value=value)
    return f"/kata/{pk}/"


def a_swot(account: Any) -> str:
    """Four lists being voted on, with a strategy."""
    from hansei.kernel.actions import Act
    from hansei.rooms.improvement.actions import swots
    from hansei.rooms.improvement.models import Swot

    if found := Swot.objects.last():
        return f"/swot/{found.pk}/"
    act = Act(by=account, via="web")
    pk = swots.begin_swot(act, fields={"title": "Ночная поддержка"}).pk
    words = {"strength": "Опытная смена", "weakness": "Один ключ", "opportunity": "Новый договор", "threat": "Уход"}
    made = {key: swots.enter(act, pk=pk, quadrant=key, text=text, evidence="Отчёт") for key, text in words.items()}
    swots.move_swot(act, pk=pk, version=1, to="voting")
    swots.vote(act, pk=pk, entry=made["threat"].pk)
    swots.conclude(act, pk=pk, inside=made["strength"].pk, outside=made["threat"].pk, text="Держать смену")
    return f"/swot/{pk}/"


def an_investigation(account: Any) -> str:
    """One investigation for an improvement and its risk."""
    from hansei.kernel.actions import Act
    from hansei.rooms.improvement import actions
    from hansei.rooms.improvement.actions import coupling
    from hansei.rooms.improvement.models import Investigation

    if found := Investigation.objects.last():
        return f"/investigations/{found.pk}/"
    act = Act(by=account, via="web")
    found_improvement = actions.propose(act, fields={"title": "Порядок переключения", "owner": account.pk})
    coupling.raise_risk(act, pk=found_improvement.pk, title="Ложные тревоги")
    return f"/investigations/{coupling.investigate(act, pk=found_improvement.pk).pk}/"


def coupled(account: Any) -> str:
    an_investigation(account)
    return "/investigations/coupled/"


PAGES = [
    SitePage("katas", "/kata/"),
    SitePage("kata-new", "/kata/new/"),
    SitePage("kata", a_board),
    SitePage("swots", "/swot/"),
    SitePage("swot-new", "/swot/new/"),
    SitePage("swot", a_swot),
    SitePage("investigations", "/investigations/"),
    SitePage("investigation-new", "/investigations/new/"),
    SitePage("investigation", an_investigation),
    SitePage("coupled-none", "/investigations/coupled/"),
    SitePage("coupled", coupled),
]
