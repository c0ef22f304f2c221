"""What the parser knows of the user beside the message: the time, their names for projects and labels."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from tasklore.accounts.preferences import Preferences
from tasklore.platform.unit import Unit
from tasklore.tasks.quickadd import Moment, Schedule, parse_date_phrase, parse_recurrence_phrase

from .. import lookup
from ..context import Acting
from ..when import day_times, is_relative

_LEAD: Final = re.compile(r"^(?:on|for|by|at|due|until|till|to|the)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Surroundings:
    """One user at one moment."""

    now: dt.datetime
    """Their wall clock, aware."""
    preferences: Preferences
    projects: tuple[str, ...]

    @property
    def today(self) -> dt.date:
        return self.now.date()

    def moment(self, text: str) -> Moment | None:
        """The date that a whole phrase states, with or without a preposition before it."""
        for phrase in self._phrases(text):
            found = parse_date_phrase(
                phrase, self.now, self.preferences.timezone, self.preferences.locale, day_times(self.preferences)
            )
            if found is not None:
                return found
        return None

    def rule(self, text: str) -> Schedule | None:
        """The repetition that a whole phrase states."""
        return parse_recurrence_phrase(
            text, self.now, self.preferences.timezone, self.preferences.locale, day_times(self.preferences)
        )

    def date_phrase(self, text: str) -> str | None:
        """The phrase as the tools take it, if it is a date, a repetition or a shift such as "by two days"."""
        phrase = text.strip(" .,!?")
        if is_relative(phrase) or self.rule(phrase) is not None:
            return phrase
        for candidate in self._phrases(phrase):
            if self.moment(candidate) is not None:
                return candidate
        return None

    def project(self, text: str) -> str | None:
        """The name of the one project that a phrase means."""
        asked = re.sub(r"^(?:(?:the|my) )?(?:project|list) ", "", text.strip(" .,!?\"'“”"), flags=re.IGNORECASE)
        rows = [{"id": name, "name": name} for name in self.projects]
        found = lookup.fitting(rows, asked) if asked else []
        return str(found[0]["name"]) if len(found) == 1 else None

    @staticmethod
    def _phrases(text: str) -> list[str]:
        phrase = text.strip(" .,!?")
        bare = _LEAD.sub("", phrase)
        return [phrase] if bare == phrase else [phrase, bare]


async def surroundings_of(who: Acting) -> Surroundings:
    """The surroundings of whoever acts. At most two queries."""
    names = [row["name"] for row in await lookup.projects(Unit(who.services), who.owner)]
    return Surroundings(await who.local_now(), await who.preferences(), tuple(names))
