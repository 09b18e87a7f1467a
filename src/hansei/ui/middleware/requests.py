"""An id for each request: in the answer's header, on error pages and in the log, so that the three can be matched."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from hansei.ui.logs import current_request_id

ID_FROM_OUTSIDE = re.compile(r"[A-Za-z0-9._-]{8,64}")


def request_id(answer: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    def answer_with_id(request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        own = given if ID_FROM_OUTSIDE.fullmatch(given) else secrets.token_hex(6)
        request.id = own  # type: ignore[attr-defined]  # a request has no such field of its own
        kept = current_request_id.set(own)
        try:
            response = answer(request)
        finally:
            current_request_id.reset(kept)
        response.headers["X-Request-ID"] = own
        return response

    return answer_with_id
