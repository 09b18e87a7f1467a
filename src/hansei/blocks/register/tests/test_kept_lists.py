"""A field that keeps a list or a mapping is said in words, by the register's own where it has some."""

from __future__ import annotations

from dataclasses import replace

from django.utils import translation

from hansei.blocks.register.declaration import REGISTERS
from hansei.blocks.register.values import Facts, said_by


def test_mappings_and_lists_are_said_in_words():
    facts = Facts(REGISTERS["metric"].kind, None, [])
    with translation.override("en"):
        assert facts.say("uses", ["improve", 2]) == "improve, 2"
        assert facts.say("concerns", {"team": "monthly", "of": ["a", "b"]}) == "team: monthly, of: a, b"
        assert facts.say("uses", []) == ""


def test_the_registers_own_words_are_given_what_is_kept_as_json():
    register = replace(REGISTERS["metric"], in_words={"uses": lambda kept: f"<{kept}>"})
    assert said_by(register, "uses", ["improve"], "improve") == '<["improve"]>'
    assert said_by(register, "uses", [], "") == ""
    assert said_by(register, "title", "x", "x") == "x"


def test_what_a_metric_is_for_is_said_by_its_words():
    said = REGISTERS["metric"].in_words
    with translation.override("en"):
        assert said["uses"]('["improve", "decide"]') == "Improve, Decide"
