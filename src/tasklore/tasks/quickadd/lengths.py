"""Lengths of time: "45 min", "1h30", "an hour and a half"."""

from .sentence import Sentence


def read_length(s: Sentence, i: int) -> tuple[int, int] | None:
    """(end, minutes) for "45 min", "1h30", "1.5 hours", "an hour and a half", "half an hour"."""
    k = i + 1 if s.role(i, "article") == "a" else i
    if s.role(k, "unit") == "halfhour":
        return k + 1, 30
    if "length" in s.x[k].roles:
        return k + 1, int(s.x[k].roles["length"])
    j = i
    total = 0
    while True:
        part = _length_part(s, j)
        if part is None:
            break
        end, minutes, is_hours = part
        total += minutes
        j = end
        if not is_hours:
            break
        follower = s.x[j]
        if "half" in follower.roles and follower.word not in ("half", "halb", "halbe", "halben", "medio", "media"):
            return j + 1, total + 30
        if "and" in follower.roles and s.role(j + 1, "article") == "a" and "half" in s.x[j + 2].roles:
            return j + 3, total + 30
        bare = s.number(j, 1, 59)
        if bare is not None and s.glued(j):
            return j + 1, total + bare
        after = s.skip(j, "and")
        nxt = _length_part(s, after)
        if nxt is None or nxt[2]:
            # "for 1 hour 15": minutes without their name
            if bare is not None and bare % 5 == 0 and s.x[j + 1].kind in "be":
                return j + 1, total + bare
            break
        j = after
    return (j, total) if total else None


def _length_part(s: Sentence, i: int) -> tuple[int, int, bool] | None:
    """(end, minutes, whether it is hours) for one number with its unit."""
    counted = s.count(i)
    if counted is None:
        return None
    j, many = counted
    tenths = 0
    if s.x[i].kind == "n" and s.is_sign(j, ".,") and s.glued(j) and s.glued(j + 1):
        fraction = s.number(j + 1, 0, 99)
        if fraction is None:
            return None
        tenths = fraction * 60 // 10 ** (s.x[j + 1].end - s.x[j + 1].start)
        j += 2
    elif "half" in s.x[j].roles and s.x[j].word.startswith("and") and s.role(j + 1, "unit") == "hour":
        tenths = 30
        j += 1
    unit = unit_at(s, j)
    if unit == "hour":
        return j + 1, many * 60 + tenths, True
    if unit == "halfhour" and many == 1:
        return j + 1, 30, False
    if unit == "minute" and not tenths:
        return j + 1, many, False
    return None


def unit_at(s: Sentence, j: int) -> str | None:
    """The unit at `j`; "3d" only where the letter is glued to its number, but "1 h" too."""
    roles = s.x[j].roles
    unit = roles.get("unit")
    if unit is None and "short" in roles and (s.glued(j) or roles["short"] == "hour"):
        unit = roles["short"]
    return None if unit is None else str(unit)
