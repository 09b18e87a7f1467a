"""What the register keeps beside the records: how readers want to see their lists."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hansei.kernel.models import OWN, Account, Identity, Source


class Shape(models.TextChoices):
    """How a list is drawn."""

    LIST = "list", _("List")
    BOARD = "board", _("Board")
    CALENDAR = "calendar", _("Calendar")
    MATRIX = "matrix", _("Matrix")
    TIMELINE = "timeline", _("Timeline")


class SavedView(models.Model):
    """A list as somebody wants to see it again: what is left out, which columns, in which order."""

    kind = models.CharField(max_length=60)
    name = models.CharField(_("name"), max_length=80)
    owner = models.ForeignKey(Account, models.PROTECT, related_name="+")
    is_shared = models.BooleanField(_("everybody may use it"), default=False)
    filters = models.JSONField(default=dict)  # {name of the filter: value}
    columns = models.JSONField(default=list)  # names; empty: as the kind declares
    order = models.CharField(max_length=60, blank=True)  # empty: newest first
    shape = models.CharField(max_length=10, choices=Shape, default=Shape.LIST)
    is_withdrawn = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["kind", "owner"], name="saved_view_kind")]

    def __str__(self) -> str:
        return self.name


class PinnedView(models.Model):
    """A view that one reader wants first in their list of views."""

    view = models.ForeignKey(SavedView, models.CASCADE, related_name="pins")
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "view"], name="pinned_view_once")]


class WorkLimit(models.Model):
    """How many records of a kind may stand in a state at once."""

    kind = models.CharField(max_length=60)
    state = models.CharField(max_length=40)
    most = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "state"], name="work_limit_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}: {self.most}"


class Tag(models.Model):
    """A free word of this installation, written once; `key` is the word as words are compared."""

    word = models.CharField(_("tag"), max_length=60)
    key = models.CharField(max_length=120, unique=True)
    source = models.ForeignKey(Source, models.PROTECT, default=OWN, related_name="+")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return self.word


class Tagged(models.Model):
    """A record has a tag."""

    object = models.ForeignKey(Identity, models.PROTECT, related_name="+", db_index=False)
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="tagged", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["object", "tag"], name="tagged_once")]
        indexes = [models.Index(fields=["tag", "object"], name="tagged_tag")]


class StoredFile(models.Model):
    """Bytes that are kept once, under their SHA-256, however many records use them."""

    digest = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()


class Attachment(models.Model):
    """A record uses a file, under the name it came with. Erased bytes leave the row; nothing serves it then."""

    object = models.ForeignKey(Identity, models.PROTECT, related_name="+", db_index=False)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="uses")
    name = models.CharField(max_length=200)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["object", "id"], name="attachment_object")]

    def __str__(self) -> str:
        return self.name


class FieldType(models.TextChoices):
    """What a custom field holds."""

    TEXT = "text", _("Text")
    NUMBER = "number", _("Number")
    DATE = "date", _("Date")
    CHOICE = "choice", _("Choice")
    YES_NO = "yes_no", _("Yes or no")
    PERSON = "person", _("Person")


class CustomField(models.Model):
    """A field that an administrator gave to a kind. Its type never changes; it is retired, not deleted."""

    kind = models.CharField(max_length=60)
    names = models.JSONField()  # {language: name}
    type = models.CharField(max_length=10, choices=FieldType)
    choices = models.JSONField(default=list)  # [[code, words], …] as written, in one language
    required_in = models.JSONField(default=list)  # states that a record enters only with a value
    order = models.PositiveSmallIntegerField(default=0)
    is_retired = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["kind", "order"], name="custom_field_kind")]


class FieldSetVersion(models.Model):
    """All custom fields of a kind as one change of them left them."""

    kind = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    field = models.ForeignKey(CustomField, models.PROTECT, related_name="+")
    fields = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="field_set_version_once")]


class CustomValue(models.Model):
    """What a record has in a custom field; the column that fits the field's type is filled."""

    object = models.ForeignKey(Identity, models.PROTECT, related_name="+", db_index=False)
    field = models.ForeignKey(CustomField, models.PROTECT, related_name="values", db_index=False)
    text = models.TextField(blank=True)
    number = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    day = models.DateField(null=True)
    code = models.CharField(max_length=40, blank=True)  # of a choice; yes or no
    person = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["object", "field"], name="custom_value_once")]
        indexes = [
            models.Index(fields=["field", "code", "object"], name="custom_value_code"),
            models.Index(fields=["field", "number", "object"], name="custom_value_number"),
            models.Index(fields=["field", "day", "object"], name="custom_value_day"),
            models.Index(fields=["field", "person", "object"], name="custom_value_person"),
        ]
