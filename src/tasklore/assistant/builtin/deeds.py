"""What people do, and how they say that they have done it.

"I bought the milk" completes a task; "I need the milk", "I lost the invoice" and "the dentist is closed" must not. So only
past forms of verbs that tasks begin with count.
"""

from typing import Final

_VERBS: Final = """
    answer arrange ask assemble back bake book borrow bring build buy call cancel change charge check clean clear collect
    compare confirm contact cook copy decide decorate design discuss do download draft drop edit email e-mail empty exchange
    feed file fill find finish fix fold get give go hang help hire hoover install invite iron learn look mail make measure
    meet mend mop mow order organise organize pack paint pay phone pick plan plant post practice practise prepare print read
    refill renew rent repair replace reply request research reserve return review ring schedule sell send set ship shop sign
    sort start stop study submit sweep take talk test text thank throw tidy transfer try turn update upload vacuum visit walk
    wash watch water wrap write
"""
DEEDS: Final = frozenset(_VERBS.split())
"""Verbs that tasks begin with."""

_NOT_ENDS: Final = "cancel change decide drop find go look plan rent request schedule start stop talk try turn"
_NOT_AN_END: Final = frozenset(_NOT_ENDS.split())
"""Having done these does not mean that the task is done."""

_IRREGULAR: Final = {
    "bring": "brought", "build": "built", "buy": "bought", "do": "did", "feed": "fed", "get": "got gotten", "give": "gave given",
    "hang": "hung", "make": "made", "meet": "met", "pay": "paid", "read": "read", "ring": "rang rung", "sell": "sold",
    "send": "sent", "set": "set", "sweep": "swept", "take": "took taken", "throw": "threw thrown", "write": "wrote written",
}  # fmt: skip
_DOUBLED: Final = frozenset(["mop", "ship", "shop", "submit", "transfer", "wrap"])


def _past(verb: str) -> list[str]:
    if verb in _IRREGULAR:
        return _IRREGULAR[verb].split()
    if verb.endswith("e"):
        return [f"{verb}d"]
    if verb.endswith("y") and verb[-2] not in "aeo":
        return [f"{verb[:-1]}ied"]
    return [f"{verb}{verb[-1]}ed"] if verb in _DOUBLED else [f"{verb}ed"]


PAST: Final = "|".join(sorted((form for verb in DEEDS - _NOT_AN_END for form in _past(verb)), key=len, reverse=True))
"""The past forms as alternatives of a pattern."""
