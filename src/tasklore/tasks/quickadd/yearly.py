"""Rules by date: "every 3 March", "every jan 1 and jul 1", "every October"."""

from .dates import read_day
from .rule import Found, Rule
from .sentence import Sentence


def every_date(s: Sentence, i: int) -> Found:
    """ "every 3 March", "every jan 1 and jul 1", "every October"."""
    dates: list[tuple[int, int]] = []
    j = i
    while True:
        found = read_day(s, j, "on")
        if found is None or found[1].month_day is None:
            break
        dates.append(found[1].month_day)
        j = found[0]
        k = s.skip(j + 1 if s.is_sign(j, ",") else j, "and")
        if k == j:
            break
        following = read_day(s, k, "on") if s.x[k].kind == "n" or "month" in s.x[k].roles else None
        if following is None or following[1].month_day is None:
            break
        j = k
    if dates:
        months = tuple(sorted({month for month, _ in dates}))
        days = tuple(sorted({day for _, day in dates}))
        if len(months) * len(days) != len(set(dates)):
            return None
        return j, Rule("YEARLY", months=months, month_days=days)
    months_only = []
    while (month := s.role(j, "month")) is not None:
        months_only.append(int(month))
        j += 1
        k = s.skip(j + 1 if s.is_sign(j, ",") else j, "and")
        if k == j or s.role(k, "month") is None:
            break
        j = k
    if not months_only:
        return None
    return j, Rule("YEARLY", months=tuple(sorted(months_only)))
