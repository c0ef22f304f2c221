"""The conformance script: what a Better Auth client may do, step by step, each answer recorded.

`play` runs it against any server that speaks the protocol; the recorded answers of the npm package are kept in
`reference.json`, and `test_conformance.py` compares ours with them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from .answers import Answer
from .api_key_steps import api_keys
from .link_steps import changing_the_address, resetting, verifying
from .origin_steps import limits, origins, redirects
from .people_steps import changing_passwords, deleting, linked_accounts, signing_in, signing_up, updating
from .script import Script
from .session_steps import bearer, sessions, signing_out, the_session, tokens
from .two_factor_steps import two_factor
from .wire_steps import bodies, routes


async def play(script: Script) -> list[Answer]:
    """Runs every section and gives back the answers in order."""
    for section in SECTIONS:
        script.section(section.__name__.replace("_", " "))
        await section(script)
    return script.answers


SECTIONS: list[Callable[[Script], Awaitable[None]]] = [
    routes,
    signing_up,
    bodies,
    signing_in,
    the_session,
    sessions,
    signing_out,
    updating,
    changing_passwords,
    resetting,
    verifying,
    changing_the_address,
    deleting,
    linked_accounts,
    tokens,
    bearer,
    origins,
    redirects,
    two_factor,
    api_keys,
    limits,
]
