"""Step by step, our answers beside the recorded ones of Better Auth."""

import copy
import json
from pathlib import Path
from typing import Any

import httpx2

from tests.auth.conftest import BASE, Mailbox

from .script import Script
from .steps import play

Recorded = dict[str, Any]

REFERENCE: list[Recorded] = json.loads((Path(__file__).parent / "reference.json").read_text())


def as_we_mean_it(recorded: Recorded) -> Recorded:
    """The recorded answer, but for the three things that we do otherwise, on purpose."""
    meant = copy.deepcopy(recorded)
    if meant["status"] == 429:
        # The original sends its JSON as text/plain, which its own client then does not read.
        meant["headers"]["content-type"] = "application/json"
    if meant["step"] == "tokens: claims":
        # A token names its session, so that it dies with it.
        meant["body"] = sorted([*meant["body"], "sid"])
    if isinstance(meant["body"], dict) and meant["body"].get("twoFactorRedirect"):
        # The original shows, in a header, the session token that it has just taken back.
        del meant["headers"]["set-auth-token"], meant["headers"]["access-control-expose-headers"]
    return meant


async def test_a_client_cannot_tell_our_answers_from_better_auths(http: httpx2.AsyncClient, mailbox: Mailbox) -> None:
    ours = [answer.as_json() for answer in await play(Script(http, BASE, mailbox.read))]

    expected = [as_we_mean_it(recorded) for recorded in REFERENCE]
    assert [answer["step"] for answer in ours] == [answer["step"] for answer in expected]
    differing = [
        f"\n{ours}\nBetter Auth: {theirs}" for ours, theirs in zip(ours, expected, strict=True) if ours != theirs
    ]
    assert differing == []
