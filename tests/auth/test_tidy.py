"""Once an hour, what has run out is removed and nothing else."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, update

from tasklore.accounts.models import api_key, outgoing_mail, refresh_token, revocation, session, verification
from tasklore.apps.wiring import Core
from tasklore.auth.jobs import tidy
from tasklore.platform.db.query import Query
from tasklore.platform.unit import Unit, run
from tests.auth.conformance.script import Script

TABLES = (session, verification, refresh_token, revocation, api_key, outgoing_mail)


async def counts(services: Core) -> dict[str, int]:
    counted = {}
    for table in TABLES:
        counted[table.name] = (await services.db.fetch(Query(select(func.count()).select_from(table)), {}))[0][0]
    return counted


async def test_what_has_run_out_goes_and_the_rest_stays(script: Script, services: Core) -> None:
    known = await script.signed_up()
    await known.send("POST", "/api-key/create", json={"name": "ends", "expiresIn": 2 * 86_400})
    await known.send("POST", "/refresh/issue")
    await known.send("POST", "/request-password-reset", json={"email": known.email})
    other = known.copy()
    await other.sign_in()
    await other.send("POST", "/sign-out", json={})
    before = await counts(services)

    await run(services, lambda unit: tidy(unit, {}))
    assert await counts(services) == before

    async def years_pass(unit: Unit) -> None:
        past: Any = unit.now - timedelta(days=1000)
        for table in TABLES:
            column = "created_at" if table is outgoing_mail else "expires_at"
            unit.execute(Query(update(table).values({column: past})))

    await run(services, years_pass)
    await run(services, lambda unit: tidy(unit, {}))

    assert set((await counts(services)).values()) == {0}


async def test_keys_of_a_deleted_user_go(script: Script, services: Core) -> None:
    known = await script.signed_up()
    await known.send("POST", "/api-key/create", json={"name": "k"})
    await known.send("POST", "/delete-user", json={"password": known.password})
    assert (await counts(services))["api_key"] == 1

    await run(services, lambda unit: tidy(unit, {}))

    assert (await counts(services))["api_key"] == 0
