"""Give records tags, take them away, make one of two words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.blocks.register import tags
from hansei.blocks.register.events import RecordTagged, RecordUntagged, TagMerged
from hansei.blocks.register.models import Tag, Tagged
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import Refusal
from hansei.kernel.people import ADMINISTER
from hansei.kernel.records import claim_any, source_of

MOST = 30  # of one record


@action("record.tag", label=gettext_lazy("Add tags"))
def tag(act: Act, *, record: int, words: list[str]) -> list[int]:
    """Give a record these words, which it has not yet. Returns the numbers of the tags that are new on it."""
    found = claim_any(act, record)
    wanted = [_tag(tags.checked(word), source_of(found)) for word in words]
    has = set(Tagged.objects.filter(object_id=found.pk).values_list("tag_id", flat=True))
    new = [each for each in dict.fromkeys(wanted) if each.pk not in has]
    if len(has) + len(new) > MOST:
        raise Refusal("tag.too_many", _("A record has at most %(n)s tags; take one away first.") % {"n": MOST})
    for each in new:
        Tagged.objects.create(object_id=found.pk, tag=each)
        act.record(RecordTagged(record=found.pk, tag=each.pk), source=source_of(found))
    return [each.pk for each in new]


@action("record.untag", label=gettext_lazy("Take the tag away"))
def untag(act: Act, *, record: int, tag: int) -> bool:
    """Take a tag from a record. Returns whether it was there."""
    found = claim_any(act, record)
    tie = Tagged.objects.filter(object_id=found.pk, tag_id=tag).first()
    if tie is None:
        return False
    tie.delete()
    act.record(RecordUntagged(record=found.pk, tag=tag), source=source_of(found))
    return True


@action("tag.merge", label=gettext_lazy("Merge two tags"), right=ADMINISTER)
def merge(act: Act, *, tag: int, into: int) -> int:
    """Let one word stand for another: records get it, and who writes the old word gets the new one."""
    # In one order, so that two merges at once do not wait for each other.
    both = {each.pk: each for each in Tag.objects.select_for_update().filter(pk__in=[tag, into]).order_by("pk")}
    if tag == into or len(both) < 2 or any(each.merged_into_id for each in both.values()):
        raise Refusal("tag.merge", _("Choose two different tags that are in use."))
    has = Tagged.objects.filter(tag_id=into).values("object_id")
    old = Tagged.objects.filter(tag_id=tag)
    records = old.count()
    old.filter(object_id__in=has).delete()
    old.update(tag_id=into)
    Tag.objects.filter(merged_into_id=tag).update(merged_into_id=into)
    Tag.objects.filter(pk=tag).update(merged_into_id=into)
    act.record(TagMerged(tag=tag, into=into, records=records))
    return records


def _tag(word: str, source: int) -> Tag:
    """Return the tag of this word, or of the one it was merged into; where there is none, make it."""
    found, _made = Tag.objects.get_or_create(key=tags.key_of(word), defaults={"word": word, "source_id": source})
    return found.merged_into or found
