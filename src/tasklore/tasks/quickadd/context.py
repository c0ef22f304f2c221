"""Whether words that could be a date are meant as one: a question of where they stand.

A date is taken at the end of a title, at its beginning, in brackets, beside another span, or in mid-sentence before
a word that cannot belong to it ("tomorrow *about* the lease"). It is left where it describes a noun ("the 5 pm
train", "Monday meeting notes"), where the word before claims it ("about today"), and in the titles of works.
"""

from datetime import timedelta

from .chains import Atom, Chain
from .days import Day
from .lexer import Lexeme
from .rule import Rule
from .sentence import Sentence, is_ornament
from .times import Time, TimeRange

_CLOSERS = frozenset(",;:.!?)]}…|·•>→—–")
_CHOICES = frozenset(("and", "or", "&", "to", "of", "und", "oder", "et", "ou", "y", "o", "-", "+"))
_DAY_PREPOSITIONS = frozenset(("on", "by", "before", "until", "in", "due"))
_MEDIA_REACH = 3
_PAST = timedelta(days=400)


def trimmed(s: Sentence, chain: Chain) -> Chain | None:
    """The chain if it is meant as a date here, perhaps without its first piece; None if it is not."""
    if s.lenient:
        return chain
    if _is_accepted(s, chain):
        return chain
    # "Take the 5pm on Friday": the noun keeps its time, the day stays a day.
    if len(chain.atoms) > 1 and chain.atoms[0].prep is None and chain.atoms[1].prep in _DAY_PREPOSITIONS:
        rest = Chain(chain.atoms[1].start, chain.end, chain.atoms[1:])
        if _is_accepted(s, rest):
            return rest
    return None


def is_spare(s: Sentence, chain: Chain) -> bool:
    """Whether a refused chain is a day that only the noun behind it refuses: a time elsewhere in the line brings it
    back ("Saturday haircut 10am", "concert 12 Dec doors at 7")."""
    i, j = chain.start, chain.end
    is_day = [atom.kind for atom in chain.atoms] == ["day"] and not chain.atoms[0].weak
    if not is_day or not s.starts(i) or not s.ends(j) or s.x[j].kind != "w":
        return False
    if _is_leading(s, i):
        return True
    return s.x[i - 1].word not in s.language.verbs and _left_lets(s, chain, chain.atoms[0].prep is not None)


def _is_accepted(s: Sentence, chain: Chain) -> bool:
    i, j = chain.start, chain.end
    if not s.starts(i) or not s.ends(j) or not _is_strong(s, chain) or _is_long_ago(s, chain):
        return False
    if s.x[i - 1].word == "(" and s.x[j].word == ")" and i > 0:
        return True
    anchored = chain.atoms[0].prep is not None or _says_so(chain.atoms[0])
    leading = _is_leading(s, i)
    if not leading and not _left_lets(s, chain, anchored):
        return False
    return _right_lets(s, chain, anchored=anchored, leading=leading)


def _is_long_ago(s: Sentence, chain: Chain) -> bool:
    """A date of the past is what the task is about, not when it is due."""
    earliest = s.clock.today - _PAST
    return any(isinstance(atom.value, Day) and atom.value.first < earliest for atom in chain.atoms)


def _is_strong(s: Sentence, chain: Chain) -> bool:
    atoms = chain.atoms
    if len(atoms) == 1:
        only = atoms[0]
        if only.weak:
            return False
        if isinstance(only.value, Rule) and only.value.loose:
            return _is_loose_rule_meant(s, chain)
        return True
    return len({atom.kind for atom in atoms}) > 1 or not all(atom.weak for atom in atoms)


def _is_loose_rule_meant(s: Sentence, chain: Chain) -> bool:
    """ "weekly" is a rule at the end ("Backup weekly"), an adjective elsewhere ("weekly report")."""
    first, behind = s.x[chain.start], s.x[chain.end]
    if chain.start > 0 and s.x[chain.start - 1].word in s.language.multipliers:
        return False
    if "weekday" in first.roles:
        rule = chain.atoms[0].value
        return isinstance(rule, Rule) and len(rule.weekdays) > 2
    if chain.start > 0 and first.text[:1].isupper() and not first.text.isupper():
        return False
    if "weekdays" in first.roles and chain.atoms[0].prep is None:
        # "I hate Mondays" against "Yoga mondays"
        return s.language.code != "en" or (chain.start > 0 and first.text.islower())
    if chain.start == 0:
        return behind.word == ":" or behind.kind == "e"
    return behind.kind in "be" or behind.word in _CLOSERS or behind.word in s.language.followers


def _says_so(atom: Atom) -> bool:
    """A piece whose form leaves no doubt: a rule, "next Tuesday", "in 3 days", an ISO date."""
    if isinstance(atom.value, Rule):
        return not atom.value.loose
    return atom.kind in ("until", "begin", "duration", "reminder", "count", "span")


def _is_leading(s: Sentence, i: int) -> bool:
    if i == 0:
        return True
    before = s.x[i - 1]
    opens = before.kind == "b" or (before.kind == "s" and before.word in "-*•·–—([") or is_ornament(before)
    return opens and (i == 1 or all(is_ornament(piece) for piece in s.x[: i - 1]))


def _left_lets(s: Sentence, chain: Chain, anchored: bool) -> bool:
    i = chain.start
    before = s.x[i - 1]
    first = chain.atoms[0]
    language = s.language
    if _names_a_work(s, chain, anchored) or _is_spoken_about(s, chain):
        return False
    if before.kind == "n" and isinstance(first.value, Day) and _is_figure(s, first):
        # "9 3/4", "2 1/2 cups"
        return False
    if before.kind != "w":
        if before.kind == "s" and before.word == "." and i > 1:
            # "no. 10/12", "Mr. Friday"
            if s.x[i - 2].word in language.scenes and _is_figure(s, first):
                return False
            if s.x[i - 2].word in language.modifiers:
                return False
        return not (before.kind == "s" and before.word in "&+" and not anchored)
    word = before.word
    if isinstance(first.value, Rule):
        return word not in ("of", "about", "de", "von") or first.prep is not None
    if word in (language.ratios if first.kind in ("time", "times") else language.scenes) and _is_figure(s, first):
        return False
    if anchored:
        # "how many seconds in a minute"
        return not (first.prep == "in" and "unit" in before.roles)
    if before.text.isupper() and len(word) > 1 and s.x[i].text.istitle() and "day" in s.x[i].roles:
        # "USA Today"
        return False
    if not {"weekday", "day", "ordinal", "ordinal_sign"}.isdisjoint(before.roles) and word not in language.weak:
        return False
    if "article" in before.roles or word in language.blockers or word.split()[-1] in ("the", "a", "an"):
        return False
    if isinstance(first.value, Day) and first.value.is_weekday and word in language.modifiers:
        return False
    if s.x[i].word == "the" and before.text[:1].isupper() and i > 1:
        # "Louis the 14th"
        return False
    # A preposition before a bare date that did not take it as its own: "of", "since", "into".
    return "prep" not in before.roles


def _is_spoken_about(s: Sentence, chain: Chain) -> bool:
    """The date belongs to what is asked, moved or chosen: "ask whether it opens on Monday", "move it from 3 to 4"."""
    first = chain.atoms[0]
    opener = s.x[0].word
    if first.prep == "from" and opener in s.language.movers and not chain.has("begin"):
        return True
    if opener in s.language.movers and "to" in s.x[chain.end].roles:
        return True
    if first.prep == "between" and opener in s.language.choosers:
        return True
    if first.prep == "at" and len(chain.atoms) == 1 and opener in s.language.setters and s.x[chain.end - 1].kind == "n":
        return s.x[chain.end - 2].roles.get("prep") == "at"
    if first.prep in _LIMITS:
        return False
    return any(piece.word in s.language.questions for piece in s.x[max(0, chain.start - 8) : chain.start])


_LIMITS = frozenset(("by", "before", "until", "due"))


def _is_figure(s: Sentence, atom: Atom) -> bool:
    """Nothing but digits and marks: 3/4, 10:30."""
    return atom.prep is None and all(piece.kind in "ns" for piece in s.x[atom.start : atom.end])


def _names_a_work(s: Sentence, chain: Chain, anchored: bool) -> bool:
    """ "Watch Next Friday", "Read The Day After Tomorrow": the object of a verb that takes titles."""
    opener = s.x[0].word
    if opener not in s.language.media or (chain.start > _MEDIA_REACH and not anchored):
        return False
    i = chain.start
    first = s.x[i]
    if "weekday" in first.roles and not anchored and s.x[i - 1].text.istitle() and i > 1:
        # "Watch Any Given Sunday"
        return True
    directly = i == 1 or (i == 2 and s.x[1].word in ("to", "the", "of"))
    if directly and _is_figure(s, chain.atoms[0]):
        # "Read 11/22/63"
        return True
    if directly and first.text[:1].isupper() and not first.text.isupper():
        return True
    named = [piece.text for piece in s.x[i : chain.end] if piece.kind == "w" and not _is_capital_anyway(piece)]
    return any(word[:1].isupper() and not word.isupper() for text in named for word in text.split())


def _is_capital_anyway(piece: Lexeme) -> bool:
    return not {"weekday", "weekdays", "month", "meridiem"}.isdisjoint(piece.roles)


def _right_lets(s: Sentence, chain: Chain, *, anchored: bool, leading: bool) -> bool:
    j = chain.end
    here = s.x[j]
    language = s.language
    if here.kind in "be":
        return True
    if here.kind == "s":
        if here.word in _CLOSERS:
            return True
        if here.word in "([-–—@#!+*/" and here.gap:
            return here.word not in "&+" or here.word in language.followers
        if here.word == "&":
            return not _begins_date(s, j + 1)
        return is_ornament(here)
    if here.kind == "x":
        return anchored or leading
    if here.kind == "n":
        return leading and anchored
    word = here.word.split()[0]
    if leading:
        return _opens(s, chain, anchored)
    if word in language.followers:
        if word in _CHOICES and not anchored and _begins_date(s, j + 1):
            return False
        return word not in ("of", "de", "du", "del", "des")
    if language.code == "de" and _is_infinitive(s, j) and _is_last(s, j):
        # The verb closes a German line: "Termin morgen absagen".
        return True
    if _has_clock_time(chain) and here.text[:1].isupper():
        # "Lunch 12:30 Café Roma", but not "Catch 7:15 Eurostar" nor "at 10 Downing Street".
        return s.x[chain.start - 1].word not in language.verbs
    before = s.x[chain.start - 1].word
    is_noun = before not in language.verbs and not before.endswith(("'s", "s'"))
    if chain.has("time", "times") and chain.has("day", "rule") and is_noun:
        # "Dinner sat 7pm table of four", but not "Anna's Friday 3pm call"
        return word not in _CHOICES and word not in language.artefacts
    return anchored and (word in language.blockers or "article" in here.roles) and word not in _CHOICES


def _has_clock_time(chain: Chain) -> bool:
    """A time with a colon or am/pm, not a bare hour."""
    times = [atom.value for atom in chain.atoms if isinstance(atom.value, Time | TimeRange)]
    return any(not (time.spoken if isinstance(time, Time) else time.loose) for time in times)


def _is_infinitive(s: Sentence, i: int) -> bool:
    piece = s.x[i]
    return piece.kind == "w" and piece.text.islower() and piece.word.endswith(s.language.infinitives)


def _has_infinitive(s: Sentence, j: int) -> bool:
    """A verb follows the date (French, Spanish) or closes the line (German)."""
    if s.language.code == "de":
        return any(_is_infinitive(s, i) and _is_last(s, i) for i in range(j, len(s.x) - 1))
    return _is_infinitive(s, j)


def _is_last(s: Sentence, j: int) -> bool:
    behind = s.x[j + 1]
    return behind.kind in "be" or (behind.kind == "s" and behind.word in _CLOSERS)


def _begins_date(s: Sentence, j: int) -> bool:
    roles = s.x[j].roles
    return "weekday" in roles or "day" in roles or "month" in roles or s.x[j].kind == "n"


def _opens(s: Sentence, chain: Chain, anchored: bool) -> bool:
    """Whether a date that opens the line is one, judged by the words behind it."""
    j = chain.end
    here, then = s.x[j], s.x[j + 1]
    language = s.language
    word = here.word
    first = chain.atoms[0]
    says_when = chain.has("time", "times", "part") and chain.has("day", "rule")
    is_rule = isinstance(first.value, Rule) and not first.value.loose
    if is_rule:
        return word not in ("carry", "life", "of", "is", "i'm", "i", "counts", "matters", "day")
    if word in language.artefacts:
        # "Monday review notes" against "Monday review the notes"
        if word not in language.verbs or then.kind != "w" or then.word in language.artefacts:
            return False
        return says_when or "article" in then.roles or then.word in language.blockers or then.text[:1].isupper()
    if word in ("of", "is", "was", "will", "are", "never", "in", "or", "and", "vs", "with", "can", "has", "by"):
        return anchored and word in ("in", "with", "by", "and")
    if word in language.verbs and not (here.text[:1].isupper() and then.text[:1].isupper() and not anchored):
        return not (then.word in language.artefacts and then.word not in language.verbs)
    if anchored or says_when:
        # "At two offices" against "At 5pm the bell rings"
        return not (isinstance(first.value, Time) and first.value.spoken and len(chain.atoms) == 1)
    if chain.has("day") and _has_infinitive(s, j):
        # "Lundi rendre le livre", "Morgen Mama anrufen"
        return True
    day = first.value
    if isinstance(day, Day):
        first_roles = s.x[first.start].roles
        if "day" in first_roles or "day_part" in first_roles:
            # "Tomorrow lunch with Ann" against "Tomorrow Never Dies", "Tonight show"
            return not here.text[:1].isupper() and len(chain.atoms) == 1 + ("day_part" in first_roles)
        return s.x[first.start].kind == "n" and s.x[first.start].end - s.x[first.start].start == 4
    return first.kind in ("time", "times") and here.text[:1].isupper() and s.x[first.start].kind == "n"
