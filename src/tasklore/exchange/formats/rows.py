"""Rows of a CSV file by column name, with the line each begins on."""

import csv
import io
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Final

from ..errors import UnreadableFile

_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class Row:
    """One record; `line` is where it begins in the file, from 1. A column that is missing reads as empty."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "").strip()

    def raw(self, column: str) -> str:
        """The cell as it is, blanks included."""
        return self.cells.get(column, "")


def text_of(data: bytes) -> str:
    """A text file's text: UTF-8, or UTF-16 with its mark.

    Raises:
        UnreadableFile: it is neither.
    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"The file is not UTF-8 text: byte {error.start:,} cannot be read.",
            hint="Export it again as CSV in UTF-8, or save it so in your spreadsheet.",
        ) from error


def read_rows(
    data: bytes, needed: Collection[str], mend: Callable[[str], str] = lambda text: text, *, first_line: int = 1
) -> Iterator[Row]:
    """The records below the header, blank ones too. Commas, semicolons and tabs are told apart by the header.

    Args:
        mend: what makes the text of a careless writer CSV.
        first_line: where the header stands in the file.

    Raises:
        UnreadableFile: the header lacks a needed column, or a record cannot be read.
    """
    text = mend(text_of(data).replace("\x00", ""))
    header_line = text.lstrip("\ufeff").partition("\n")[0]
    delimiter = max(",;\t", key=header_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = [name.strip().upper() for name in next(reader, [])]
        missing = [name for name in needed if name not in header]
        if missing:
            raise UnreadableFile(
                f"The first line has no column {missing[0]!r}.",
                hint=f"It should name at least {', '.join(needed)}.",
            )
        line = reader.line_num + first_line
        for cells in reader:
            yield Row(line, dict(zip(header, cells, strict=False)))
            line = reader.line_num + first_line
    except csv.Error as error:
        raise UnreadableFile(f"Line {reader.line_num + first_line - 1}: {error}.") from error
