"""The words for rules in English, French, German and Spanish."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Wording:
    """One language's pieces; `words.py` puts them together in the order that all four share."""

    weekdays: Sequence[str]
    months: Sequence[str]
    every: dict[str, str]
    every_n: dict[str, str]
    workdays: str
    workdays_only: str
    """The same after "every 3 days"."""
    every_weekday: str
    """From `{days}`, for each week."""
    on_weekdays: str
    """From `{days}`, after "every 2 weeks"."""
    weekday_comma: str
    weekday_joint: str
    """Between the last two weekdays of `on_weekdays`; some languages repeat the article."""
    on: str
    """Before a list of days of the month."""
    on_joint: str
    """Between the last two of them."""
    on_comma: str
    ordinal: Callable[[int], str]
    """A day of the month in a list: 1st, 2."""
    last_day: str
    nth_last_day: str
    position: dict[int, str]
    nth: Callable[[int], str]
    """For positions that have no word."""
    nth_weekday: str
    nth_weekday_from_end: str
    workday: str
    weekday_and_day: str
    of_year: str
    in_months: str
    in_weeks: str
    year_day: str
    date: str
    """Of `{day}` and `{month}`."""
    day_in_date: Callable[[int], str]
    full_date: str
    chosen: str
    shorter_months: str
    at: str
    until: str
    once: str
    times: str
    completion: str
    and_: str


def _english_ordinal(n: int) -> str:
    ending = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


ENGLISH: Final = Wording(
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    every={
        "HOURLY": "every hour",
        "DAILY": "every day",
        "WEEKLY": "every week",
        "MONTHLY": "every month",
        "YEARLY": "every year",
    },
    every_n={
        "HOURLY": "every {n} hours",
        "DAILY": "every {n} days",
        "WEEKLY": "every {n} weeks",
        "MONTHLY": "every {n} months",
        "YEARLY": "every {n} years",
    },
    workdays="every weekday",
    workdays_only="from Monday to Friday",
    every_weekday="every {days}",
    on_weekdays="on {days}",
    weekday_comma=", ",
    weekday_joint=" and ",
    on="on the ",
    on_joint=" and the ",
    on_comma=", the ",
    ordinal=_english_ordinal,
    last_day="last day",
    nth_last_day="{nth} day from the end",
    nth=_english_ordinal,
    position={1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last", -2: "second to last"},
    nth_weekday="{nth} {weekday}",
    nth_weekday_from_end="{nth} {weekday} from the end",
    workday="weekday",
    weekday_and_day="on {days} if it is the {dates}",
    of_year="of the year",
    in_months="in {months}",
    in_weeks="in week {weeks}",
    year_day="on day {days} of the year",
    date="on {day} {month}",
    day_in_date=str,
    full_date="{day} {month} {year}",
    chosen="only the {positions} of these",
    shorter_months="(the last day of shorter months)",
    at="at {times}",
    until="until {date}",
    once="once",
    times="{n} times",
    completion="counted from completion",
    and_=" and ",
)


def _french_ordinal(n: int) -> str:
    return "1er" if n == 1 else str(n)


def _german_ordinal(n: int) -> str:
    return f"{n}."


FRENCH: Final = Wording(
    weekdays=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    months=(
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    every={
        "HOURLY": "toutes les heures",
        "DAILY": "tous les jours",
        "WEEKLY": "toutes les semaines",
        "MONTHLY": "tous les mois",
        "YEARLY": "tous les ans",
    },
    every_n={
        "HOURLY": "toutes les {n} heures",
        "DAILY": "tous les {n} jours",
        "WEEKLY": "toutes les {n} semaines",
        "MONTHLY": "tous les {n} mois",
        "YEARLY": "tous les {n} ans",
    },
    workdays="du lundi au vendredi",
    workdays_only="du lundi au vendredi",
    every_weekday="chaque {days}",
    on_weekdays="le {days}",
    weekday_comma=", le ",
    weekday_joint=" et le ",
    on="le ",
    on_joint=" et le ",
    on_comma=", le ",
    ordinal=_french_ordinal,
    last_day="dernier jour",
    nth_last_day="{nth} jour en partant de la fin",
    position={
        1: "premier",
        2: "deuxième",
        3: "troisième",
        4: "quatrième",
        5: "cinquième",
        -1: "dernier",
        -2: "avant-dernier",
    },
    nth="{}e".format,
    nth_weekday="{nth} {weekday}",
    nth_weekday_from_end="{nth} {weekday} en partant de la fin",
    workday="jour ouvré",
    weekday_and_day="le {days} si c’est le {dates}",
    of_year="de l’année",
    in_months="en {months}",
    in_weeks="en semaine {weeks}",
    year_day="le jour {days} de l’année",
    date="le {day} {month}",
    day_in_date=_french_ordinal,
    full_date="{day} {month} {year}",
    chosen="seulement le {positions} de ceux-ci",
    shorter_months="(le dernier jour des mois plus courts)",
    at="à {times}",
    until="jusqu’au {date}",
    once="une fois",
    times="{n} fois",
    completion="à compter de l’achèvement",
    and_=" et ",
)

GERMAN: Final = Wording(
    weekdays=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    months=(
        *("Januar", "Februar", "März", "April", "Mai", "Juni"),
        *("Juli", "August", "September", "Oktober", "November", "Dezember"),
    ),
    every={
        "HOURLY": "jede Stunde",
        "DAILY": "jeden Tag",
        "WEEKLY": "jede Woche",
        "MONTHLY": "jeden Monat",
        "YEARLY": "jedes Jahr",
    },
    every_n={
        "HOURLY": "alle {n} Stunden",
        "DAILY": "alle {n} Tage",
        "WEEKLY": "alle {n} Wochen",
        "MONTHLY": "alle {n} Monate",
        "YEARLY": "alle {n} Jahre",
    },
    workdays="jeden Tag von Montag bis Freitag",
    workdays_only="von Montag bis Freitag",
    every_weekday="jeden {days}",
    on_weekdays="am {days}",
    weekday_comma=", am ",
    weekday_joint=" und am ",
    on="am ",
    on_joint=" und am ",
    on_comma=", am ",
    ordinal=_german_ordinal,
    last_day="letzten Tag",
    nth_last_day="{nth} Tag vom Ende an",
    position={
        1: "ersten",
        2: "zweiten",
        3: "dritten",
        4: "vierten",
        5: "fünften",
        -1: "letzten",
        -2: "vorletzten",
    },
    nth=_german_ordinal,
    nth_weekday="{nth} {weekday}",
    nth_weekday_from_end="{nth} {weekday} vom Ende an",
    workday="Werktag (Mo–Fr)",
    weekday_and_day="am {days}, wenn es der {dates} ist",
    of_year="des Jahres",
    in_months="im {months}",
    in_weeks="in Kalenderwoche {weeks}",
    year_day="am Tag {days} des Jahres",
    date="am {day} {month}",
    day_in_date=_german_ordinal,
    full_date="{day} {month} {year}",
    chosen="davon nur am {positions}",
    shorter_months="(in kürzeren Monaten am letzten Tag)",
    at="um {times}",
    until="bis {date}",
    once="einmal",
    times="{n}-mal",
    completion="ab Erledigung gezählt",
    and_=" und ",
)

SPANISH: Final = Wording(
    weekdays=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    months=(
        *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
        *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ),
    every={
        "HOURLY": "cada hora",
        "DAILY": "todos los días",
        "WEEKLY": "todas las semanas",
        "MONTHLY": "todos los meses",
        "YEARLY": "todos los años",
    },
    every_n={
        "HOURLY": "cada {n} horas",
        "DAILY": "cada {n} días",
        "WEEKLY": "cada {n} semanas",
        "MONTHLY": "cada {n} meses",
        "YEARLY": "cada {n} años",
    },
    workdays="de lunes a viernes",
    workdays_only="de lunes a viernes",
    every_weekday="cada {days}",
    on_weekdays="el {days}",
    weekday_comma=", el ",
    weekday_joint=" y el ",
    on="el ",
    on_joint=" y el ",
    on_comma=", el ",
    ordinal="día {}".format,
    last_day="último día",
    nth_last_day="{nth} día desde el final",
    position={
        1: "primer",
        2: "segundo",
        3: "tercer",
        4: "cuarto",
        5: "quinto",
        -1: "último",
        -2: "penúltimo",
    },
    nth="{}.º".format,
    nth_weekday="{nth} {weekday}",
    nth_weekday_from_end="{nth} {weekday} desde el final",
    workday="día laborable",
    weekday_and_day="el {days} si es el {dates}",
    of_year="del año",
    in_months="en {months}",
    in_weeks="en la semana {weeks}",
    year_day="el día {days} del año",
    date="el {day} de {month}",
    day_in_date=str,
    full_date="{day} de {month} de {year}",
    chosen="solo el {positions} de ellos",
    shorter_months="(el último día en los meses más cortos)",
    at="a las {times}",
    until="hasta el {date}",
    once="una vez",
    times="{n} veces",
    completion="contando desde que se completa",
    and_=" y ",
)

WORDINGS: Final = {"en": ENGLISH, "fr": FRENCH, "de": GERMAN, "es": SPANISH}


def wording_for(locale: str) -> Wording:
    """The language of a locale such as `de-CH`; English if it is none of the four."""
    return WORDINGS.get(locale.replace("_", "-").split("-")[0].lower(), ENGLISH)
