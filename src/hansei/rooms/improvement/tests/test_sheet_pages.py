"""The pages of sheets, lessons and transfers open for who may work, and do what their forms say."""

from __future__ import annotations

import pytest
from django.test import Client

from hansei.kernel import check
from hansei.kernel.actions import Act
from hansei.rooms.improvement import actions
from hansei.rooms.improvement.models import Celebration, Improvement, Lesson, LessonUse, Participant, Transfer
from hansei.rooms.improvement.queries import reuse
from tests.accounts import make_account

pytestmark = pytest.mark.django_db


def test_a_lesson_is_written_published_and_counted_when_it_is_used_again(client: Client):
    manager = make_account("manager")
    act = Act(by=manager, via="web")
    first, second = (actions.propose(act, fields={"title": title}).pk for title in "ΩΨ")
    for pk in (first, second):
        actions.move(act, pk=pk, version=1, to="triage")
    client.force_login(manager)
    words = {"title": "Спросить", "context": "Ночь.", "learned": "Знали.", "advice": "Спросить."}
    page = client.post(f"/improvements/{first}/lesson/", words, follow=True)
    assert page.status_code == 200
    lesson = Lesson.objects.get()
    assert (lesson.state, lesson.improvement_id) == ("draft", first)
    assert client.post(f"/lessons/{lesson.pk}/use/", {"improvement": second, "how": "Так."}).status_code == 422
    actions.move_lesson(act, pk=lesson.pk, version=1, to="published")
    own = client.post(f"/lessons/{lesson.pk}/use/", {"improvement": first, "how": "Так."})
    assert (own.status_code, LessonUse.objects.count()) == (422, 0)
    client.post(f"/lessons/{lesson.pk}/use/", {"improvement": second, "how": "Так."})
    assert (reuse(manager).used, reuse(manager).published, reuse(manager).share) == (1, 1, 1.0)
    for address in ("/lessons/", f"/lessons/{lesson.pk}/", f"/lessons/{lesson.pk}/use/", f"/improvements/{second}/"):
        assert client.get(address).status_code == 200, address
    assert "Спросить" in client.get(f"/improvements/{second}/").content.decode()
    assert list(check.check()) == []


def test_people_take_part_are_thanked_and_hand_on(client: Client):
    manager = make_account("manager")
    found = actions.propose(Act(by=manager, via="web"), fields={"title": "Ω"})
    client.force_login(manager)
    client.post(f"/improvements/{found.pk}/take-part/", {"takes_part": "yes"})
    client.post(f"/improvements/{found.pk}/take-part/", {"takes_part": "yes"})
    assert Participant.objects.count() == 1
    assert client.post(f"/improvements/{found.pk}/celebrate/", {"text": "Спасибо."}).status_code == 409
    Improvement.objects.filter(pk=found.pk).update(state="verified")
    client.post(f"/improvements/{found.pk}/celebrate/", {"text": "Спасибо."})
    assert Celebration.objects.get().text.text == "Спасибо."
    assert client.get(f"/improvements/{found.pk}/transfer/").status_code == 200
    client.post(f"/improvements/{found.pk}/transfer/", {"on": "2025-03-02", "people": 4, "told": "Смене."})
    assert Transfer.objects.get().people == 4
    page = client.get(f"/improvements/{found.pk}/").content.decode()
    assert "Смене." in page
    assert "Start the sheets" in page
    client.post(f"/improvements/{found.pk}/sheets/")
    assert "Answer for the result" in client.get(f"/improvements/{found.pk}/").content.decode()
    client.post(f"/improvements/{found.pk}/take-part/", {"takes_part": "no"})
    assert Participant.objects.count() == 0
