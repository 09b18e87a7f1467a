"""`hansei check`."""

from __future__ import annotations

import typer

from hansei.doors.cli.starting import start_django, stop, unapplied_migrations


def check() -> None:
    """Hold the records against the event log; look at settings, triggers, chains. Exit code 1: something is wrong."""
    start_django()
    from django.core.checks import run_checks

    problems = [f"{found.id}: {found.msg}" for found in run_checks(include_deployment_checks=False)]
    if missing := unapplied_migrations():
        problems.append(f"{len(missing)} migrations are not applied yet; run `hansei migrate`.")
    else:
        from hansei.kernel import erasure
        from hansei.kernel.check import check as differences

        if again := erasure.reapply():
            typer.echo(f"{again} people whom an older copy of the database held were erased again.")
        problems += [str(difference) for difference in differences()]
    for problem in problems:
        typer.echo(problem, err=True)
    if problems:
        stop(f"{len(problems)} problems found.")
    typer.echo("Nothing is wrong.")
