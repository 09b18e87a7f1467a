"""The command line: what starts quickly, what each command says, what it refuses."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hansei.doors.cli import COMMANDS, app
from hansei.doors.demonstration import SIGN_INS, load_sign_ins, sign_ins
from hansei.kernel.errors import NotFound
from hansei.kernel.models import Access


def run(*arguments: str, **environment: str):
    return CliRunner().invoke(app, list(arguments), env=environment)


def test_asking_for_help_imports_no_django() -> None:
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from hansei.doors.cli import app; app(['--help'], standalone_mode=False); "
            "print('django' in sys.modules, file=sys.stderr)",
        ],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert said.stderr.strip() == "False"
    assert "serve" in said.stdout


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_explains_itself(name: str) -> None:
    done = run(name, "--help")
    assert done.exit_code == 0
    assert "Usage:" in done.output


@pytest.mark.parametrize("wanted", [["data", "list"], ["demonstration", "remove"]])
def test_in_a_folder_without_its_database_a_command_says_where_to_go(tmp_path: Path, wanted: list[str]) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HANSEI_", "DJANGO_"))}
    ran = subprocess.run(
        [sys.executable, "-m", "hansei.doors.cli", *wanted],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={**kept, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    assert "HANSEI_HOME" in ran.stderr and "hansei migrate" in ran.stderr


def test_an_unknown_command_is_refused() -> None:
    assert run("nonsense").exit_code == 2


def test_the_version_is_the_package_s() -> None:
    import hansei

    assert run("--version").output == f"hansei {hansei.__version__}\n"


def test_serving_on_a_taken_port_says_so() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("serve", "--port", str(port))
    assert done.exit_code == 1
    assert f"Port {port} on 127.0.0.1 is in use" in done.output


@pytest.mark.django_db
def test_the_demonstration_opens_its_sign_ins_once() -> None:
    said: list[str] = []
    load_sign_ins(progress=said.append)
    assert [email for email, _ in sign_ins()] == [each.email for each in SIGN_INS]
    load_sign_ins(progress=said.append)
    assert len(said) == len(SIGN_INS), "the second time nothing is left to do"


@pytest.mark.django_db
def test_an_account_gets_its_role_everywhere() -> None:
    from hansei.kernel.models import Account, EventRow, Grant

    done = run(
        "account", "add", "Eva@Example.com", "--name", "Eva", "--role", "manager", HANSEI_PASSWORD="a long enough one"
    )
    assert done.exit_code == 0, done.output
    account = Account.objects.get(email="eva@example.com")
    assert account.check_password("a long enough one")
    assert EventRow.objects.get(kind="account.opened").facts == {"account": account.pk}
    assert EventRow.objects.get(kind="grant.given").facts["role"] == "manager"
    grant = Grant.objects.get(account=account)
    assert (grant.role.key, grant.scope, grant.until) == ("manager", "everything", None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("email", "role", "password", "says"),
    [
        ("no-address", "agent", "a long enough one", "Enter a valid email address."),
        ("eva@example.com", "king", "a long enough one", "There is no role"),
        ("eva@example.com", "agent", "short", "too short"),
    ],
    ids=["address", "role", "password"],
)
def test_a_bad_account_is_refused_and_nothing_is_kept(email: str, role: str, password: str, says: str) -> None:
    from hansei.kernel.models import Account

    done = run("account", "add", email, "--name", "Eva", "--role", role, HANSEI_PASSWORD=password)
    assert done.exit_code == 1
    assert says in done.output
    assert Account.objects.count() == 0


@pytest.mark.django_db
def test_nobody_is_added_twice_under_one_address() -> None:
    from hansei.kernel.models import Account

    for _ in range(2):
        done = run("account", "add", "eva@example.com", "--name", "Eva", HANSEI_PASSWORD="a long enough one")
    assert (done.exit_code, done.stderr) == (1, "Somebody signs in with this address already.\n")
    assert Account.objects.count() == 1


@pytest.mark.django_db
def test_a_sound_installation_has_nothing_wrong() -> None:
    done = run("check")
    assert done.exit_code == 0, done.output
    assert done.output == "Nothing is wrong.\n"


@pytest.mark.django_db
def test_a_difference_is_said_and_makes_the_exit_code_1(monkeypatch: pytest.MonkeyPatch) -> None:
    from hansei.kernel import triggers

    monkeypatch.setattr(triggers, "missing", lambda: ["hansei_kernel_event__update"])
    done = run("check")
    assert done.exit_code == 1
    assert "trigger.missing hansei_kernel_event__update" in done.output
    assert "1 problems found." in done.output


@pytest.mark.django_db(transaction=True)
def test_an_account_is_erased_by_its_address(settings, tmp_path) -> None:
    from hansei.kernel import jobs
    from hansei.kernel.models import Account

    settings.ERASED_LIST = tmp_path / "erased.jsonl"
    account = Account.objects.create_user("eva@example.com", "a long enough one", name="Eva Ek")
    assert run("erase", "--account", "nobody@example.com", "--yes").exit_code == 1
    done = run("erase", "--account", "Eva@example.com", "--yes")
    assert done.exit_code == 0, done.output
    account.refresh_from_db()
    assert (account.name, account.is_active) == ("erased-1", False)
    assert jobs.work_once()
    assert run("check").output == "Nothing is wrong.\n"


@pytest.mark.django_db(transaction=True)
def test_texts_alone_empty_no_account(settings, tmp_path) -> None:
    settings.ERASED_LIST = tmp_path / "erased.jsonl"
    done = run("erase", "--text", "Eva Ek", "--yes")
    assert (done.exit_code, done.output) == (0, "The texts are erased in the background while `hansei serve` runs.\n")


def refused() -> None:
    raise NotFound("record.not_found", "There is no such record, or you may not see it.")


@pytest.mark.django_db
def test_a_refused_command_says_why_and_is_written_to_the_access_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(COMMANDS, "refused", f"{__name__}:refused")
    done = run("refused")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "There is no such record, or you may not see it.\n"
    assert list(Access.objects.values_list("code", "via")) == [("record.not_found", "cli")]
