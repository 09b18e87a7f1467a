"""The pages of this room."""

from hansei.rooms.reviews.views import levels, meetings, packs, plans

__all__ = ["levels", "meetings", "packs", "plans"]
