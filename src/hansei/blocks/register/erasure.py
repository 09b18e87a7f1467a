"""What the register does when a person is erased or a source removed: their words and files go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from hansei.blocks.register import files
from hansei.blocks.register.custom import key_of as key_of_field
from hansei.blocks.register.models import Attachment, CustomValue, FieldType, SavedView, Tag, Tagged
from hansei.blocks.register.tags import key_of
from hansei.kernel import sources
from hansei.kernel.erasure import Erasing, eraser, rewriting
from hansei.kernel.models import OWN, LifeVersion, Revision

rewriting.wipe_too(
    "kernel_lifeversion", "register_savedview", "register_tag", "register_attachment", "register_customvalue"
)


@eraser
def erase(erasing: Erasing) -> None:
    """Put pseudonyms into the words that people gave to what the register keeps; drop the files they attached."""
    for model, field in ((SavedView, "name"), (Attachment, "name")):
        for row in list(model._default_manager.order_by("pk")):
            if (text := erasing.finder.text(getattr(row, field))) != getattr(row, field):
                model._default_manager.filter(pk=row.pk).update(**{field: text[:80]})
    for version in list(LifeVersion.objects.order_by("pk")):
        note, said = erasing.finder.text(version.note), _in_words_of(version.said, erasing.finder.text)
        if (note, said) != (version.note, version.said):
            LifeVersion.objects.filter(pk=version.pk).update(note=note, said=said)
    for tag in list(Tag.objects.order_by("pk")):
        if (word := erasing.finder.text(tag.word)) != tag.word:
            Tag.objects.filter(pk=tag.pk).update(word=word[:60], key=f"{key_of(word)[:90]} {tag.pk}")
    for value in list(CustomValue.objects.filter(field__type=FieldType.TEXT).exclude(text="").select_related("field")):
        written = (
            Revision.objects.filter(object=value.object_id, field=key_of_field(value.field)).order_by("-pk").first()
        )
        if written is not None and written.text != value.text:  # rewritten or emptied just before
            CustomValue.objects.filter(pk=value.pk).update(text=written.text)
    if erasing.author is not None:
        _drop_files_of(erasing.author)


def _in_words_of(said: dict[str, Any], rewritten: Callable[[str], str]) -> dict[str, Any]:
    """Return a version of a life with the words that an administrator wrote put otherwise."""
    labels = {
        who: {state: {code: rewritten(text) for code, text in words.items()} for state, words in states.items()}
        for who, states in said["labels"].items()
    }
    sub_states = [
        {**each, "labels": {code: rewritten(text) for code, text in each["labels"].items()}}
        for each in said["sub_states"]
    ]
    return {**said, "labels": labels, "sub_states": sub_states}


@transaction.atomic
def _drop_files_of(author: int) -> None:
    theirs = Attachment.objects.filter(by=author, file__isnull=False)
    used = [pk for pk in theirs.values_list("file_id", flat=True) if pk is not None]
    theirs.update(file=None, name="–")
    files.drop_unused(used)


@sources.emptier
@transaction.atomic
def empty(source: int) -> None:
    """Take tags and files from the records of a source; a word that others use too becomes ours."""
    theirs = Attachment.objects.filter(object__source=source)
    used = [pk for pk in theirs.values_list("file_id", flat=True) if pk is not None]
    theirs.delete()
    files.drop_unused(used)
    CustomValue.objects.filter(object__source=source).delete()
    Tagged.objects.filter(object__source=source).delete()
    words = Tag.objects.filter(source=source)
    still = Tagged.objects.values("tag_id")
    merged = Tag.objects.exclude(source=source).filter(merged_into__isnull=False).values("merged_into_id")
    (words.filter(pk__in=still) | words.filter(pk__in=merged)).update(source_id=OWN)
    Tag.objects.filter(source=source, merged_into__isnull=False).delete()
    Tag.objects.filter(source=source).delete()
