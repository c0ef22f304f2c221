"""Time zones as people write them: "UTC", "EST", "Paris time", "America/New_York"."""

from importlib import resources

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


def zone_of_abbreviation(text: str) -> str | None:
    """The zone of "EST" or "utc". Most abbreviations are words when they are written small."""
    if text.isupper() or text.lower() in _IN_ANY_CASE:
        return _ABBREVIATIONS.get(text.upper())
    return None


def zone_of_name(text: str) -> str | None:
    """The zone of "america/new_york"."""
    return _NAMES.get(text.lower())


def zone_of_city(text: str) -> str | None:
    """The zone of "new york"."""
    return _BY_CITY.get(text.lower())
