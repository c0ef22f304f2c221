"""Ranking, extractive answers and refusals, in several languages and on one page of text each."""

from collections.abc import Sequence

import pytest

from tasklore.knowledge.answering import RefusalReason, extract
from tasklore.knowledge.language.words import term_id
from tasklore.knowledge.parsing.child import parse
from tasklore.knowledge.parsing.limits import Limits
from tasklore.knowledge.passages import cut
from tasklore.knowledge.question import Question
from tasklore.knowledge.ranking import Candidate, Ranked, rank
from tasklore.knowledge.weights import rarity, sparse_vector

PAGES = {
    "en": [
        ("Oxygen", "Oxygen was discovered by Carl Scheele in 1771. Joseph Priestley published first, in 1774."),
        ("Rhine", "The Rhine rises in the Swiss Alps. It is 1,230 kilometres long and flows into the North Sea."),
        ("Bread", "Bread is baked from flour and water. Sourdough rests for twelve hours. It was not sold on Sundays."),
    ],
    "de": [
        ("Sauerstoff", "Sauerstoff wurde 1771 von Carl Scheele entdeckt. Joseph Priestley veröffentlichte zuerst, im Jahr 1774."),
        ("Rhein", "Der Rhein entspringt in den Schweizer Alpen. Er ist 1.230 Kilometer lang und mündet in die Nordsee."),
        ("Brot", "Brot wird aus Mehl und Wasser gebacken. Der Sauerteig ruht zwölf Stunden."),
    ],
    "fr": [
        ("Oxygène", "L'oxygène a été découvert par Carl Scheele en 1771. Joseph Priestley a publié le premier, en 1774."),
        ("Rhin", "Le Rhin prend sa source dans les Alpes suisses. Il mesure 1 230 kilomètres et se jette dans la mer du Nord."),
        ("Pain", "Le pain est fait de farine et d'eau. Le levain repose douze heures."),
    ],
    "es": [
        ("Oxígeno", "El oxígeno fue descubierto por Carl Scheele en 1771. Joseph Priestley publicó primero, en 1774."),
        ("Rin", "El Rin nace en los Alpes suizos. Mide 1230 kilómetros y desemboca en el mar del Norte."),
        ("Pan", "El pan se hace con harina y agua. La masa madre reposa doce horas."),
    ],
    "ja": [
        ("酸素", "酸素は1771年にカール・シェーレによって発見された。プリーストリーは1774年に最初に発表した。"),
        ("ライン川", "ライン川はスイスのアルプスに源を発する。全長は1230キロメートルで北海に注ぐ。"),
        ("パン", "パンは小麦粉と水から焼かれる。パン種は十二時間休ませる。"),
    ],
}  # fmt: skip


def library(pages: Sequence[tuple[str, str]]) -> list[Candidate]:
    return [
        Candidate(
            passage_id=f"{title}-{piece.number}",
            document_id=title,
            title=title,
            headings=piece.headings,
            text=piece.text,
            language=piece.language,
            page=piece.page,
            start=piece.start,
            end=piece.end,
            digest=piece.digest,
        )
        for title, text in pages
        for piece in cut(parse(text.encode(), "text/plain", Limits()))
    ]


def ask(text: str, candidates: Sequence[Candidate]) -> tuple[Question, list[Ranked]]:
    question = Question(text, dict.fromkeys(candidate.language for candidate in candidates))
    vectors = [sparse_vector(c.text, (c.title, *c.headings), c.language) for c in candidates]
    rarities = {t: rarity(len(vectors), sum(t in v for v in vectors)) for t in question.term_ids}
    found = [c for c, v in zip(candidates, vectors, strict=True) if v.keys() & set(question.term_ids)]
    return question, rank(question, found, rarities)


@pytest.mark.parametrize(
    ("language", "question", "title", "gold"),
    [
        ("en", "Who discovered oxygen?", "Oxygen", "Carl Scheele"),
        ("en", "How long is the Rhine?", "Rhine", "1,230"),
        ("de", "Wer hat den Sauerstoff entdeckt?", "Sauerstoff", "Carl Scheele"),
        ("de", "Wie lang ist der Rhein?", "Rhein", "1.230"),
        ("de", "Wohin mündet der Rhein?", "Rhein", "Nordsee"),
        ("fr", "Qui a découvert l'oxygène ?", "Oxygène", "Carl Scheele"),
        ("fr", "Où le Rhin prend-il sa source ?", "Rhin", "Alpes suisses"),
        ("es", "¿Quién descubrió el oxígeno?", "Oxígeno", "Carl Scheele"),
        ("es", "¿Dónde nace el Rin?", "Rin", "Alpes suizos"),
        ("ja", "酸素は誰によって発見されたか。", "酸素", "シェーレ"),
        ("ja", "ライン川の全長は何キロメートルですか。", "ライン川", "1230"),
    ],
)
def test_a_question_is_answered_in_its_language(language: str, question: str, title: str, gold: str) -> None:
    answer = extract(*ask(question, library(PAGES[language])))

    assert answer.refusal_reason is None
    assert answer.sources[0].title == title
    assert gold in answer.response


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "Which enzymes digest lactose in the small intestine?"),
        ("de", "Welche Enzyme spalten Milchzucker im Dünndarm?"),
        ("fr", "Quelles enzymes digèrent le lactose dans l'intestin grêle ?"),
        ("es", "¿Qué enzimas digieren la lactosa en el intestino delgado?"),
        ("ja", "小腸で乳糖を分解する酵素は何ですか。"),
        ("en", "Who discovered uranium in the Ural mountains?"),
    ],
)
def test_what_the_documents_do_not_hold_is_refused_in_every_language(language: str, question: str) -> None:
    answer = extract(*ask(question, library(PAGES[language])))

    assert answer.refusal_reason is not None
    assert answer.sources == ()


def test_a_question_that_denies_is_not_answered_by_an_assertion() -> None:
    candidates = library(PAGES["en"])

    assert extract(*ask("Who didn't discover oxygen in 1771?", candidates)).refusal_reason == RefusalReason.NOT_STATED
    assert extract(*ask("On which days was bread not sold?", candidates)).refusal_reason is None


def test_every_quote_is_verbatim_and_every_marker_has_its_source() -> None:
    pages = PAGES["en"]

    answer = extract(*ask("When was oxygen discovered and published?", library(pages)))

    texts = dict(pages)
    for source in answer.sources:
        assert texts[source.document_id][source.start : source.end] == source.quote
        assert answer.response.count(f"[{source.id}]") == 1
    assert len({source.id for source in answer.sources}) == len(answer.sources)


def test_ids_of_sources_are_new_in_every_answer() -> None:
    candidates = library(PAGES["en"])

    ids = {extract(*ask("Who discovered oxygen?", candidates)).sources[0].id for _ in range(20)}

    assert len(ids) == 20


def test_a_question_in_a_document_is_no_answer() -> None:
    pages = [("FAQ", "How do I reset the alarm? Hold the red button for ten seconds and the alarm will reset.")]

    answer = extract(*ask("How do I reset the alarm?", library(pages)))

    assert answer.response.startswith("Hold the red button")


def test_a_line_that_only_repeats_the_question_is_no_answer() -> None:
    pages = [("Manual", "Alarm reset\n\nHold the red button for ten seconds and the alarm will reset.")]

    answer = extract(*ask("alarm reset", library(pages)))

    assert answer.response.startswith("Hold the red button")


def test_copies_of_one_text_are_found_once() -> None:
    text = "The alarm is reset by the red button."

    _, ranked = ask("How is the alarm reset?", library([("A", text), ("B", text), ("C", text + " Always.")]))

    assert len(ranked) == 2


def test_a_document_of_another_language_is_found_by_a_question_in_that_language() -> None:
    candidates = library([*PAGES["en"], *PAGES["de"]])

    answer = extract(*ask("Wie lang ist der Rhein?", candidates))

    assert answer.sources[0].title == "Rhein"


def test_a_word_that_only_begins_alike_counts_for_less_than_the_word_itself() -> None:
    pages = [("One", "The commander retired."), ("Two", "The commonwealth retired.")]

    _, ranked = ask("When has the commonwealth retired?", library(pages))

    assert [item.candidate.title for item in ranked] == ["Two", "One"]
    assert 0.3 < ranked[1].score < 0.7


def test_vectors_move_a_passage_up_without_deciding_alone() -> None:
    by_words, by_meaning = (
        Candidate(name, name, "T", (), text, "en", None, 0, len(text), name, dense)
        for name, text, dense in (
            ("w", "The pump needs oil every week.", 0.2),
            ("m", "Lubricate the device weekly.", 0.9),
        )
    )
    question = Question("How often does the pump need oil?", ["en"])
    rarities = {term_id(term): 1.0 for term in question.reading("en").terms}

    ranked = rank(question, [by_words, by_meaning], rarities)

    assert [item.candidate.passage_id for item in ranked] == ["w", "m"]
    assert ranked[1].score >= 0.4
