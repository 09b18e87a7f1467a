"""What strangers try at the door: guessing, foreign hosts, numbers that nothing has."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hansei.kernel import access
from hansei.kernel.models import Access, Account
from tests.accounts import PASSWORD, make_account

pytestmark = pytest.mark.django_db
WAIT = "Too many attempts."


def signs_in(client: Client, address: str, password: str) -> str:
    answer = client.post("/sign-in/", {"username": address, "password": password})
    return "in" if answer.status_code == 302 else answer.content.decode()


@pytest.mark.parametrize("is_known", [True, False], ids=["somebody's", "nobody's"])
def test_guessing_ends_after_ten_attempts_and_tells_nothing(client: Client, is_known: bool):
    address = make_account("agent").email if is_known else "nobody@example.org"
    for _ in range(access.MOST_FAILED):
        assert WAIT not in signs_in(client, address.upper(), "guessed")
    assert WAIT in signs_in(client, address, PASSWORD)
    assert Access.objects.count() == access.MOST_FAILED
    assert not any("@" in code for code in Access.objects.values_list("code", flat=True))


def test_others_sign_in_meanwhile_and_everybody_after_the_wait(client: Client):
    held, other = make_account("agent"), make_account("manager")
    for _ in range(access.MOST_FAILED):
        access.sign_in_failed(held.email)
    assert signs_in(Client(), other.email, PASSWORD) == "in"
    Access.objects.update(at=timezone.now() - access.HELD_BACK_FOR - timedelta(seconds=1))
    assert signs_in(client, held.email, PASSWORD) == "in"


@pytest.mark.parametrize("host", ["evil.example", "a b", ""])
def test_a_host_that_is_not_ours_is_a_bad_request(client: Client, host: str):
    client.raise_request_exception = False
    assert client.get("/sign-in/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("address", ["/data/{}/", "/tickets/1/{}/", "/improvements/{}/", "/reviews/{}/"])
def test_a_number_that_no_row_can_have_is_not_found(client: Client, address: str):
    account: Account = make_account("manager")
    client.force_login(account)
    assert client.get(address.format(10**30)).status_code == 404
