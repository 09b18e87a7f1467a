"""Column names, compared as people mean them."""

from __future__ import annotations

import re


def normalised(name: str) -> str:
    """Lower case, words parted by one blank, without the prefixes that tools put in front.

    >>> normalised("u_SysUpdatedAt"), normalised("Change Date+Time"), normalised("concept:name")
    ('sys updated at', 'change date time', 'concept name')
    >>> normalised("fields.issuetype.name"), normalised("Дата создания"), normalised("工单编号（主键）")
    ('fields issuetype name', 'дата создания', '工单编号 主键')
    """
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z][a-z])", " ", name)
    words = re.sub(r"[\W_]+", " ", parted).strip().lower()
    return re.sub(r"^(u|x|cf|customfield) (?=\w)", "", words)
