"""Sharing over HTTP, on both engines."""

from pathlib import Path

import httpx2

from tasklore.accounts.service import AccountService
from tasklore.apps.wiring import Core
from tasklore.platform.unit import Unit, run
from tests.conftest import MakeTask, make_settings
from tests.tasks.conftest import MakeProject, Share, undo

PROJECTS = "/api/v1/projects"
TASKS = "/api/v1/tasks"


async def make_account(services: Core, user_id: str, email: str, name: str) -> None:
    async def make(unit: Unit) -> None:
        await AccountService(unit).create(email=email, name=name, user_id=user_id)

    await run(services, make)


async def test_an_invitation_looks_the_same_whether_or_not_somebody_has_that_address(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, make_project: MakeProject, services: Core
) -> None:
    await make_account(services, "ben", "ben@example.org", "Ben")
    project = await make_project()
    path = f"{PROJECTS}/{project['id']}"

    known = await client.post(f"{path}/members", json={"email": "Ben@Example.org", "role": "viewer"})
    unknown = await client.post(f"{path}/members", json={"email": "eve@example.org", "role": "viewer"})

    assert (known.status_code, unknown.status_code) == (201, 201)
    varying = ("id", "email")
    assert {k: v for k, v in known.json().items() if k not in varying} == {
        k: v for k, v in unknown.json().items() if k not in varying
    }
    members = (await client.get(f"{path}/members")).json()["items"]
    assert [member["user_id"] for member in members] == ["ada"]
    assert len((await client.get(f"{path}/invitations")).json()["items"]) == 2
    received = (await other.get("/api/v1/invitations")).json()["items"]
    assert [(i["id"], i["project_name"], i["role"]) for i in received] == [(known.json()["id"], "House", "viewer")]
    assert (await other.post(f"/api/v1/invitations/{unknown.json()['id']}/accept")).status_code == 404


async def test_where_mail_can_be_sent_an_address_counts_once_it_has_been_shown_to_be_theirs(
    client: httpx2.AsyncClient,
    other: httpx2.AsyncClient,
    make_project: MakeProject,
    services: Core,
    tmp_path: Path,
    database_url: str,
) -> None:
    services.settings = make_settings(tmp_path, database_url, SMTP_URL="smtp://mail.example.org")
    await make_account(services, "ben", "ben@example.org", "Ben")
    project = await make_project()
    invited = await client.post(f"{PROJECTS}/{project['id']}/members", json={"email": "ben@example.org"})
    path = f"/api/v1/invitations/{invited.json()['id']}/accept"

    assert (await other.get("/api/v1/invitations")).json()["items"] == []
    assert (await other.post(path)).status_code == 404

    async def verify(unit: Unit) -> None:
        person = await AccountService(unit).get("ben")
        assert person is not None
        AccountService(unit).change(person, email_verified=True)

    await run(services, verify)
    assert (await other.post(path)).status_code == 204


async def test_whoever_accepts_sees_the_project_and_its_tasks_at_once(
    client: httpx2.AsyncClient,
    other: httpx2.AsyncClient,
    make_project: MakeProject,
    make_task: MakeTask,
    share: Share,
    services: Core,
) -> None:
    await make_account(services, "ben", "ben@example.org", "Ben")
    project = await make_project()
    task = await make_task(project_id=project["id"])
    empty = await other.get(TASKS)
    assert empty.json()["items"] == []

    await share(project, "viewer")

    seen = await other.get(TASKS, headers={"if-none-match": empty.headers["etag"]})
    assert [t["id"] for t in seen.json()["items"]] == [task["id"]]
    assert (await other.patch(f"{TASKS}/{task['id']}", json={"title": "x"})).json()["code"] == "role_too_low"
    members = (await client.get(f"{PROJECTS}/{project['id']}/members")).json()["items"]
    assert [(m["user_id"], m["role"], m["name"], m["email"]) for m in members] == [
        ("ada", "owner", None, None),
        ("ben", "viewer", "Ben", "ben@example.org"),
    ]
    as_seen_by_a_viewer = (await other.get(f"{PROJECTS}/{project['id']}/members")).json()["items"]
    assert [m["email"] for m in as_seen_by_a_viewer] == [None, None]


async def test_a_removed_member_sees_nothing_any_more_and_is_nobody_s_assignee(
    client: httpx2.AsyncClient,
    other: httpx2.AsyncClient,
    make_project: MakeProject,
    make_task: MakeTask,
    share: Share,
) -> None:
    project = await make_project()
    await share(project)
    task = await make_task(project_id=project["id"], assignee_id="ben")
    before = await other.get(TASKS)

    removed = await client.delete(f"{PROJECTS}/{project['id']}/members/ben")

    assert removed.status_code == 204
    after = await other.get(TASKS, headers={"if-none-match": before.headers["etag"]})
    assert (after.status_code, after.json()["items"]) == (200, [])
    assert (await other.get(f"{TASKS}/{task['id']}")).status_code == 404
    assert (await client.get(f"{TASKS}/{task['id']}")).json()["assignee_id"] is None
    assert (await client.get(f"{PROJECTS}/{project['id']}")).json()["member_ids"] == ["ada"]
    assert (await undo(client, removed)).status_code == 204
    again = await other.get(TASKS, headers={"if-none-match": after.headers["etag"]})
    assert [t["assignee_id"] for t in again.json()["items"]] == ["ben"]


async def test_a_member_leaves_and_comes_back(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, make_project: MakeProject, share: Share
) -> None:
    project = await make_project()
    await share(project, "editor")

    assert (await other.delete(f"{PROJECTS}/{project['id']}/members/ben")).status_code == 204
    assert (await other.get(f"{PROJECTS}/{project['id']}")).status_code == 404
    await share(project, "viewer")

    assert (await other.get(f"{PROJECTS}/{project['id']}")).json()["role"] == "viewer"


async def test_roles_are_an_admin_s_to_give_and_the_owner_stays(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, make_project: MakeProject, share: Share
) -> None:
    project = await make_project()
    await share(project, "editor")
    members = f"{PROJECTS}/{project['id']}/members"

    assert (await other.patch(f"{members}/ben", json={"role": "admin"})).json()["code"] == "role_too_low"
    assert (await other.delete(f"{members}/ada")).json()["code"] == "owner_stays"
    assert (await other.post(members, json={"user_id": "eve"})).json()["code"] == "role_too_low"
    assert (await other.get(f"{PROJECTS}/{project['id']}/invitations")).json()["code"] == "role_too_low"
    assert (await client.patch(f"{members}/ben", json={"role": "admin"})).status_code == 204
    assert (await other.post(members, json={"user_id": "eve"})).status_code == 201
    assert (await client.patch(f"{members}/ben", json={"role": "owner"})).status_code == 422
    assert (await client.post(members, json={"user_id": "ben"})).json()["code"] == "already_member"


async def test_an_invitation_can_be_declined_withdrawn_and_is_only_the_invited_one_s(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, make_project: MakeProject
) -> None:
    project = await make_project()
    path = f"{PROJECTS}/{project['id']}"
    first = (await client.post(f"{path}/members", json={"user_id": "ben"})).json()
    again = (await client.post(f"{path}/members", json={"user_id": "ben", "role": "viewer"})).json()
    assert (again["id"], again["role"]) == (first["id"], "viewer")
    assert (await client.post(f"/api/v1/invitations/{first['id']}/accept")).status_code == 404

    assert (await other.post(f"/api/v1/invitations/{first['id']}/decline")).status_code == 204
    assert (await client.get(f"{path}/invitations")).json()["items"] == []
    second = (await client.post(f"{path}/members", json={"user_id": "ben"})).json()
    assert (await client.delete(f"{path}/invitations/{second['id']}")).status_code == 204

    assert (await other.post(f"/api/v1/invitations/{second['id']}/accept")).status_code == 404
    assert (await other.get("/api/v1/invitations")).json()["items"] == []


async def test_an_invitation_names_one_person_and_a_role_that_can_be_given(
    client: httpx2.AsyncClient, make_project: MakeProject
) -> None:
    project = await make_project()
    for body in (
        {},
        {"email": "a@b.c", "user_id": "ben"},
        {"email": "no address"},
        {"email": "a@b.c\n"},
        {"user_id": "ben", "role": "owner"},
        {"email": "x" * 300 + "@b.c"},
    ):
        answer = await client.post(f"{PROJECTS}/{project['id']}/members", json=body)
        assert answer.status_code in (201, 422), body
        assert (answer.status_code == 201) == (body == {"email": "a@b.c\n"}), body


async def test_a_set_over_two_projects_shows_a_member_of_one_only_that_one(
    client: httpx2.AsyncClient,
    other: httpx2.AsyncClient,
    make_project: MakeProject,
    make_task: MakeTask,
    share: Share,
) -> None:
    project = await make_project()
    await share(project)
    shared = await make_task("Shared", project_id=project["id"])
    private = await make_task("Surprise party for Ben")

    bulk = await client.post(
        "/api/v1/bulk",
        json={
            "operations": [
                {"op": "update", "id": private["id"], "values": {"notes": "secret"}},
                {"op": "update", "id": shared["id"], "values": {"notes": "open"}},
            ]
        },
    )

    shown = await other.get(f"/api/v1/changes/{bulk.headers['x-change-set']}")
    assert [change["id"] for change in shown.json()["changes"]] == [shared["id"]]
    everything = (await other.get("/api/v1/changes", params={"since": 0})).text
    assert "secret" not in everything
    assert "Surprise" not in everything
    assert len((await client.get(f"/api/v1/changes/{bulk.headers['x-change-set']}")).json()["changes"]) == 2
    refused = await undo(other, bulk)
    assert refused.status_code == 403
