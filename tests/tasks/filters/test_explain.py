"""A filter in words, in four languages."""

import pytest

from tasklore.tasks.filters import explain, parse

SENTENCES = {
    "(today | overdue) & p1 & @home & !#Work": (
        "Open tasks: (due today or overdue) and with priority 1 and labelled “home” and not in the project “Work”.",
        "Tâches ouvertes\u00a0: (à faire aujourd’hui ou en retard) et de priorité 1 et avec l’étiquette « home » et hors"
        " du projet « Work ».",
        "Offene Aufgaben: (fällig heute oder überfällig) und mit Priorität 1 und mit Etikett „home“ und nicht im Projekt"
        " „Work“.",
        "Tareas abiertas: (previstas hoy o atrasadas) y con prioridad 1 y con la etiqueta «home» y fuera del proyecto"
        " «Work».",
    ),
    "due before: monday": (
        "Open tasks: due before Monday.",
        "Tâches ouvertes\u00a0: à faire avant lundi.",
        "Offene Aufgaben: fällig vor Montag.",
        "Tareas abiertas: previstas antes del lunes.",
    ),
    "deadline <= 2026-12-01": (
        "Open tasks: with a deadline up to and including 1 December 2026.",
        "Tâches ouvertes\u00a0: avec une échéance au plus tard le 1er décembre 2026.",
        "Offene Aufgaben: mit Frist bis einschließlich dem 1. Dezember 2026.",
        "Tareas abiertas: con fecha límite hasta el 1 de diciembre de 2026 incluido.",
    ),
    "7 days": (
        "Open tasks: due in the next 7 days, today included.",
        "Tâches ouvertes\u00a0: à faire dans les 7 jours à venir, aujourd’hui compris.",
        "Offene Aufgaben: fällig in den nächsten 7 Tagen, heute eingeschlossen.",
        "Tareas abiertas: previstas en los próximos 7 días, hoy incluido.",
    ),
    "all": (
        "All of them: open tasks.",
        "Toutes : tâches ouvertes.",
        "Alle: offene Aufgaben.",
        "Todas: tareas abiertas.",
    ),
}


@pytest.mark.parametrize("text", SENTENCES)
def test_a_filter_reads_as_a_sentence(text: str) -> None:
    said = tuple(explain(parse(text), locale) for locale in ("en-GB", "fr", "de_AT", "es-MX"))

    assert tuple(one.replace("\u00a0", " ") for one in said) == tuple(
        one.replace("\u00a0", " ") for one in SENTENCES[text]
    )


def test_done_tasks_are_mentioned_when_they_are_meant() -> None:
    assert explain(parse("done = true && p1")) == "Tasks: completed and with priority 1."


def test_several_lists_are_counted() -> None:
    assert explain(parse("p1, @home")) == ("2 lists. 1. Open tasks: with priority 1. 2. Open tasks: labelled “home”.")


def test_a_language_that_we_do_not_speak_gets_english() -> None:
    assert explain(parse("p1"), "pl") == "Open tasks: with priority 1."
