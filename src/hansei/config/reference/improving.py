"""What inputs and fields of storyboards, SWOT analyses and of risks tied to improvements mean."""

from __future__ import annotations

from typing import Final

INPUTS: Final[dict[str, str]] = {
    "answers": "The learner's answers to the five questions, in their order.",
    "better": "What the coach will do better, in words.",
    "entry": "The entry's number.",
    "swot.enter.evidence": "What proves it, in words.",
    "expected": "What is expected, in words.",
    "experiment": "The experiment's number.",
    "improvement": "The improvement's number.",
    "inside": "A strength or weakness (its number).",
    "is_doing_nothing": "The risk is that of doing nothing, not one that the improvement creates.",
    "is_opinion": "It has no evidence and is marked so.",
    "is_surprise": "Whether it was not as expected.",
    "learned": "What was learned, in words.",
    "obstacle": "The obstacle's number.",
    "outside": "An opportunity or threat (its number).",
    "quadrant": "`strength`, `weakness`, `opportunity` or `threat`.",
    "risk": "The risk's number.",
    "was_reached": "Whether the target condition before was reached.",
    "coupling.take_rescore.after": "Likelihood × impact as it was judged now.",
    "kata.measure.day": "The day it was measured.",
    "kata.measure.value": "What was measured.",
    "kata.target.value": "The value to reach, where it is measured.",
    "kata.take_up.to": "`current`, `waiting` or `gone`.",
    "swot.convert.to": "`improvement` or `risk`.",
}

FIELDS: Final[dict[str, str]] = {
    "after": "Likelihood × impact after it.",
    "answers": "Revisions that hold the five answers.",
    "became": "The improvement's or risk's object.",
    "before": "Likelihood × impact before it; nothing: never judged.",
    "day": "Which day.",
    "entry": "The entry's number.",
    "evidence": "Revision that holds the evidence; nothing: an opinion.",
    "experiment": "The experiment's number.",
    "inside": "The strength or weakness.",
    "is_surprise": "Whether the result was not as expected.",
    "obstacle": "The obstacle's number.",
    "outside": "The opportunity or threat.",
    "part": "`step`, `expected` or `result`.",
    "quadrant": "Which of the four lists.",
    "risk": "The risk's object.",
    "session": "The session's number.",
    "strategy": "The strategy's number.",
    "was_reached": "Whether the target condition before was reached; nothing: it was the first.",
    "kata.measured.value": "What was measured.",
}
