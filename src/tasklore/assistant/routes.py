"""The assistant over HTTP: a turn as JSON or as a stream, its history, its conversations."""

from typing import Annotated, Any, cast
from uuid import UUID

from fastapi import APIRouter, Body, Query, Request
from pydantic import ValidationError
from starlette.responses import JSONResponse, Response, StreamingResponse

from tasklore.auth.principal import CurrentUser, Principal
from tasklore.auth.route import SignedInRoute
from tasklore.platform.errors import Invalid
from tasklore.platform.ids import derived_id
from tasklore.platform.paging import DEFAULT, MOST
from tasklore.platform.web.route import RequestUnit

from .conversations import ConversationService
from .policy import policy_of
from .schemas import (
    ChatRequest,
    ChatResponse,
    ConversationExport,
    ConversationId,
    ConversationPage,
    ConversationPatch,
    ConversationRead,
    MessagePage,
)
from .turns import Asked, Assistant

STREAM_HEADERS = {"x-vercel-ai-ui-message-stream": "v1", "cache-control": "no-store", "x-accel-buffering": "no"}


class ChatRoute(SignedInRoute):
    """A turn writes in units of its own; the request's unit only finds out who asks.

    Keys need `assistant:read`, `assistant:write` or `assistant:delete` to come in, and the scopes of tasks and documents
    for what the turn then does."""

    area = "assistant"


router = APIRouter(route_class=ChatRoute)

Limit = Annotated[int, Query(ge=1, le=MOST)]
Cursor = Annotated[str | None, Query(max_length=500)]


def assistant_of(request: Request) -> Assistant:
    return cast(Assistant, request.app.state.services.assistant)


def _asked(
    request: Request, user: Principal, message: str, conversation_id: str | None, *, streamed: bool = False
) -> Asked:
    return Asked(
        owner=user.user_id,
        message=message,
        conversation_id=conversation_id,
        policy=policy_of(user),
        may_delete=user.allows("tasks:delete"),
        may_read_documents=user.allows("documents:read"),
        streamed=streamed,
        arrived=request.state.arrived,
    )


@router.post("", response_model=ChatResponse, summary="Talk to the assistant")
@router.post("/", response_model=ChatResponse, include_in_schema=False)
async def chat(request: Request, user: CurrentUser, body: ChatRequest) -> Response:
    """One turn. It acts on your tasks at once where that is safe, with `undo` in the answer; what destroys, or touches
    more than three things, is proposed: approve it with POST to `approve`, or by saying yes.

    409 while the conversation is still busy. A turn goes on when you hang up: look for it in the history."""
    turn = await assistant_of(request).begin(_asked(request, user, body.message, body.conversation_id))
    await turn.done.wait()
    assert turn.response is not None
    return JSONResponse(turn.response.model_dump(mode="json"), headers={"cache-control": "no-store"})


@router.post(
    "/stream",
    summary="Talk to the assistant, streamed",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def chat_stream(
    request: Request, user: CurrentUser, body: Annotated[dict[str, Any], Body()]
) -> StreamingResponse:
    """The Vercel AI protocol, version 6 (`@ai-sdk/react`): send its request as it is.

    Only the text of the last message, and the id, are read. The history is the server's: what a client says about
    earlier messages, tool results or approvals counts for nothing. A part `data-turn` has the change sets."""
    message = last_text(body)
    turn = await assistant_of(request).begin(
        _asked(request, user, message, conversation_in(body, user.user_id), streamed=True)
    )
    return StreamingResponse(turn.follow(), media_type="text/event-stream", headers=STREAM_HEADERS)


@router.get(
    "/{conversation_id}/stream",
    summary="Resume a stream",
    response_class=StreamingResponse,
    responses={
        200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}},
        204: {"description": "Nothing runs"},
    },
)
async def resume(request: Request, user: CurrentUser, conversation_id: ConversationId) -> Response:
    """The running turn's stream from its beginning; 204 when none is running here: read the history then."""
    turn = assistant_of(request).running(user.user_id, conversation_id)
    if turn is None or not turn.streamed or turn.done.is_set():
        return Response(status_code=204)
    return StreamingResponse(turn.follow(), media_type="text/event-stream", headers=STREAM_HEADERS)


@router.get("/history", summary="What was said")
@router.get("/history/", include_in_schema=False)
async def history(
    unit: RequestUnit,
    user: CurrentUser,
    conversation_id: ConversationId | None = None,
    cursor: Cursor = None,
    limit: Limit = DEFAULT,
) -> MessagePage:
    """Messages of all conversations or of one, latest first, with what each turn called and changed. Times are UTC."""
    return await ConversationService(unit, user.user_id).history(conversation_id, cursor, limit)


@router.get("/conversations", summary="Conversations")
@router.get("/conversations/", include_in_schema=False)
async def list_conversations(
    request: Request, unit: RequestUnit, user: CurrentUser, cursor: Cursor = None, limit: Limit = DEFAULT
) -> ConversationPage:
    """The latest first."""
    assistant_of(request).warm()
    return await ConversationService(unit, user.user_id).page(cursor, limit)


@router.get("/conversations/{conversation_id}", summary="One conversation")
async def get_conversation(unit: RequestUnit, user: CurrentUser, conversation_id: ConversationId) -> ConversationRead:
    """And whether a turn is running in it."""
    return await ConversationService(unit, user.user_id).get(conversation_id)


@router.patch("/conversations/{conversation_id}", summary="Rename a conversation")
async def rename_conversation(
    unit: RequestUnit, user: CurrentUser, conversation_id: ConversationId, body: ConversationPatch
) -> ConversationRead:
    return await ConversationService(unit, user.user_id).rename(conversation_id, body.title)


@router.delete("/conversations/{conversation_id}", status_code=204, summary="Delete a conversation")
async def delete_conversation(unit: RequestUnit, user: CurrentUser, conversation_id: ConversationId) -> Response:
    """For good. What it changed stays changed, and can still be undone from the history of changes."""
    await ConversationService(unit, user.user_id).delete(conversation_id)
    return Response(status_code=204)


@router.get("/conversations/{conversation_id}/export", summary="Export a conversation")
async def export_conversation(
    unit: RequestUnit, user: CurrentUser, conversation_id: ConversationId
) -> ConversationExport:
    """All of it, oldest message first."""
    return await ConversationService(unit, user.user_id).export(conversation_id)


@router.post("/conversations/{conversation_id}/stop", status_code=204, summary="Stop the running turn")
async def stop(request: Request, unit: RequestUnit, user: CurrentUser, conversation_id: ConversationId) -> Response:
    """What it has done is kept. Answers 204 as well when nothing runs."""
    await ConversationService(unit, user.user_id).get(conversation_id)
    await assistant_of(request).stop(user.user_id, conversation_id)
    return Response(status_code=204)


def last_text(body: dict[str, Any]) -> str:
    """The text of the last message, which must be the user's.

    Raises:
        Invalid: there is none.
    """
    messages = body.get("messages")
    last = messages[-1] if isinstance(messages, list) and messages else None
    if not isinstance(last, dict) or last.get("role") != "user":
        raise Invalid(
            "The last message must be the user's.",
            hint="Approve a proposal with POST /api/v1/proposals/{id}/approve; messages of the assistant are not read.",
        )
    parts = last.get("parts")
    texts = [
        part["text"]
        for part in (parts if isinstance(parts, list) else [])
        if isinstance(part, dict) and part.get("type") == "text" and isinstance(part.get("text"), str)
    ]
    text = "\n".join(texts) or last.get("content")
    if not isinstance(text, str) or not text.strip():
        raise Invalid("The last message has no text.")
    try:
        return ChatRequest(message=text).message
    except ValidationError as error:
        raise Invalid("The last message is too long, or holds characters that cannot be stored.") from error


def conversation_in(body: dict[str, Any], owner: str) -> str | None:
    """The conversation's id. One that is no UUID, as `useChat` makes by itself, always stands for the same UUID."""
    given = body.get("conversation_id") or body.get("id")
    if not isinstance(given, str) or not given or len(given) > 200:
        return None
    try:
        return str(UUID(given))
    except ValueError:
        return derived_id(owner, f"conversation:{given!a}")
