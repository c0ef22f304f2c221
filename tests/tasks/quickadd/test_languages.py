"""French, German and Spanish: phrases that are right alone are right together."""

from dataclasses import dataclass
from itertools import product

import pytest

from tasklore.tasks.quickadd import parse

from .conftest import FRIDAY


@dataclass(frozen=True)
class Tongue:
    """What is combined with what, and what each means."""

    locale: str
    title: str
    days: dict[str, str]
    times: dict[str, str]
    rules: dict[str, str]
    until: str
    """Until 31 March."""
    begin: str
    """From 1 January."""


TONGUES = [
    Tongue(
        "de",
        "Arzt anrufen",
        {
            "morgen": "2026-11-21",
            "am Montag": "2026-11-23",
            "nächsten Dienstag": "2026-11-24",
            "am 3. Dezember": "2026-12-03",
            "am 3.12.": "2026-12-03",
            "übermorgen": "2026-11-22",
            "in 3 Tagen": "2026-11-23",
            "Donnerstag, 3. Dezember": "2026-12-03",
            "Ende des Monats": "2026-11-30",
        },
        {"um 9": "09:00", "um 17:45 Uhr": "17:45", "um halb zehn": "09:30", "18 Uhr": "18:00"},
        {
            "jeden Tag": "FREQ=DAILY",
            "alle zwei Wochen": "FREQ=WEEKLY;INTERVAL=2",
            "jeden Mo, Mi und Fr": "FREQ=WEEKLY;BYDAY=MO,WE,FR",
            "jeden Monat": "FREQ=MONTHLY",
            "monatlich am 15.": "FREQ=MONTHLY;BYMONTHDAY=15",
            "jeden letzten Freitag": "FREQ=MONTHLY;BYDAY=-1FR",
            "jährlich am 3. März": "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=3",
        },
        "bis 31. März",
        "ab 1. Januar",
    ),
    Tongue(
        "fr",
        "Appeler le médecin",
        {
            "demain": "2026-11-21",
            "lundi": "2026-11-23",
            "mardi prochain": "2026-11-24",
            "le 3 décembre": "2026-12-03",
            "le 3/12": "2026-12-03",
            "après-demain": "2026-11-22",
            "dans 3 jours": "2026-11-23",
            "jeudi 3 décembre": "2026-12-03",
            "fin du mois": "2026-11-30",
        },
        {"à 9h": "09:00", "à 9h30": "09:30", "17h45": "17:45", "à midi": "12:00"},
        {
            "tous les jours": "FREQ=DAILY",
            "toutes les deux semaines": "FREQ=WEEKLY;INTERVAL=2",
            "chaque lundi, mercredi et vendredi": "FREQ=WEEKLY;BYDAY=MO,WE,FR",
            "tous les mois": "FREQ=MONTHLY",
            "le 15 de chaque mois": "FREQ=MONTHLY;BYMONTHDAY=15",
            "chaque dernier vendredi du mois": "FREQ=MONTHLY;BYDAY=-1FR",
            "chaque année le 3 mars": "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=3",
        },
        "jusqu'au 31 mars",
        "à partir du 1er janvier",
    ),
    Tongue(
        "es",
        "Llamar al médico",
        {
            "mañana": "2026-11-21",
            "el lunes": "2026-11-23",
            "el próximo martes": "2026-11-24",
            "el 3 de diciembre": "2026-12-03",
            "el 3/12": "2026-12-03",
            "pasado mañana": "2026-11-22",
            "en 3 días": "2026-11-23",
            "jueves 3 de diciembre": "2026-12-03",
            "a fin de mes": "2026-11-30",
        },
        {"a las 9": "09:00", "a las 17:45": "17:45", "a las 8 y media": "08:30", "al mediodía": "12:00"},
        {
            "todos los días": "FREQ=DAILY",
            "cada dos semanas": "FREQ=WEEKLY;INTERVAL=2",
            "cada lunes, miércoles y viernes": "FREQ=WEEKLY;BYDAY=MO,WE,FR",
            "cada mes": "FREQ=MONTHLY",
            "el 15 de cada mes": "FREQ=MONTHLY;BYMONTHDAY=15",
            "el último viernes de cada mes": "FREQ=MONTHLY;BYDAY=-1FR",
            "cada año el 3 de marzo": "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=3",
        },
        "hasta el 31 de marzo",
        "a partir del 1 de enero",
    ),
]


@pytest.mark.parametrize("tongue", TONGUES, ids=lambda tongue: tongue.locale)
def test_a_day_and_a_time_are_read_in_any_order(tongue: Tongue) -> None:
    orders = ("{0} {1} {2}", "{0} {2} {1}", "{0} {1}, {2}", "{0} {1} {2} #Work", "{1} {2}: {0}")
    for order, (day, date), (clock, at) in product(orders, tongue.days.items(), tongue.times.items()):
        text = order.format(tongue.title, day, clock)

        (task,) = parse(text, now=FRIDAY, locale=tongue.locale)

        assert task.due is not None, text
        assert (task.title, task.due.date, task.due.time) == (tongue.title, date, at), text


@pytest.mark.parametrize("tongue", TONGUES, ids=lambda tongue: tongue.locale)
def test_a_rule_is_read_with_all_that_may_go_with_it(tongue: Tongue) -> None:
    for rule, clock, begin, until in product(tongue.rules, ("", *tongue.times), ("", tongue.begin), ("", tongue.until)):
        for pieces in ((rule, clock, begin, until), (rule, begin, until, clock)):
            text = " ".join(filter(None, (tongue.title, *pieces)))

            (task,) = parse(text, now=FRIDAY, locale=tongue.locale)

            assert task.recurrence is not None, text
            assert task.due is not None
            assert task.recurrence.rrule == tongue.rules[rule] + (";UNTIL=20270331" if until else ""), text
            assert (task.title, task.due.time) == (tongue.title, tongue.times.get(clock)), text


def test_words_are_known_without_their_accents() -> None:
    def due(text: str, locale: str) -> str | None:
        (task,) = parse(text, now=FRIDAY, locale=locale)
        return None if task.due is None else task.due.date

    assert due("Arzt anrufen uebermorgen", "de") == due("Arzt anrufen ubermorgen", "de") == "2026-11-22"
    assert due("Appeler apres-demain", "fr") == "2026-11-22"
    assert due("Llamar el miercoles", "es") == due("Llamar el miércoles", "es") == "2026-11-25"
    assert due("Llamar man\u0303ana", "es") == "2026-11-21"
