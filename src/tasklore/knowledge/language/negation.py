"""Whether a sentence denies something: "which city was not taken" has no answer in a list of cities taken."""

import re
from typing import Final

_DENIALS: Final = {
    "en": r"not|never|no|none|nor|neither|without|except|cannot|\w+n['’]t|didn|doesn|isn|wasn|aren|weren|hasn|hadn|couldn|"
    r"wouldn|shouldn",
    "de": r"nicht|kein\w*|nie|niemals|niemand\w*|ohne|außer|weder|nichts",
    "fr": r"pas|jamais|aucune?|sans|sauf|ni|rien|personne",
    "es": r"no|nunca|jamás|ning[uú]n\w*|sin|excepto|salvo|tampoco|nada|nadie",
    "it": r"non|mai|nessun\w*|senza|tranne|eccetto|né|niente|nulla",
    "pt": r"não|nunca|jamais|nenhum\w*|sem|exceto|salvo|nem|nada|ninguém",
    "nl": r"niet|geen|nooit|zonder|behalve|noch|niets|niemand",
    "sv": r"inte|ej|aldrig|inga|ingen|inget|utan|utom",
    "da": r"ikke|aldrig|ingen|intet|uden|undtagen",
    "no": r"ikke|aldri|ingen|intet|uten|unntatt",
    "fi": r"ei|eivät|en|et|emme|ette|älä|ilman|paitsi",
    "pl": r"nie|nigdy|żad\w+|bez|oprócz|ani|nikt|nic",
    "cs": r"ne\w+|nikdy|žádn\w+|bez|kromě|ani|nikdo|nic",
    "ru": r"не|нет|никогда|ни|без|кроме|никто|ничего|никак\w+",
    "uk": r"не|ні|ніколи|без|крім|ніхто|нічого|жод\w+",
    "tr": r"değil|hiç|asla|yok|olmayan|olmadan|hariç",
    "ro": r"nu|niciodată|niciun\w*|nici|fără|nimeni|nimic",
    "hu": r"nem|soha|sem|nincs|nélkül|kivéve|senki|semmi",
    "el": r"δεν|δε|μην|μη|ποτέ|κανένα\w*|χωρίς|εκτός|ούτε|όχι",
    "ca": r"no|mai|cap|sense|excepte|tampoc|res|ningú",
    "id": r"tidak|bukan|belum|tanpa|kecuali|jangan",
}
_PATTERNS: Final = {
    code: re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE) for code, pattern in _DENIALS.items()
}


def denies(text: str, language: str) -> bool:
    """Whether a text holds a word of denial. Languages without a list never do."""
    pattern = _PATTERNS.get(language)
    return pattern is not None and pattern.search(text) is not None
