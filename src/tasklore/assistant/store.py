"""Queries of conversations. Their owner comes first in each of them."""

from sqlalchemy import Integer, Text, bindparam, delete, literal, select, tuple_, update

from tasklore.platform.db.query import Query
from tasklore.platform.db.types import Instant

from .models import chat_message, conversation, running_turn

_OWNER = bindparam("owner", type_=Text)
_ID = bindparam("id", type_=Text)
_MOST = bindparam("most", type_=Integer)
_NOW = bindparam("now", type_=Instant)
_BEFORE = bindparam("before", type_=Text)

CONVERSATION = Query(
    select(conversation).where(conversation.c.owner_id == _OWNER, conversation.c.id == _ID), "conversation.get"
)
CONVERSATIONS = Query(
    select(conversation)
    .where(
        conversation.c.owner_id == _OWNER,
        tuple_(conversation.c.updated_at, conversation.c.id)
        < tuple_(bindparam("before", type_=Instant), bindparam("before_id", type_=Text)),
    )
    .order_by(conversation.c.updated_at.desc(), conversation.c.id.desc())
    .limit(_MOST),
    "conversation.list",
)

_SHOWN = [column for column in chat_message.columns if column.name != "exchange"]
MESSAGES = Query(
    select(*_SHOWN)
    .where(chat_message.c.owner_id == _OWNER, chat_message.c.id < _BEFORE)
    .order_by(chat_message.c.id.desc())
    .limit(_MOST),
    "chat_message.list",
)
MESSAGES_OF = Query(
    select(*_SHOWN)
    .where(chat_message.c.owner_id == _OWNER, chat_message.c.conversation_id == _ID, chat_message.c.id < _BEFORE)
    .order_by(chat_message.c.id.desc())
    .limit(_MOST),
    "chat_message.of_conversation",
)
EXCHANGES = Query(
    select(chat_message.c.role, chat_message.c.detail, chat_message.c.exchange, chat_message.c.turn_id)
    .where(chat_message.c.owner_id == _OWNER, chat_message.c.conversation_id == _ID)
    .order_by(chat_message.c.id.desc())
    .limit(_MOST),
    "chat_message.exchanges",
)
TURN = Query(
    select(*_SHOWN)
    .where(chat_message.c.owner_id == _OWNER, chat_message.c.turn_id == bindparam("turn_id", type_=Text))
    .order_by(chat_message.c.id),
    "chat_message.of_turn",
)
FORGET_MESSAGES = Query(
    delete(chat_message).where(chat_message.c.owner_id == _OWNER, chat_message.c.conversation_id == _ID),
    "chat_message.forget",
)
TAINT = Query(
    update(conversation)
    .where(conversation.c.owner_id == _OWNER, conversation.c.id == _ID)
    .values(tainted=literal(True, conversation.c.tainted.type)),
    "conversation.taint",
)

RUNNING = Query(
    select(running_turn).where(running_turn.c.owner_id == _OWNER, running_turn.c.conversation_id == _ID),
    "running_turn.get",
)
_OF_TURN = (
    running_turn.c.owner_id == _OWNER,
    running_turn.c.conversation_id == _ID,
    running_turn.c.turn_id == bindparam("turn_id", type_=Text),
)
EXTEND = Query(
    update(running_turn)
    .where(*_OF_TURN)
    .values(leased_until=bindparam("until", type_=Instant))
    .returning(running_turn.c.stop_asked),
    "running_turn.extend",
)
RELEASE = Query(delete(running_turn).where(*_OF_TURN), "running_turn.release")
ASK_STOP = Query(
    update(running_turn)
    .where(running_turn.c.owner_id == _OWNER, running_turn.c.conversation_id == _ID)
    .values(stop_asked=literal(True, running_turn.c.stop_asked.type)),
    "running_turn.ask_stop",
)
DROP_EXPIRED = Query(
    delete(running_turn).where(
        running_turn.c.owner_id == _OWNER, running_turn.c.conversation_id == _ID, running_turn.c.leased_until < _NOW
    ),
    "running_turn.drop_expired",
)
