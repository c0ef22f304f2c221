"""Time zones as people write them: "UTC", "EST", "Paris time", "America/New_York"."""

from importlib import resources

from .sentence import Sentence

# An abbreviation stands for a place, summer time included: nobody who writes EST in July means winter time.
_ABBREVIATIONS = {
    "UTC": "UTC",
    "GMT": "UTC",
    "Z": "UTC",
    "CET": "Europe/Paris",
    "CEST": "Europe/Paris",
    "MEZ": "Europe/Berlin",
    "MESZ": "Europe/Berlin",
    "WET": "Europe/Lisbon",
    "WEST": "Europe/Lisbon",
    "EET": "Europe/Helsinki",
    "EEST": "Europe/Helsinki",
    "BST": "Europe/London",
    "MSK": "Europe/Moscow",
    "ET": "America/New_York",
    "EST": "America/New_York",
    "EDT": "America/New_York",
    "CT": "America/Chicago",
    "CST": "America/Chicago",
    "CDT": "America/Chicago",
    "MT": "America/Denver",
    "MST": "America/Denver",
    "MDT": "America/Denver",
    "PT": "America/Los_Angeles",
    "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles",
    "AKST": "America/Anchorage",
    "HST": "Pacific/Honolulu",
    "IST": "Asia/Kolkata",
    "JST": "Asia/Tokyo",
    "KST": "Asia/Seoul",
    "SGT": "Asia/Singapore",
    "HKT": "Asia/Hong_Kong",
    "AEST": "Australia/Sydney",
    "AEDT": "Australia/Sydney",
    "NZST": "Pacific/Auckland",
    "NZDT": "Pacific/Auckland",
}
_IN_ANY_CASE = frozenset(("utc", "gmt", "cet", "cest", "pst", "pdt", "edt", "jst"))

# Cities that are no zone of their own.
_CITIES = {
    "san francisco": "America/Los_Angeles",
    "seattle": "America/Los_Angeles",
    "san diego": "America/Los_Angeles",
    "la": "America/Los_Angeles",
    "california": "America/Los_Angeles",
    "pacific": "America/Los_Angeles",
    "mountain": "America/Denver",
    "central": "America/Chicago",
    "eastern": "America/New_York",
    "ny": "America/New_York",
    "nyc": "America/New_York",
    "boston": "America/New_York",
    "washington": "America/New_York",
    "miami": "America/New_York",
    "atlanta": "America/New_York",
    "philadelphia": "America/New_York",
    "dallas": "America/Chicago",
    "houston": "America/Chicago",
    "austin": "America/Chicago",
    "montreal": "America/Toronto",
    "uk": "Europe/London",
    "manchester": "Europe/London",
    "munich": "Europe/Berlin",
    "frankfurt": "Europe/Berlin",
    "hamburg": "Europe/Berlin",
    "cologne": "Europe/Berlin",
    "münchen": "Europe/Berlin",
    "köln": "Europe/Berlin",
    "geneva": "Europe/Zurich",
    "barcelona": "Europe/Madrid",
    "milan": "Europe/Rome",
    "lyon": "Europe/Paris",
    "marseille": "Europe/Paris",
    "wien": "Europe/Vienna",
    "rom": "Europe/Rome",
    "londres": "Europe/London",
    "nueva york": "America/New_York",
    "tokio": "Asia/Tokyo",
    "mumbai": "Asia/Kolkata",
    "delhi": "Asia/Kolkata",
    "bangalore": "Asia/Kolkata",
    "india": "Asia/Kolkata",
    "beijing": "Asia/Shanghai",
    "china": "Asia/Shanghai",
    "japan": "Asia/Tokyo",
    "canberra": "Australia/Sydney",
    "rio": "America/Sao_Paulo",
}


def _listed() -> tuple[dict[str, str], dict[str, str]]:
    names = (resources.files("tzdata") / "zones").read_text(encoding="utf-8").split()
    whole = {name.lower(): name for name in names}
    cities: dict[str, str] = {}
    for name in names:
        if "/" in name and not name.startswith("Etc/"):
            cities.setdefault(name.rsplit("/", 1)[1].replace("_", " ").lower(), name)
    return whole, cities | _CITIES


_NAMES, _BY_CITY = _listed()


def _of_abbreviation(text: str) -> str | None:
    """The zone of "EST" or "utc". Most abbreviations are words when they are written small."""
    if text.isupper() or text.lower() in _IN_ANY_CASE:
        return _ABBREVIATIONS.get(text.upper())
    return None


def _of_name(text: str) -> str | None:
    """The zone of "america/new_york"."""
    return _NAMES.get(text.lower())


def _of_city(text: str) -> str | None:
    """The zone of "new york"."""
    return _BY_CITY.get(text.lower())


def read_zone(s: Sentence, j: int) -> tuple[int, str | None]:
    """(end, zone) if a zone stands at `j`."""
    here = s.x[j]
    if "zone_of" in here.roles:
        for size in (3, 2, 1):
            zone = _of_city(_text(s, j + 1, size))
            if zone is not None:
                return j + 1 + size, zone
        return j, None
    if here.kind != "w":
        if here.word == "(" and s.x[j + 2].word == ")":
            zone = _of_abbreviation(s.x[j + 1].text)
            return (j + 3, zone) if zone is not None else (j, None)
        return j, None
    if s.x[j + 1].word == "/" and s.glued(j + 1):
        return _path(s, j)
    for size in (3, 2, 1):
        if j + size < len(s.x) and ("zone_word" in s.x[j + size].roles or s.x[j + size].word == "zone"):
            zone = _of_city(_text(s, j, size)) or _of_abbreviation(_text(s, j, size))
            if zone is not None:
                return j + size + 1, zone
    zone = _of_abbreviation(here.text)
    if zone == "UTC" and s.is_sign(j + 1, "+-") and s.glued(j + 1):
        hours = s.number(j + 2, 1, 14)
        if hours is not None and s.glued(j + 2):
            # POSIX counts the other way: Etc/GMT-2 is two hours ahead.
            return j + 3, f"Etc/GMT{'-' if s.x[j + 1].word == '+' else '+'}{hours}"
    if zone is None and here.text in ("Eastern", "Pacific") and s.x[j + 1].kind != "w":
        zone = _of_city(here.text)
    return (j + 1, zone) if zone is not None else (j, None)


def _path(s: Sentence, j: int) -> tuple[int, str | None]:
    end = j + 1
    best: tuple[int, str | None] = (j, None)
    while end < len(s.x) - 1 and end - j < 8 and s.glued(end):
        end += 1
        name = _of_name("".join(piece.text for piece in s.x[j:end]))
        if name is not None:
            best = end, name
    return best


def _text(s: Sentence, i: int, size: int) -> str:
    return " ".join(piece.text for piece in s.x[i : i + size])
