"""Column names, compared as people mean them."""

from __future__ import annotations

import re

from hansei.analytics.naming import CASE_MARK, OURS

# What tools wrap around the name that a person chose: Jira's custom fields, iTop's names of linked objects.
_WRAPPED = re.compile(
    r"^\s*custom field\s*\((.+)\)\s*$|^(.+?)->\s*(?:full ?name|friendly ?name|name)\s*$", re.IGNORECASE
)


def without_mark(name: str) -> str:
    """What a column of a log as CSV says of the case, without the mark that it says so; names of the standard stay.

    >>> without_mark("case:opened_by"), without_mark("case:concept:name"), without_mark("opened_by")
    ('opened_by', 'case:concept:name', 'opened_by')
    >>> without_mark("case:hansei:phase")
    'hansei:phase'
    """
    bare = name.removeprefix(CASE_MARK)
    if bare.startswith(OURS):
        return bare
    return name if not bare or ":" in bare else bare


def normalised(name: str) -> str:
    """Lower case, words parted by one blank, without what tools put around them.

    >>> normalised("u_SysUpdatedAt"), normalised("Change Date+Time"), normalised("concept:name")
    ('sys updated at', 'change date time', 'concept name')
    >>> normalised("fields.issuetype.name"), normalised("Дата создания"), normalised("工单编号（主键）")
    ('fields issuetype name', 'дата создания', '工单编号 主键')
    >>> normalised("Custom field (Request Type)"), normalised("Caller->Full name"), normalised("#")
    ('request type', 'caller', '#')
    >>> normalised("case:hansei:priority")
    'case priority'
    """
    name = name.replace(OURS, "", 1)
    if match := _WRAPPED.match(name):
        name = match[1] or match[2]
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z][a-z])", " ", name)
    words = re.sub(r"[\W_]+", " ", parted).strip().lower()
    return re.sub(r"^(u|x|cf|customfield) (?=\w)", "", words) or name.strip()
