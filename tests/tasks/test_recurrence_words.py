"""Rules in words, in four languages."""

import pytest

from tasklore.tasks.recurrence import Recurrence, describe

SENTENCES = {
    "FREQ=DAILY": ("every day", "tous les jours", "jeden Tag", "todos los días"),
    "FREQ=DAILY;INTERVAL=3": ("every 3 days", "tous les 3 jours", "alle 3 Tage", "cada 3 días"),
    "FREQ=HOURLY;INTERVAL=4": ("every 4 hours", "toutes les 4 heures", "alle 4 Stunden", "cada 4 horas"),
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR": (
        "every weekday",
        "du lundi au vendredi",
        "jeden Tag von Montag bis Freitag",
        "de lunes a viernes",
    ),
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH": (
        "every 2 weeks on Monday and Thursday",
        "toutes les 2 semaines le lundi et le jeudi",
        "alle 2 Wochen am Montag und am Donnerstag",
        "cada 2 semanas el lunes y el jueves",
    ),
    "FREQ=WEEKLY;BYDAY=MO,WE,FR;UNTIL=20270131": (
        "every Monday, Wednesday and Friday, until 31 January 2027",
        "chaque lundi, mercredi et vendredi, jusqu’au 31 janvier 2027",
        "jeden Montag, Mittwoch und Freitag, bis 31. Januar 2027",
        "cada lunes, miércoles y viernes, hasta el 31 de enero de 2027",
    ),
    "FREQ=MONTHLY;BYMONTHDAY=31": (
        "every month on the 31st (the last day of shorter months)",
        "tous les mois le 31 (le dernier jour des mois plus courts)",
        "jeden Monat am 31. (in kürzeren Monaten am letzten Tag)",
        "todos los meses el día 31 (el último día en los meses más cortos)",
    ),
    "FREQ=MONTHLY;BYMONTHDAY=1,15,-1;COUNT=5": (
        "every month on the 1st, the 15th and the last day, 5 times",
        "tous les mois le 1er, le 15 et le dernier jour, 5 fois",
        "jeden Monat am 1., am 15. und am letzten Tag, 5-mal",
        "todos los meses el día 1, el día 15 y el último día, 5 veces",
    ),
    "FREQ=MONTHLY;BYDAY=2TU,-1FR": (
        "every month on the second Tuesday and the last Friday",
        "tous les mois le deuxième mardi et le dernier vendredi",
        "jeden Monat am zweiten Dienstag und am letzten Freitag",
        "todos los meses el segundo martes y el último viernes",
    ),
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1": (
        "every month on the last weekday",
        "tous les mois le dernier jour ouvré",
        "jeden Monat am letzten Werktag (Mo–Fr)",
        "todos los meses el último día laborable",
    ),
    "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13": (
        "every month on Friday if it is the 13th",
        "tous les mois le vendredi si c’est le 13",
        "jeden Monat am Freitag, wenn es der 13. ist",
        "todos los meses el viernes si es el día 13",
    ),
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29": (
        "every year on 29 February",
        "tous les ans le 29 février",
        "jedes Jahr am 29. Februar",
        "todos los años el 29 de febrero",
    ),
    "FREQ=YEARLY;BYDAY=20MO": (
        "every year on the 20th Monday of the year",
        "tous les ans le 20e lundi de l’année",
        "jedes Jahr am 20. Montag des Jahres",
        "todos los años el 20.º lunes del año",
    ),
    "FREQ=DAILY;BYHOUR=9,17;BYMINUTE=30": (
        "every day at 9:30 and 17:30",
        "tous les jours à 9:30 et 17:30",
        "jeden Tag um 9:30 und 17:30",
        "todos los días a las 9:30 y 17:30",
    ),
}


@pytest.mark.parametrize("rrule", SENTENCES)
def test_a_rule_reads_as_a_person_would_say_it(rrule: str) -> None:
    recurrence = Recurrence.parse(rrule)

    assert tuple(describe(recurrence, locale) for locale in ("en", "fr-FR", "de_CH", "es")) == SENTENCES[rrule]


def test_what_counts_from_completion_says_so() -> None:
    recurrence = Recurrence.parse("FREQ=DAILY;INTERVAL=90", "completion")

    assert describe(recurrence) == "every 90 days, counted from completion"
    assert describe(recurrence, "de") == "alle 90 Tage, ab Erledigung gezählt"


def test_a_language_that_we_do_not_speak_gets_english() -> None:
    assert describe(Recurrence.parse("FREQ=DAILY"), "pl-PL") == "every day"


@pytest.mark.parametrize(
    "rrule",
    [
        "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO,TU",
        "FREQ=YEARLY;BYYEARDAY=100,-1",
        "FREQ=YEARLY;BYDAY=MO;BYMONTH=1,2;BYSETPOS=2,3",
        "FREQ=HOURLY;BYHOUR=9,10;BYDAY=MO,TU,WE,TH,FR",
        "FREQ=DAILY;BYMONTHDAY=1,31",
        "FREQ=MONTHLY;BYMONTHDAY=-3;BYMINUTE=5",
    ],
)
@pytest.mark.parametrize("locale", ["en", "fr", "de", "es"])
def test_each_part_of_a_rule_leaves_words_behind(rrule: str, locale: str) -> None:
    plain = describe(Recurrence.parse(rrule.split(";")[0]), locale)

    assert len(describe(Recurrence.parse(rrule), locale)) > len(plain)
