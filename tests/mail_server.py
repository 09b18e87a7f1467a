"""A real mail server for tests: it keeps what it takes and refuses what it is told to."""

from __future__ import annotations

import email
import email.policy
import socket
import time
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.conf import LazySettings
from django.core import signing

from hansei.blocks.mail.models import Outgoing
from hansei.blocks.mail.posts import Post


class Server:
    """Keeps what it takes; refuses what it is told to."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.refuses: dict[str, str] = {}
        self.is_busy = False

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.is_busy:
            return "451 Try again later"
        read = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(read, EmailMessage)
        self.taken.append(read)
        return "250 OK"


def text_of(mail: EmailMessage) -> str:
    """What a reader without pictures sees of a mail."""
    body = mail.get_body(("plain",))
    assert body is not None
    content: str = body.get_content()
    return content


class _Earlier(signing.TimestampSigner):
    """Signs as the product does, with the clock put back."""

    days = 0

    def timestamp(self) -> str:
        return signing.b62_encode(int(time.time()) - self.days * 24 * 60 * 60)


def token_of(post: Post, row: Outgoing, *, days: int) -> str:
    """What stands in the link of a mail that was sent so many days ago."""
    signer = _Earlier(salt=post.salt)
    signer.days = days
    return str(signer.sign_object(row.pk))


@pytest.fixture
def server(settings: LazySettings) -> Iterator[Server]:
    handler = Server()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS, settings.SITE_ADDRESS, settings.SITE_HOST = (
        False,
        "https://hansei.example/",
        "hansei.example",
    )
    yield handler
    controller.stop()
