"""`hansei serve`: web and background work under one command."""

from __future__ import annotations

import errno
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from hansei.doors.cli.beside import kept_running
from hansei.doors.cli.starting import start_django, stop, unapplied_migrations


def serve(
    host: str = typer.Option("127.0.0.1", "--host", help="Address to listen on."),
    port: int = typer.Option(8000, "--port", min=1, max=65535, help="Port to listen on."),
    workers: int = typer.Option(2, "--workers", min=1, help="Processes that answer requests."),
    web_only: bool = typer.Option(False, "--web-only", help="Leave the background work to another process."),
) -> None:
    """Serve the web pages and do the background work until Ctrl-C."""
    _refuse_taken_port(host, port)
    start_django()
    if missing := unapplied_migrations():
        stop(f"The database lacks {len(missing)} migrations; run `hansei migrate` first.")
    _refuse_damaged_list()
    _leave_no_connection_open()
    with _background(wanted=not web_only):
        _serve_web(host, port, workers)


def _refuse_taken_port(host: str, port: int) -> None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            # Without it a port whose last connections still linger would count as taken after a restart.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            stop(f"Port {port} on {host} is in use; stop what uses it, or choose another with --port.")
        stop(f"Cannot listen on {host} port {port}: {error.strerror}.")


def _refuse_damaged_list() -> None:
    """A list of the erased cut off at its end is mended; where it cannot be read, pages would show whom it hides."""
    from hansei.kernel import erasure

    try:
        erasure.mend()
        erasure.listed.entries()
    except erasure.listed.DamagedList as damaged:
        stop(str(damaged))


def _leave_no_connection_open() -> None:
    # The workers are forked from this process: a shared connection would be used by two at once.
    from django.db import connections

    connections.close_all()


@contextmanager
def _background(wanted: bool) -> Iterator[None]:
    """Run sequencer, followers, timers and jobs in a process of their own for as long as we serve."""
    if not wanted:
        yield
        return
    with kept_running([sys.executable, "-m", "hansei.doors.cli.background"]):
        yield


def _serve_web(host: str, port: int, workers: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hansei.config.settings")
    server = Granian(
        "hansei.doors.cli.worker:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        log_level=LogLevels.warning,
    )

    @server.on_startup
    def say_where() -> None:
        # A closed terminal ends us like Ctrl-C; granian would take it for the wish to reload.
        signal.signal(signal.SIGHUP, server.signal_handler_interrupt)
        typer.echo(f"Hansei answers at http://{_shown(host)}:{port} (Ctrl-C ends it)")

    server.serve()
    typer.echo("Hansei has ended.")


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
