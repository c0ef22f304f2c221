"""E-mail (RFC 5322): the headers a reader would see, and the text of the message. Attachments are named, not opened."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Final

from tasklore.knowledge.parsing.document import DocumentBuilder, ParsedDocument
from tasklore.knowledge.parsing.html import write_html
from tasklore.knowledge.parsing.kinds import MAIL

_HEADERS: Final = ("From", "To", "Cc", "Date", "Subject")
_MOST_ATTACHMENTS: Final = 50


def parse_mail(content: bytes, most_chars: int) -> ParsedDocument:
    """The message under its subject."""
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    builder = DocumentBuilder(MAIL, most_chars)
    builder.title = _header(message, "Subject")
    builder.text("\n".join(f"{name}: {value}" for name in _HEADERS if (value := _header(message, name))))
    body = message.get_body(preferencelist=("plain", "html"))
    if isinstance(body, EmailMessage):
        text = _text(body)
        if body.get_content_subtype() == "html":
            write_html(text, builder)
        else:
            builder.text(text)
    names = [part.get_filename() or "unnamed" for part in list(message.iter_attachments())[:_MOST_ATTACHMENTS]]
    if names:
        builder.text("Attachments: " + ", ".join(names))
    return builder.build()


def _header(message: EmailMessage, name: str) -> str:
    # A header that cannot be decoded raises when it is first looked at, and is worth less than the message.
    try:
        return str(message[name] or "")
    except (ValueError, LookupError, IndexError, AttributeError, TypeError):
        return ""


def _text(part: EmailMessage) -> str:
    try:
        content = part.get_content()
    except (LookupError, UnicodeError):
        payload = part.get_payload(decode=True)
        content = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    return content if isinstance(content, str) else ""
