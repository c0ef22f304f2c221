"""Words, sentences and languages."""

import pytest

from tasklore.knowledge.language.detection import detect
from tasklore.knowledge.language.negation import denies
from tasklore.knowledge.language.questions import asks_for_number
from tasklore.knowledge.language.sentences import sentences
from tasklore.knowledge.language.stopwords import STOPWORDS
from tasklore.knowledge.language.words import UNKNOWN, Word, analyzer, term_id


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Where did the duke sign the treaty?", "en"),
        ("Wann wurde der Vertrag unterzeichnet?", "de"),
        ("Quand le traité a-t-il été signé ?", "fr"),
        ("¿Cuándo se firmó el tratado?", "es"),
        ("Quando è stato firmato il trattato?", "it"),
        ("Quando foi assinado o tratado?", "pt"),
        ("Wanneer werd het verdrag getekend?", "nl"),
        ("När undertecknades fördraget och av vem?", "sv"),
        ("Kiedy i przez kogo został podpisany traktat?", "pl"),
        ("Когда был подписан договор?", "ru"),
        ("Antlaşma ne zaman ve kim tarafından imzalandı?", "tr"),
        ("条約はいつ調印されましたか。", "ja"),
        ("条约是什么时候签署的？", "zh"),
        ("Stargate 4711 Qwxyz", UNKNOWN),
        ("", UNKNOWN),
    ],
)
def test_a_question_tells_its_language(text: str, language: str) -> None:
    assert detect(text) == language


def test_a_tie_goes_to_the_language_of_the_documents() -> None:
    assert detect("Er han her?", ("da",)) == "da"
    assert detect("Er han her?", ("no",)) == "no"


def test_one_word_said_often_does_not_make_a_language() -> None:
    places = (
        "The Los Angeles Lakers, Los Angeles Kings, Los Angeles Rams and the Los Angeles Angels play in Los Angeles."
    )

    assert detect(places) == "en"


def test_words_of_one_stem_are_one_term_in_each_language() -> None:
    for language, forms in {
        "en": ("castle", "castles"),
        "de": ("Schlosses", "Schloss"),
        "fr": ("châteaux", "château"),
        "es": ("castillos", "castillo"),
        "ru": ("замки", "замков"),
    }.items():
        terms = {analyzer(language).terms(form)[0] for form in forms}
        assert len(terms) == 1, (language, terms)


def test_a_word_knows_its_place_and_stop_words_have_none() -> None:
    assert analyzer("en").words("The dukes' castles, in 1,066.") == [
        Word("duke", 4, 9),
        Word("castl", 11, 18),
        Word("1066", 23, 28),
    ]


def test_accents_do_not_part_words() -> None:
    assert analyzer("und").terms("Résumé") == analyzer("und").terms("resume")
    assert analyzer("und").terms("Re\u0301sume\u0301") == analyzer("und").terms("resume")


def test_a_script_without_spaces_is_cut_into_pairs() -> None:
    assert analyzer("ja").terms("東京都は") == ["東京", "京都", "都は"]


def test_the_dimension_of_a_term_never_changes() -> None:
    # Stored indexes hold these numbers.
    assert (term_id("duke"), term_id("東京")) == (2095788616, 2451981039)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Dr. Smith met J. R. Hill in St. Paul at 3.5 p.m. on Monday. He left.", 2),
        ("Das ist z. B. so. Und das auch.", 2),
        ("“Good,” he said. ‘Then go!’ she said.", 2),
        ("- one\n- two\n- three", 3),
        ("A heading\n\nA paragraph that\nwraps.", 2),
        ("雨が降る。傘をさす。", 2),
        ("Vraiment ? Oui ! Bien sûr…", 3),
        ("", 0),
    ],
)
def test_sentences_end_where_a_reader_would_stop(text: str, count: int) -> None:
    spans = sentences(text)

    assert len(spans) == count, [text[a:b] for a, b in spans]
    assert all(text[a:b] == text[a:b].strip() for a, b in spans)


def test_no_sentence_is_endless() -> None:
    spans = sentences("word " * 10_000)

    assert max(b - a for a, b in spans) <= 700
    assert sum(b - a for a, b in spans) > 45_000


@pytest.mark.parametrize(
    ("question", "language", "wants"),
    [
        ("How many castles are there?", "en", True),
        ("In what year was it built?", "en", True),
        ("Who built it?", "en", False),
        ("Wie viele Burgen gibt es?", "de", True),
        ("Wer hat sie gebaut?", "de", False),
        ("Combien de châteaux ?", "fr", True),
        ("¿En qué año?", "es", True),
        ("条約はいつ", "ja", False),
    ],
)
def test_a_question_for_a_number_is_told_from_others(question: str, language: str, wants: bool) -> None:
    assert asks_for_number(question, language) is wants


@pytest.mark.parametrize(
    ("text", "language", "denied"),
    [
        ("Which city wasn't taken?", "en", True),
        ("Which city was taken?", "en", False),
        ("Welche Stadt wurde nicht erobert?", "de", True),
        ("Quelle ville n'a pas été prise ?", "fr", True),
        ("¿Qué ciudad nunca fue tomada?", "es", True),
        ("Northern noise notes", "en", False),
    ],
)
def test_a_denial_is_told_from_an_assertion(text: str, language: str, denied: bool) -> None:
    assert denies(text, language) is denied


def test_stop_words_are_lower_case_and_single() -> None:
    for language, words in STOPWORDS.items():
        assert all(word == word.lower() and " " not in word for word in words), language
