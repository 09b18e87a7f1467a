"""The versions of templates. The database changes no row: what was printed with a version can be read with it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from hansei.kernel.models import Revision


class TemplateVersion(models.Model):
    """What an administrator wrote about one kind of document; its words are a revision, so that they can be erased."""

    template = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    content = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["template", "number"], name="one_template_version")]

    def __str__(self) -> str:
        return f"{self.template} {self.number}"
