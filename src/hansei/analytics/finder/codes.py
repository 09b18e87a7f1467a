"""What each code of the finder means. Doors and rooms put it into the reader's words, with the figures given.

Clauses of `why_unseen` (each is there only when its fact holds):
"""

from __future__ import annotations

from typing import Final

WHY_UNSEEN: Final = {
    "spread_over_people": "Each of {people} people met it {fewest} to {most} times (at least 3, none with over half).",
    "long_own_gap": "Between two calls of the same person lie {weeks} weeks in the median (more than 4).",
    "after_hours": "{share} of the calls came outside office hours, when a person is alone (at least 80 %).",
    "unlike_wording": "Unlike words: mean similarity {similarity} from 0 to 1, in {scripts} scripts.",
    "low_priority": "{share} of the calls had priority 3 or lower (at least 80 %); none higher than {best_priority}.",
    "no_breach": "None of the {calls} calls broke its promise.",
    "small_share_of_overtime": "It is {share} of all overtime (under 20 %), beside {other_hours_a_year} hours a year.",
}
SCORE: Final = {
    "rhythm": "How unlikely gaps as even as these are by chance: full at 1 in 100 000 000.",
    "clock": "Share of the calls in the best three hours, in full when chance explains it in 1 of 10 000 at most.",
    "burden": "How many times as often as usual it bounces or breaks its promise: full at three times.",
    "steady": "Share of the observed weeks (days, under eight weeks) in which it came.",
    "spread": "How many people met it (full at six) and how evenly.",
    "agreement": "Mean share of members in which the shared fields are filled in and the same.",
    "size": "Number of calls: full at 24.",
    "alive": "Whether it goes on: growing or active 1, shrinking 0.6, died 0.2.",
}
KNOWN_KIND: Final = {
    "recorded_as_planned": "{share} of the tickets are recorded as planned work.",
    "worded_as_planned": "{share} of the titles or codes name planned work.",
    "recorded_as_request": "{share} of the tickets are recorded as requests.",
    "worded_as_request": "{share} of the titles or codes name a request or question.",
    "opened_together": "{share} of the tickets were opened in the same minute as another one.",
    "opened_at_one_minute": "{share} of the tickets were opened at the same minute of the day.",
    "asked_by_one_person": "{share} of the tickets come from one person, in office hours.",
    "ordinary_volume": "{calls_a_week} tickets a week met by {people} people, no more regular than chance makes them.",
    "several_a_day": "On its {days} days it came {calls_a_day} times a day: everybody knows it.",
}
MEMBER: Final = {
    "same_service": "Same service.",
    "same_ci": "Same configuration item.",
    "same_product": "Same product.",
    "same_category": "Same category.",
    "same_subcategory": "Same subcategory.",
    "same_symptom": "Same symptom.",
    "same_fix_action": "Same fix action.",
    "same_team": "Same team.",
    "same_wording": "Similar wording.",
    "same_hours": "Within the same hours.",
}
LEFT_OUT: Final = {
    "other_hours": "Agrees in all that is shared, but came at another time of day.",
    "other_values": "Came at the usual time, but differs in one field that the others share.",
}
BEHIND: Final = {
    "change_before_first_call": "A change of the same item, product or service shortly before the first call.",
}
