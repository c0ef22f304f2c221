"""What kind of answer a question asks for, where its words tell."""

import re
from typing import Final

_NUMBER_QUESTIONS: Final = {
    "en": r"how (?:many|much|long|old|tall|far|large|big|often|high|deep|fast|wide|heavy)|when|(?:what|which|in what) "
    r"(?:year|date|day|month|century|decade|percentage|percent|number|amount|age|speed|population|distance)",
    "de": r"wie ?viele?n?|wie (?:lange?|alt|groß|hoch|weit|oft|tief|schnell|breit|schwer)|wann|seit wann|bis wann|"
    r"(?:in )?welche[mnrs]? (?:jahr|datum|tag|monat|jahrhundert|jahrzehnt|anteil|zahl|alter)",
    "fr": r"combien|quand|(?:en |à )?quelle? (?:année|date|jour|mois|siècle|décennie|âge|nombre|pourcentage|proportion|"
    r"distance|vitesse|taille|heure)",
    "es": r"cuánt[oa]s?|cuándo|(?:en )?(?:qué|cuál) (?:es la |fue la )?(?:año|fecha|día|mes|siglo|década|edad|porcentaje|"
    r"número|cantidad|distancia|velocidad)",
    "it": r"quant[oiae]|quando|(?:in )?(?:che|quale) (?:anno|data|giorno|mese|secolo|decennio|età|percentuale|numero)",
    "pt": r"quant[oa]s?|quando|(?:em )?(?:que|qual) (?:ano|data|dia|mês|século|década|idade|percentagem|porcentagem|número)",
    "nl": r"hoeveel|hoe (?:lang|oud|groot|hoog|ver|vaak|diep|snel)|wanneer|(?:in )?welke? (?:jaar|datum|dag|maand|eeuw|aantal)",
    "sv": r"hur (?:många|mycket|länge|lång|gammal|stor|hög|långt|ofta)|när|vilket (?:år|datum|århundrade|antal)",
    "da": r"hvor (?:mange|meget|længe|lang|gammel|stor|høj|langt|ofte)|hvornår|hvilket (?:år|århundrede|antal)",
    "no": r"hvor (?:mange|mye|lenge|lang|gammel|stor|høy|langt|ofte)|når|hvilket (?:år|århundre|antall)",
    "pl": r"ile|ilu|kiedy|(?:w )?któr(?:ym|ego) (?:rok|roku|wieku|dniu|miesiącu)|jak (?:długo|daleko|często|wysok\w+|star\w+)",
    "ru": r"сколько|когда|(?:в )?как(?:ом|ой) (?:год|году|век|веке|день|месяц|месяце|процент)|как (?:долго|далеко|часто)",
    "tr": r"kaç|ne zaman|hangi (?:yıl|yılda|tarih|tarihte|yüzyıl|yüzyılda|gün|ay)|ne kadar",
}
_PATTERNS: Final = {
    code: re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE) for code, pattern in _NUMBER_QUESTIONS.items()
}


def asks_for_number(question: str, language: str) -> bool:
    """Whether a question asks for a count, an amount or a time. Languages without a pattern never do."""
    pattern = _PATTERNS.get(language)
    return pattern is not None and pattern.search(question) is not None
