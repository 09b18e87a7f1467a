"""`hansei erase`."""

from __future__ import annotations

from typing import Annotated

import typer

from hansei.doors.cli.starting import start_django, stop


def erase(
    account: str = typer.Option("", "--account", help="The address this person signs in with."),
    text: Annotated[
        list[str] | None, typer.Option("--text", help="A text that names the person in imported data; repeatable.")
    ] = None,
    own_texts: bool = typer.Option(False, "--own-texts", help="Empty what the person wrote, too."),
    yes: bool = typer.Option(False, "--yes", help="Do not ask."),
) -> None:
    """Erase a person: account, names in imported data, texts, uploads. This cannot be undone."""
    start_django()
    from hansei.kernel.actions import Act
    from hansei.kernel.erasure import erase_person
    from hansei.kernel.models import Account

    found = Account.objects.filter(email=account.strip().lower()).first() if account else None
    if account and found is None:
        stop("There is no account with this address.")
    if not yes and not typer.confirm("Erase this person for good?"):
        stop("Nobody was erased.")
    erase_person(Act(None, "cli"), account=found.pk if found else None, texts=text, own_texts=own_texts)
    first = "The account is empty. The rest is" if found else "The texts are"
    typer.echo(f"{first} erased in the background while `hansei serve` runs.")
