"""What holds for every request, whichever route answers it."""

import httpx2
import pytest

from tasklore.platform.metrics import exposition

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


async def test_a_url_that_is_too_long_is_refused_as_a_problem(client: httpx2.AsyncClient) -> None:
    fits = await client.get("/api/v1/tasks", params={"unread": "x" * 30_000})
    answer = await client.get("/api/v1/tasks", params={"unread": "x" * 40_000})
    path = await client.get(f"/api/v1/tasks/{'x' * 40_000}")

    assert fits.status_code != 414
    for refused in (answer, path):
        assert (refused.status_code, refused.json()["code"]) == (414, "url_too_long")
        assert refused.headers["x-content-type-options"] == "nosniff"


async def test_invented_methods_do_not_make_metrics_of_their_own(client: httpx2.AsyncClient) -> None:
    for number in range(3):
        answer = await client.request(f"INVENTED{number}", "/api/v1/tasks")
        assert answer.status_code == 405

    assert b"INVENTED" not in exposition()
    assert b'method="other"' in exposition()


@pytest.mark.parametrize("given", ["a\u00e9", "x" * 65, "a b", '"}', ""])
async def test_a_request_id_that_could_break_a_line_is_replaced(given: str, client: httpx2.AsyncClient) -> None:
    kept = await client.get("/health", headers={"x-request-id": "abc-1.2_3"})
    made = await client.get("/health", headers={b"x-request-id": given.encode("latin-1")})

    assert kept.headers["x-request-id"] == "abc-1.2_3"
    assert made.headers["x-request-id"] != given
    assert len(made.headers["x-request-id"]) == 16
