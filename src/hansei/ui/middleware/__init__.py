"""What happens around every page: the reader's language and zone, a request's id, a refusal's page."""

from hansei.ui.middleware.reader import reader_preferences
from hansei.ui.middleware.refusals import refusals
from hansei.ui.middleware.requests import request_id

__all__ = ["reader_preferences", "refusals", "request_id"]
