"""What our mails say, in plain text and HTML, in English and French.

A mail names no one but its reader, holds one link of our own configured address, and shows nothing that a
stranger typed: a name in a mail is a place for advertising.
"""

import html
from typing import Final, Literal, NamedTuple

from .mail import Mail

Language = Literal["en", "fr"]


class Letter(NamedTuple):
    subject: str
    why: str
    button: str
    ignore: str


_LETTERS: Final[dict[str, dict[Language, Letter]]] = {
    "reset": {
        "en": Letter(
            "Choose a new password",
            "Somebody, probably you, asked for a new password for your Tasklore account. "
            "The link works once, within the next hour.",
            "Choose a new password",
            "If it was not you, ignore this mail: your password stays as it is.",
        ),
        "fr": Letter(
            "Choisissez un nouveau mot de passe",
            "Quelqu’un, sans doute vous, a demandé un nouveau mot de passe pour votre compte Tasklore. "
            "Le lien fonctionne une fois, pendant une heure.",
            "Choisir un nouveau mot de passe",
            "Si ce n’était pas vous, ignorez ce message : votre mot de passe ne change pas.",
        ),
    },
    "verify": {
        "en": Letter(
            "Confirm your address",
            "Please confirm that this address is yours. The link works within the next hour.",
            "Confirm my address",
            "If you have no Tasklore account, ignore this mail.",
        ),
        "fr": Letter(
            "Confirmez votre adresse",
            "Merci de confirmer que cette adresse est la vôtre. Le lien fonctionne pendant une heure.",
            "Confirmer mon adresse",
            "Si vous n’avez pas de compte Tasklore, ignorez ce message.",
        ),
    },
    "change-email": {
        "en": Letter(
            "Confirm your new address",
            "This address is to become the address of a Tasklore account. The link works within the next hour.",
            "Use this address",
            "If it was not you who asked for this, ignore this mail: nothing changes.",
        ),
        "fr": Letter(
            "Confirmez votre nouvelle adresse",
            "Cette adresse doit devenir celle d’un compte Tasklore. Le lien fonctionne pendant une heure.",
            "Utiliser cette adresse",
            "Si vous n’avez rien demandé, ignorez ce message : rien ne change.",
        ),
    },
}


def letter(kind: str, to: str, link: str, language: Language = "en") -> Mail:
    """The mail of one kind with its link."""
    said = _LETTERS[kind][language]
    text = f"{said.why}\n\n{link}\n\n{said.ignore}\n\n-- \nTasklore\n"
    href = html.escape(link, quote=True)
    page = (
        f'<!doctype html><html lang="{language}"><body style="font:16px/1.5 sans-serif;max-width:34em">'
        f"<p>{html.escape(said.why)}</p>"
        f'<p><a href="{href}" style="font-weight:bold">{html.escape(said.button)}</a></p>'
        f"<p>{href}</p><p>{html.escape(said.ignore)}</p><p>Tasklore</p></body></html>"
    )
    return Mail(to, kind, said.subject, text, page, [link])


def language_of(accept_language: str) -> Language:
    """The first of our languages in an Accept-Language header; English when there is none."""
    for part in accept_language.split(","):
        tag = part.partition(";")[0].strip().lower()[:2]
        if tag == "fr":
            return "fr"
        if tag == "en":
            return "en"
    return "en"
