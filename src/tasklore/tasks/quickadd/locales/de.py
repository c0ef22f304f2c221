"""German."""

from ..words import Language, Table, lexicon, words

_WEEKDAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_SHORT_WEEKDAYS = ("mo", "di", "mi", "do", "fr", "sa, sonnabend", "so")
_PARTS = {
    "morning": ("morgen", "vormittag", "früh"),
    "afternoon": ("nachmittag",),
    "evening": ("abend",),
    "night": ("nacht",),
}


def _compounds(weekday: str) -> str:
    """ "freitagabend, freitagnachmittag, …"."""
    return ", ".join(weekday + part for parts in _PARTS.values() for part in parts)


_TABLE: Table = {
    "weekday": {
        n: f"{name}, {short}, {_compounds(name)}"
        for n, (name, short) in enumerate(zip(_WEEKDAYS, _SHORT_WEEKDAYS, strict=True))
    },
    "own_part": {
        part: ", ".join(weekday + name for weekday in _WEEKDAYS for name in names) for part, names in _PARTS.items()
    },
    "weekdays": {
        0: "montags",
        1: "dienstags",
        2: "mittwochs",
        3: "donnerstags",
        4: "freitags",
        5: "samstags, sonnabends",
        6: "sonntags",
        "workday": "werktags, wochentags, unter der woche, an werktagen, an wochentagen, an arbeitstagen",
        "weekend": "an wochenenden, wochenends",
    },
    "month": {
        1: "januar, jänner, jan",
        2: "februar, feber, feb",
        3: "märz, mär, mrz",
        4: "april, apr",
        5: "mai",
        6: "juni, jun",
        7: "juli, jul",
        8: "august, aug",
        9: "september, sept, sep",
        10: "oktober, okt",
        11: "november, nov",
        12: "dezember, dez",
    },
    "unit": {
        "minute": "minute, minuten, min",
        "hour": "stunde, stunden, std",
        "day": "tag, tage, tagen, tages",
        "week": "woche, wochen",
        "month": "monat, monate, monaten, monats",
        "year": "jahr, jahre, jahren, jahres",
        "quarter": "quartal, quartale, quartalen, quartals, vierteljahr",
        "halfyear": "halbjahr, halbes jahr, halben jahr, halbe jahr, halbjahre",
        "halfhour": "halbe stunde, halben stunde",
        "workday": "werktag, werktage, werktagen, arbeitstag, arbeitstage, arbeitstagen, wochentag, wochentage",
        "weekend": "wochenende, wochenenden, wochenendes",
    },
    "short": {"minute": "m, min", "hour": "h", "day": "t", "week": "w"},
    "cardinal": {
        1: "ein, eine, einem, einer, einen, eins",
        2: "zwei",
        3: "drei",
        4: "vier",
        5: "fünf",
        6: "sechs",
        7: "sieben",
        8: "acht",
        9: "neun",
        10: "zehn",
        11: "elf",
        12: "zwölf",
        14: "vierzehn",
        15: "fünfzehn",
        20: "zwanzig",
        30: "dreißig",
        45: "fünfundvierzig",
        60: "sechzig",
        90: "neunzig",
    },
    "ordinal": {
        1: "erster, ersten, erste, erstes",
        2: "zweiter, zweiten, zweite, zweites",
        3: "dritter, dritten, dritte, drittes",
        4: "vierter, vierten, vierte, viertes",
        5: "fünfter, fünften, fünfte",
        6: "sechster, sechsten",
        7: "siebter, siebten",
        8: "achter, achten",
        9: "neunten",
        10: "zehnter, zehnten",
        15: "fünfzehnter, fünfzehnten",
        20: "zwanzigsten",
        30: "dreißigsten",
        -1: "letzter, letzten, letzte, letztes",
        -2: "vorletzter, vorletzten, vorletzte",
    },
    "ordinal_sign": {},
    "day": {0: "heute", 1: "morgen", 2: "übermorgen", -1: "gestern"},
    "part": {
        "morning": "früh, morgen, vormittag, morgens, vormittags",
        "afternoon": "nachmittag, nachmittags",
        "evening": "abend, abends",
        "night": "nacht, nachts",
    },
    "in_part": {True: "am, in der"},
    "clock": {12 * 60: "mittag, mittags", 0: "mitternacht"},
    "meridiem": {0: "am, morgens, früh, vormittags", 12: "pm, nachmittags, abends, mittags"},
    "oclock": {True: "uhr, h"},
    "shift": {-30: "halb", 15: "viertel nach", -15: "viertel vor, dreiviertel"},
    "minutes_past": {1: "nach", -1: "vor"},
    "zone_word": {True: "zeit"},
    "next": {
        True: "nächster, nächsten, nächste, nächstes, nächstem",
        2: "übernächster, übernächsten, übernächste, übernächstes",
        "coming": "kommender, kommenden, kommende, kommendes",
    },
    "this": {True: "dieser, diesen, diese, dieses, diesem"},
    "last": {True: "letzter, letzten, letzte, letztes"},
    "article": {True: "der, die, das, den, dem, des", "a": "ein, eine, einem, einer, einen"},
    "of": {True: "im, in, des, der, vom, von, jeden, jedes"},
    "and": {True: "und, &, oder"},
    "to": {True: "bis, bis zum, -, –, —"},
    "every": {
        "schedule": "jeden, jede, jedes, jeder, alle",
        "completion": "jeden!, jede!, jedes!, alle!",
    },
    "other": {True: "jeden anderen"},
    "adverb": {
        ("DAILY", 1): "täglich, einmal am tag, einmal täglich",
        ("WEEKLY", 1): "wöchentlich, einmal die woche, einmal pro woche, einmal in der woche",
        ("WEEKLY", 2): "zweiwöchentlich, vierzehntäglich, 14-tägig, zweiwöchig, alle vierzehn tage",
        ("MONTHLY", 1): "monatlich, einmal im monat, einmal pro monat",
        ("MONTHLY", 3): "vierteljährlich, quartalsweise",
        ("MONTHLY", 6): "halbjährlich",
        ("YEARLY", 1): "jährlich, alljährlich, einmal im jahr, einmal pro jahr",
        ("HOURLY", 1): "stündlich",
    },
    "adverb_part": {"morning": "allmorgendlich", "evening": "allabendlich"},
    "of_month": {
        "the": "im monat, des monats",
        "every": "jeden monats, jedes monats, eines jeden monats, in jedem monat, im monat jeden monat",
    },
    "of_year": {"every": "jeden jahres, jedes jahres"},
    "after_completion": {True: "nach erledigung, nach abschluss, ab erledigung, nach fertigstellung"},
    "times": {True: "mal, male, wiederholungen"},
    "except": {True: "außer, außer am, bis auf"},
    "bound": {
        "start": "anfang, anfang des, anfang der, zu beginn des, beginn des, am anfang des",
        "mid": "mitte, mitte des, mitte der",
        "end": "ende, ende des, ende der, am ende des, zum ende des",
    },
    "end_of": {"month": "monatsende", "year": "jahresende", "day": "feierabend", "quarter": "quartalsende"},
    "week_number": {True: "kw, kalenderwoche", "bare": "woche"},
    "ago": {},
    "before_count": {True: "vor"},
    "half": {True: "halb, halbe, halben, einhalb"},
    "prep": {
        "on": "am, an, den, an dem",
        "at": "um, @, ab",
        "around": "gegen, so gegen, ca, etwa um, circa",
        "by": "bis, bis zum, bis zur, bis spätestens, spätestens, spätestens am, spätestens bis, bis um",
        "before": "vor, vor dem, vor der, vorm",
        "until": "bis einschließlich, bis inklusive",
        "for": "für, für den, zum, für die, lang",
        "in": "in, im, in der",
        "within": "innerhalb von, binnen",
        "begin": "ab, ab dem, beginnend, beginnend am, startend, startend am, ab sofort",
        "from": "von, vom, von dem",
        "due": "fällig, fällig am, fällig bis",
        "after": "nach",
        "over": "über das, übers, am, im laufe",
        "between": "zwischen, zwischen dem",
    },
    "remind": {True: "erinnere mich, erinner mich, erinnerung, mit erinnerung"},
    "before": {True: "vorher, davor, zuvor, früher"},
    "holiday": {
        (12, 24): "heiligabend, heilig abend",
        (12, 25): "weihnachten",
        (12, 31): "silvester",
        (1, 1): "neujahr",
        (10, 3): "tag der deutschen einheit",
    },
}

GERMAN = Language(
    code="de",
    lexicon=lexicon(_TABLE),
    weak=words("mo di mi do fr sa so mai mittag morgens mar abend"),
    abbreviated=words(
        "mo di mi do fr sa so jan feb apr jun jul aug sep sept okt nov dez min std m h t w am pm an ab um in im so mai"
    ),
    followers=words(
        "zu zum zur mit für über von vom bei beim in im an auf und aber weil wenn bevor nach dann per ohne um wegen vor",
        "noch schon erst gleich aus oder + & gegen als bis damit ob dass",
    ),
    blockers=words(
        "der die das den dem des ein eine einen einem einer mein meine meinen dein deine sein seine ihr ihre unser unsere",
        "vom von über seit ab als wie und oder mit ohne zwischen wenn ob gegen letzten letzte gestern ist sind war heißt",
        "kein keine jeder jede jedes guten gute guter schönen beim zur am im buch film wort namens aus zum diese dieser",
    ),
    modifiers=words("black guten schwarzer grüner rosen weißer schmutziger langer verkaufsoffener"),
    infinitives=("en", "ern", "eln"),
    verbs=words(
        "kaufen anrufen bezahlen schicken senden machen gehen lesen schreiben buchen holen bringen abholen putzen prüfen",
        "ruf kauf bezahl schick mach geh lies schreib buch hol bring putz prüf sende buche hole",
    ),
    artefacts=words("besprechung notizen protokoll bericht sitzung termin runde kurs"),
    questions=words("ob wenn wann warum"),
    movers=words("verschieben verschiebe verlegen ändern umbuchen"),
    choosers=words("entscheiden wählen"),
    setters=words("einstellen verkaufen"),
    multipliers=words("zweimal dreimal mal"),
    early=words("frühstück wecker aufstehen"),
    late=words("abendessen drinks party kino konzert theater oper feier"),
    media=words("lesen lies hören hör schauen schau ansehen gucken spielen sehen"),
    scenes=words(
        "teil schritt seite seiten kapitel folge band größe raum zimmer nummer nr nr. version abschnitt gleis tel telefon",
        "ergebnis verhältnis straße art. § bestellung aufgabe übung film",
    ),
    ratios=words(
        "verhältnis ergebnis spielstand maßstab vers kapitel fehler johannes lukas markus matthäus psalm mose römer"
    ),
)
