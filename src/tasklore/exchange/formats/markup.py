"""HTML of other programs' editors as plain text that reads as Markdown."""

import re
from html.parser import HTMLParser
from typing import Final

_BLOCKS: Final = frozenset(
    {"p", "div", "br", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "tr", "pre", "blockquote"}
)
_MARKS: Final = {"strong": "**", "b": "**", "em": "*", "i": "*", "code": "`", "s": "~~"}
_UNSEEN: Final = frozenset({"script", "style"})


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._links: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag in _UNSEEN:
            self._hidden += 1
        if tag in _BLOCKS:
            self.parts.append("\n")
        if tag == "li":
            box = {"true": "[x] ", "false": "[ ] "}.get(given.get("data-checked") or "", "")
            self.parts.append(f"- {box}")
        elif tag == "a":
            address = given.get("href") or ""
            self._links.append(address if address.startswith(("http://", "https://", "mailto:")) else "")
        self.parts.append(_MARKS.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._hidden = max(0, self._hidden - 1)
        self.parts.append(_MARKS.get(tag, ""))
        if tag == "a" and self._links and (address := self._links.pop()):
            self.parts.append(f" <{address}>")
        if tag in ("p", "ul", "ol", "pre", "blockquote"):
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def plain(html: str) -> str:
    """The text of a piece of HTML; a text without tags as it is."""
    if not re.search(r"</?[a-zA-Z]", html):
        return html
    reader = _Text()
    reader.feed(html)
    reader.close()
    text = re.sub(r"- (\[[ x]\] )?\n+", lambda found: f"- {found[1] or ''}", "".join(reader.parts))
    return re.sub(r"\n{3,}", "\n\n", text).strip()
