"""Conversations of one person: list, history, rename, delete, export. No language model is needed for any of it."""

from datetime import UTC, datetime
from typing import Final

from tasklore.platform.errors import Invalid, NotFound
from tasklore.platform.paging import decode_cursor, encode_cursor
from tasklore.platform.unit import Record, Unit

from . import store
from .errors import TurnRunning
from .models import conversation
from .results import inert
from .schemas import ConversationExport, ConversationPage, ConversationRead, MessagePage, MessageRead

_AFTER_ALL: Final = "g"
"""Above every id, which is hexadecimal, in any collation."""

_LATEST: Final = datetime.max.replace(tzinfo=UTC)
_EXPORTED: Final = 10_000
_TITLE: Final = 60


def title_of(message: str) -> str:
    """A conversation's first name: how it began."""
    words = " ".join(inert(message).split())
    return words if len(words) <= _TITLE else f"{words[: _TITLE - 1].rstrip()}…"


class ConversationService:
    """The conversations of `owner`."""

    def __init__(self, unit: Unit, owner: str) -> None:
        self.unit = unit
        self.owner = owner

    async def page(self, cursor: str | None, most: int) -> ConversationPage:
        """Conversations, the latest first."""
        before, before_id = _LATEST, _AFTER_ALL
        if cursor is not None:
            at, before_id = decode_cursor(cursor, str, str)
            before = _instant(at)
        rows = await self.unit.fetch_all(
            store.CONVERSATIONS, owner=self.owner, before=before, before_id=before_id, most=most + 1
        )
        shown = rows[:most]
        following = encode_cursor(shown[-1]["updated_at"].isoformat(), shown[-1]["id"]) if len(rows) > most else None
        return ConversationPage(items=[_read(row) for row in shown], next_cursor=following)

    async def get(self, conversation_id: str) -> ConversationRead:
        """One conversation, and whether a turn is running in it.

        Raises:
            NotFound: not there, or not theirs.
        """
        row = await self._row(conversation_id)
        running = await self.unit.fetch_one(store.RUNNING, owner=self.owner, id=conversation_id)
        return _read(row, running is not None and running["leased_until"] > self.unit.now)

    async def history(self, conversation_id: str | None, cursor: str | None, most: int) -> MessagePage:
        """Messages of one conversation, or of all, latest first."""
        before = decode_cursor(cursor, str)[0] if cursor else _AFTER_ALL
        if conversation_id is not None:
            await self._row(conversation_id)
            rows = await self.unit.fetch_all(
                store.MESSAGES_OF, owner=self.owner, id=conversation_id, before=before, most=most + 1
            )
        else:
            rows = await self.unit.fetch_all(store.MESSAGES, owner=self.owner, before=before, most=most + 1)
        shown = rows[:most]
        following = encode_cursor(shown[-1]["id"]) if len(rows) > most else None
        return MessagePage(items=[message_read(row) for row in shown], next_cursor=following)

    async def rename(self, conversation_id: str, title: str) -> ConversationRead:
        row = await self._row(conversation_id)
        values = {"title": title, "version": row["version"] + 1}
        self.unit.update(conversation, self._key(row), values, expected_version=row["version"])
        return _read({**row, **values})

    async def delete(self, conversation_id: str) -> None:
        """Forgets the conversation and its messages for good; what it changed stays changed.

        Raises:
            TurnRunning: stop it first.
        """
        row = await self._row(conversation_id)
        running = await self.unit.fetch_one(store.RUNNING, owner=self.owner, id=conversation_id)
        if running is not None and running["leased_until"] > self.unit.now:
            raise TurnRunning
        self.unit.delete(conversation, self._key(row))
        self.unit.execute(store.FORGET_MESSAGES, owner=self.owner, id=conversation_id)

    async def export(self, conversation_id: str) -> ConversationExport:
        """The whole conversation, oldest message first."""
        row = await self._row(conversation_id)
        rows = await self.unit.fetch_all(
            store.MESSAGES_OF, owner=self.owner, id=conversation_id, before=_AFTER_ALL, most=_EXPORTED
        )
        return ConversationExport(conversation=_read(row), messages=[message_read(row) for row in reversed(rows)])

    async def _row(self, conversation_id: str) -> Record:
        row = await self.unit.fetch_one(store.CONVERSATION, owner=self.owner, id=conversation_id)
        if row is None:
            raise NotFound("Conversation")
        return row

    def _key(self, row: Record) -> Record:
        return {"owner_id": self.owner, "id": row["id"]}


def message_read(row: Record) -> MessageRead:
    """A message as it is sent."""
    detail = row["detail"]
    return MessageRead(
        **{name: row[name] for name in ("id", "conversation_id", "turn_id", "role", "content", "created_at")},
        **{name: value for name, value in detail.items() if name in MessageRead.model_fields},
    )


def _read(row: Record, running: bool = False) -> ConversationRead:
    shown = {name: row[name] for name in ("id", "title", "tainted", "created_at", "updated_at")}
    return ConversationRead(**shown, running=running)


def _instant(text: str) -> datetime:
    try:
        value = datetime.fromisoformat(text)
    except ValueError as error:
        raise Invalid("The cursor is not one that this list gave out.", code="bad_cursor") from error
    return value if value.tzinfo else value.replace(tzinfo=UTC)
