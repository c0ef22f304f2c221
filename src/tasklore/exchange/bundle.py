"""What any file is read into, before anything is written.

Keys tie the parts of one bundle together and mean nothing outside it. What does not fit is made to fit here, once for
every format, and remarked on: nothing is cut, dropped or reinterpreted in silence.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal, NamedTuple

Kind = Literal["lost", "changed"]
RelationKind = Literal["blocks", "duplicates", "relates"]

TITLE_LENGTH: Final = 500
NAME_LENGTH: Final = 120
PROSE_LENGTH: Final = 50_000
MOST_LABELS: Final = 50


class Remark(NamedTuple):
    """Something that is not as it was in the file. `line` counts from 1; None for the file as a whole."""

    kind: Kind
    line: int | None
    subject: str
    message: str


@dataclass(slots=True)
class ProjectDraft:
    key: str
    name: str
    line: int | None = None
    is_inbox: bool = False
    parent: str | None = None
    color: str | None = None
    view: str = "list"
    position: float | None = None
    created_at: datetime | None = None


@dataclass(slots=True)
class SectionDraft:
    key: str
    project: str
    name: str
    line: int | None = None
    position: float | None = None
    created_at: datetime | None = None


@dataclass(slots=True)
class TaskDraft:
    """A task. `values` are columns beyond the title and the place; `phrase` is its date as it stood in the file;
    `series` is the key of the task that a repeating one began with; `is_mine`: assigned to whoever imports it."""

    key: str
    project: str
    title: str
    line: int | None = None
    section: str | None = None
    parent: str | None = None
    series: str | None = None
    is_mine: bool = False
    values: dict[str, Any] = field(default_factory=dict)
    phrase: str = ""


@dataclass(slots=True)
class CommentDraft:
    task: str
    text: str
    line: int | None = None
    created_at: datetime | None = None


@dataclass(slots=True)
class LabelDraft:
    name: str
    color: str | None = None
    position: float | None = None
    created_at: datetime | None = None


@dataclass(slots=True)
class FilterDraft:
    name: str
    query: str
    color: str | None = None
    position: float | None = None
    created_at: datetime | None = None


@dataclass(slots=True)
class RelationDraft:
    task: str
    other: str
    kind: RelationKind


@dataclass(slots=True)
class AttachmentDraft:
    """A file of a task; `content` is the name it has inside the archive."""

    task: str
    name: str
    media_type: str
    content: str
    sha256: str


@dataclass(slots=True)
class Bundle:
    """Everything that a file holds, and what was not as it could be taken over."""

    projects: dict[str, ProjectDraft] = field(default_factory=dict)
    sections: dict[str, SectionDraft] = field(default_factory=dict)
    tasks: dict[str, TaskDraft] = field(default_factory=dict)
    comments: list[CommentDraft] = field(default_factory=list)
    labels: list[LabelDraft] = field(default_factory=list)
    filters: list[FilterDraft] = field(default_factory=list)
    relations: list[RelationDraft] = field(default_factory=list)
    attachments: list[AttachmentDraft] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    omitted: Counter[str] = field(default_factory=Counter)

    def lose(self, line: int | None, subject: str, message: str) -> None:
        """Remarks that something of the file is not taken over."""
        self.remarks.append(Remark("lost", line, subject[:200], message))

    def omit(self, what: str) -> None:
        """Counts something that this system has no place for, and that many tasks may have."""
        self.omitted[what[:100]] += 1

    def told(self) -> list[Remark]:
        """All remarks in the order of the file, with one for each kind of thing that was left out."""
        counted = [
            Remark("lost", None, what, f"There is no place for this here; left out {n:,} times.")
            for what, n in sorted(self.omitted.items())
        ]
        return sorted([*counted, *self.remarks], key=lambda remark: remark.line or 0)

    def change(self, line: int | None, subject: str, message: str) -> None:
        """Remarks that something is taken over as something else."""
        self.remarks.append(Remark("changed", line, subject[:200], message))

    def add_project(self, draft: ProjectDraft) -> ProjectDraft:
        draft.name = self._name(draft.name or "Imported", draft.line, "project")
        self.projects[draft.key] = draft
        return draft

    def add_section(self, draft: SectionDraft) -> SectionDraft:
        draft.name = self._name(draft.name or "Section", draft.line, "section")
        self.sections[draft.key] = draft
        return draft

    def add_task(self, draft: TaskDraft) -> TaskDraft:
        """Adds a task; a title that is too long goes on in the notes, an empty one is made up."""
        title = folded(draft.title)
        notes = str(draft.values.get("notes", ""))
        if not title:
            title = next((line for line in map(folded, notes.splitlines()) if line), "")[:TITLE_LENGTH] or "Untitled"
            self.change(draft.line, title, "It had no title; this one was made up.")
        if len(title) > TITLE_LENGTH:
            notes = f"{title}\n\n{notes}".rstrip()
            title = f"{title[: TITLE_LENGTH - 1]}…"
            self.change(
                draft.line, title, f"The title was longer than {TITLE_LENGTH} characters; all of it is in the notes."
            )
        draft.title = title
        draft.values["notes"] = self.prose(notes, draft.line, title)
        draft.values["labels"] = self._label_names(draft.values.get("labels", ()), draft)
        self.tasks[draft.key] = draft
        return draft

    def add_comment(self, draft: CommentDraft) -> None:
        """Adds a comment; an empty one is left out."""
        draft.text = self.prose(draft.text.strip(), draft.line, "comment")
        if draft.text:
            self.comments.append(draft)

    def add_label(self, draft: LabelDraft) -> None:
        draft.name = self._name(draft.name.removeprefix("@"), None, "label")
        if draft.name:
            self.labels.append(draft)

    def add_filter(self, draft: FilterDraft) -> None:
        draft.name = self._name(draft.name, None, "filter") or "Filter"
        draft.query = storable(draft.query)
        self.filters.append(draft)

    def prose(self, text: str, line: int | None, subject: str) -> str:
        """Text of several lines that can be stored."""
        text = storable(text)
        if len(text) > PROSE_LENGTH:
            self.lose(line, subject, f"The text was cut after {PROSE_LENGTH:,} characters.")
            text = text[:PROSE_LENGTH]
        return text

    def _name(self, text: str, line: int | None, what: str) -> str:
        name = folded(text)
        if len(name) > NAME_LENGTH:
            self.change(line, name, f"The name of this {what} was cut after {NAME_LENGTH} characters.")
            name = name[:NAME_LENGTH].rstrip()
        return name

    def _label_names(self, given: Iterable[str], draft: TaskDraft) -> list[str]:
        names = sorted({self._name(name.removeprefix("@"), draft.line, "label") for name in given} - {""})
        if len(names) > MOST_LABELS:
            self.lose(draft.line, draft.title, f"Only {MOST_LABELS} of its {len(names)} labels were kept.")
        return names[:MOST_LABELS]


def storable(text: str) -> str:
    """The text without NUL and without halves of surrogate pairs, which no database stores."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()


def folded(text: str) -> str:
    """The text on one line, blanks folded, NFC."""
    return " ".join(unicodedata.normalize("NFC", storable(text)).split())
