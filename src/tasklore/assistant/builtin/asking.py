"""Looking: lists, counts, summaries, one task's details, projects, history, documents."""

import re
from typing import Final

from .commands import Ask, Command, Details, History, Numbered, Pointed, Projects, Recount, Show, These, Wanted
from .filtering import wanted_by
from .references import reference
from .surroundings import Surroundings

_I: Final = re.IGNORECASE
_LIST: Final = (
    re.compile(r"(?:show|list|display|see|view|print|read|give|get|pull up|bring up)(?: me| us)?(?: a list of| the list of)?\s+(?P<rest>.+)", _I),
    re.compile(r"(?:what|which)(?:'s|s| is| are| do i have| tasks?| have i| did i| things| of my tasks| am i| else| should i| will i| must i| does)?\b(?P<rest>.*)", _I),
    re.compile(r"(?:do i have|have i got|is there|are there|do we have|got)\s+(?:anything|something|any|tasks|things)\b(?P<rest>.*)", _I),
    re.compile(r"any(?:thing|\s+tasks?)\s+(?P<rest>.+)", _I),
    re.compile(r"(?:list|tasks|todos)(?P<rest>)", _I),
    re.compile(r"(?:tasks?|todos?|things)\s+(?P<rest>(?:for|in|on|due|with|from|about|of|at|this|next|labell?ed|tagged|that|which)\b.+)", _I),
    re.compile(r"am i (?:free|busy|available|booked)(?P<rest>\b.*)", _I),
    re.compile(r"(?P<rest>(?:my|all|today's|tomorrow's|overdue|completed|open)\s.*(?:tasks?|todos?|list|agenda|things)\b.*)", _I),
    re.compile(r"tell me (?:about )?(?P<rest>(?:my|all|the)\s.*(?:tasks|todos))", _I),
)  # fmt: skip
_FIND: Final = re.compile(
    r"(?:find|search(?: for)?|look for|look up|locate|where is|where's)\s+(?:me\s+)?(?:(?:all|any|the|my)\s+)*"
    r"(?:(?:tasks?|todos?|things?)\s+)?(?:(?:about|with|containing|mentioning|for|named|called|on)\s+)?(?P<text>.+)",
    _I,
)
_COUNT: Final = re.compile(r"(?:how many|how much|count|number of|what number of)\b(?P<rest>.*)", _I)
_RECOUNT: Final = re.compile(
    r"(?:how many|count)(?: (?:of them|are there|is that|are those|are they|of those|them|those|is it|in total))*", _I
)
_SUMMARY: Final = (
    re.compile(r"(?:give me |show me |i want )?(?:an? |the |my )?(?:quick |short |daily |weekly )*(?:summar(?:y|ise|ize)|overview|briefing|recap|rundown|digest|review)\b(?P<rest>.*)", _I),
    re.compile(r"(?:plan|organi[sz]e|review|brief me on)\s+(?P<rest>(?:my\s+)?(?:day|today|tomorrow|week|the week|this week|next week|the day)\b.*)", _I),
    re.compile(r"how(?:'s| does| is) (?P<rest>(?:my|the|this|next)\s.*?)(?: look(?:ing)?(?: like)?)?", _I),
    re.compile(r"what does (?P<rest>(?:my|the|this|next)\s.*) look like", _I),
    re.compile(r"(?:what(?:'s| is) (?:on )?)?(?:my |the )?(?:agenda|schedule|plan|plans)\b(?P<rest>.*)", _I),
    re.compile(r"(?:good morning|morning)(?P<rest>).*", _I),
)  # fmt: skip
_NEXT: Final = re.compile(
    r"what(?:'s| is| should i (?:do|work on|start(?: with)?|tackle|focus on))\s*(?:next|now|first)?|"
    r"what(?:'s| is) the next (?:thing|task|one|item)(?: (?:i|that i|on my|to|for)\b.*)?|what(?:'s| is) (?:next|most urgent|the next task|the most (?:urgent|important)(?: task| thing)?)|what (?:next|now)",
    _I,
)
_POINTED: Final = re.compile(
    r"(?:what(?:'s| is)|tell me|describe|when is|show(?: me)?|open)\s+(?P<which>.+?)(?:\s+(?:about|due|again))?", _I
)
_DEEDS: Final = re.compile(
    r"what(?:'s| is| do i| must i| should i| have i)?(?: still)?(?: left| need| have| got)? to (?P<deed>buy|call|email|pay|read|write|send|fix|clean|book|order|review|prepare)",
    _I,
)
_DETAILS: Final = (
    re.compile(r"(?:tell me(?: more)? about|(?:show|give)(?: me)? (?:the )?details? (?:of|for|on|about)|details? (?:of|for|on|about)|describe|open)\s+(?P<which>.+)", _I),
    re.compile(r"when (?:is|are|was|do i have to|should i|must i|do i need to|will i|am i (?:supposed|meant) to)\s+(?P<which>.+?)(?:\s+(?:due|happening|scheduled))?", _I),
    re.compile(r"what(?:'s| is| are) the (?:due date|deadline|date|priority|notes?|details?|status|project|labels?) (?:of|for|on)\s+(?P<which>.+)", _I),
    re.compile(r"(?:what do i know about|what about|how about|is|did i finish|have i finished)\s+(?P<which>.+?)\s+(?:done|finished|complete|completed)", _I),
)  # fmt: skip
_PROJECTS: Final = re.compile(
    r"(?:(?:show|list|display|see|view)(?: me)?|which|what(?: are)?|how many)?\s*(?:all |of )*(?:my |the )?(?:projects|lists)"
    r"(?: (?:do i have|are there|have i got|i have|exist))?",
    _I,
)
_HISTORY: Final = re.compile(
    r"(?:what(?:'s| has| have)? (?:been )?(?:changed|happened)(?: (?:recently|today|lately|last|so far))?|"
    r"(?:show|list)(?: me)?(?: the| my)? (?:history|recent changes|changes|activity|last changes)|"
    r"what did (?:i|you|we) (?:change|do)(?: (?:last|recently|so far))?|what have (?:i|you) changed|history|recent changes)",
    _I,
)
_ASK: Final = (
    re.compile(r"(?:ask|check|search|look (?:it |this )?up in|consult|query)\s+(?:in\s+)?(?:the|my|our)\s+(?:documents?|docs|files?|notes|knowledge(?: base)?|handbook|library)\s*(?::|,|for|about|whether|if|what|how)?\s*(?P<question>.+)", _I),
    re.compile(r"(?:according to|based on|in|from)\s+(?:the|my|our)\s+(?:documents?|docs|files|handbook|knowledge base|manual|policy|guide)\s*,?\s*(?P<question>.+)", _I),
    re.compile(r"(?P<question>what (?:do|does) (?:the|my|our)\s+(?:\w+\s+)*(?:documents?|docs|files?|handbook|manual|polic(?:y|ies)|guides?|contract|book)\s+(?:say|tell|mention|state).*)", _I),
)  # fmt: skip
_QUESTION: Final = re.compile(r"(?:what|how|why|who|whom|whose|when|where|which|does|do|is|are|can|may)\b.+", _I)
_TRAIL: Final = re.compile(r"\b(?:do|have|complete|finish|get done|work on|done|finished|completed)\b", _I)


def read_question(clause: str, around: Surroundings) -> Command | None:
    """What a clause wants to know, or None."""
    text = re.sub(r"\b((?:did|have) i) (?:get|got|gotten) done\b", r"\1 done", clause.strip(" .!?"), flags=_I)
    if _HISTORY.fullmatch(text):
        return History()
    if _PROJECTS.fullmatch(text):
        return Projects()
    for pattern in _ASK:
        found = pattern.fullmatch(text)
        if found is not None:
            return Ask(found["question"].strip() + ("?" if clause.rstrip().endswith("?") else ""))
    if _RECOUNT.fullmatch(text):
        return Recount()
    found = _COUNT.fullmatch(text)
    if found is not None:
        wanted = wanted_by(_rest(found["rest"]), around)
        return None if wanted is None else Show(wanted, "count")
    for pattern in _SUMMARY:
        found = pattern.fullmatch(text)
        if found is not None:
            weekly = " this week" if re.search(r"\bweekly\b", text, _I) else ""
            return _summary(found["rest"] + weekly, around)
    if _NEXT.fullmatch(text):
        return Show(Wanted("", "", "next"), "list")
    found = _POINTED.fullmatch(text)
    if found is not None:
        meant = reference(found["which"], around, listed=False)
        if isinstance(meant, Numbered | Pointed):
            return Details(meant)
    found = _DEEDS.fullmatch(text)
    if found is not None:
        return Show(Wanted("!done", found["deed"], f"about “{found['deed']}”"))
    for pattern in _DETAILS[:1]:
        found = pattern.fullmatch(text)
        if found is not None:
            return _details(found["which"], around)
    for pattern in _LIST:
        found = pattern.fullmatch(text)
        if found is not None:
            wanted = wanted_by(_rest(found["rest"]), around)
            if wanted is not None:
                return Show(wanted)
    found = _FIND.fullmatch(text)
    if found is not None:
        words = re.sub(r"^(?:the|a|an|my)\s+|\s+tasks?$", "", found["text"].strip("\"'“” "), flags=_I)
        wanted = wanted_by(words, around)
        return Show(wanted if wanted is not None and wanted.filter else Wanted("", words, f"about “{words}”"))
    for pattern in _DETAILS[1:]:
        found = pattern.fullmatch(text)
        if found is not None:
            return _details(found["which"], around)
    return None


def is_question(clause: str) -> bool:
    """Whether it may be a question for the documents."""
    return _QUESTION.fullmatch(clause.strip(" .!?")) is not None


def _rest(text: str) -> str:
    return re.sub(
        r"^\s*(?:tasks?|things?|todos?|items?)?\s*(?:do i have|are there|have i got|i have)\s*", " ", text, flags=_I
    )


def _summary(rest: str, around: Surroundings) -> Command | None:
    text = re.sub(r"\b(?:my|the|of|for|on|day|look|looking|to do)\b", " ", rest, flags=_I)
    if re.search(r"\bweek\b", rest, _I) and not re.search(r"\b(?:next|last) week\b", rest, _I):
        text = re.sub(r"\b(?:this )?week\b", "this week", text, flags=_I)
    wanted = wanted_by(text.strip() or "today", around)
    return None if wanted is None else Show(wanted, "summary")


def _details(which: str, around: Surroundings) -> Command | None:
    meant = reference(which, around, listed=False)
    if isinstance(meant, These):
        name = re.sub(r"^(?:my|the)\s+", "", meant.names[0])
        return Details(These((name,)))
    return None if meant is None else Details(meant)
