"""API keys."""

from __future__ import annotations

from .script import PASSWORD, Script


async def api_keys(script: Script) -> None:
    nobody = script.browser()
    await nobody.post("create, signed out", "/api-key/create", {"name": "mine"})
    await nobody.get("list, signed out", "/api-key/list")
    await nobody.get("get, signed out", "/api-key/get?id=x")
    await nobody.post("update, signed out", "/api-key/update", {"keyId": "x", "name": "y"})
    await nobody.post("delete, signed out", "/api-key/delete", {"keyId": "x"})
    await nobody.post("verify is not public", "/api-key/verify", {"key": "x"})
    known = await script.signed_up()
    await known.get("an empty list", "/api-key/list")
    response = await known.post("create", "/api-key/create", {"name": "mine"})
    key, key_id = response.json()["key"], response.json()["id"]
    script.note("the key", [len(key), key.isalpha(), response.json()["start"] == key[:6]])
    day = 24 * 3600
    response = await known.post(
        "create with a prefix and an end", "/api-key/create", {"name": "ends", "prefix": "tl_", "expiresIn": day * 2}
    )
    prefixed = response.json()["key"]
    script.note("the prefixed key", [len(prefixed), prefixed.startswith("tl_")])
    for name, body in {
        "without a name": {},
        "nothing but null": {"expiresIn": None},
        "an end too near": {"expiresIn": 60},
        "an end too far": {"expiresIn": day * 366},
        "an end in the past": {"expiresIn": -1},
        "a word as end": {"expiresIn": "soon"},
        "too long a name": {"name": "x" * 33},
        "an empty name": {"name": ""},
        "a number as name": {"name": 5},
        "too long a prefix": {"prefix": "x" * 33},
        "a strange prefix": {"prefix": "a b"},
        "permissions": {"permissions": {"tasks": ["read"]}},
        "wrong permissions": {"permissions": ["read"]},
        "a limit": {"rateLimitMax": 1000},
        "no limit": {"rateLimitEnabled": False},
        "a window": {"rateLimitTimeWindow": 1},
        "a budget": {"remaining": 10},
        "a refill": {"refillAmount": 10, "refillInterval": 1000},
        "metadata": {"metadata": {"a": 1}},
        "somebody's id": {"userId": "somebody"},
        "an organization": {"organizationId": "x"},
        "another configuration": {"configId": "other"},
    }.items():
        await known.post(f"create with {name}", "/api-key/create", body)
    await known.get("get", f"/api-key/get?id={key_id}")
    await known.get("get without an id", "/api-key/get")
    await known.get("get an unknown one", "/api-key/get?id=unknown")
    await known.get("list", "/api-key/list")
    await known.get("a page of the list", "/api-key/list?limit=1&offset=1&sortBy=createdAt&sortDirection=desc")
    await known.get("a wrong limit", "/api-key/list?limit=-1")
    await known.get("a word as limit", "/api-key/list?limit=many")
    await known.get("a wrong direction", "/api-key/list?sortDirection=up")
    await known.post("update", "/api-key/update", {"keyId": key_id, "name": "renamed"})
    await known.post("update nothing", "/api-key/update", {"keyId": key_id})
    await known.post("update without an id", "/api-key/update", {"name": "renamed"})
    await known.post("update an unknown one", "/api-key/update", {"keyId": "unknown", "name": "renamed"})
    await known.post("update permissions", "/api-key/update", {"keyId": key_id, "permissions": {"tasks": ["read"]}})
    await known.post("update with an empty name", "/api-key/update", {"keyId": key_id, "name": ""})
    await known.post("update with an end too near", "/api-key/update", {"keyId": key_id, "expiresIn": 60})
    await known.post("update the end", "/api-key/update", {"keyId": key_id, "expiresIn": day * 3})
    await known.post("update with somebody's id", "/api-key/update", {"keyId": key_id, "userId": "x", "name": "y"})
    stranger = await script.signed_up()
    await stranger.get("get a stranger's", f"/api-key/get?id={key_id}")
    await stranger.post("update a stranger's", "/api-key/update", {"keyId": key_id, "name": "stolen"})
    await stranger.post("delete a stranger's", "/api-key/delete", {"keyId": key_id})

    with_key = {"x-api-key": key}
    machine = script.browser()
    await machine.get("a session by key", "/get-session", headers=with_key)
    await machine.get("the list by key", "/api-key/list", headers=with_key)
    await machine.get("accounts by key", "/list-accounts", headers=with_key)
    await script.browser().post("a write by key", "/update-user", {"name": "Machine"}, headers=with_key)
    await machine.get("a short key", "/get-session", headers={"x-api-key": "short"})
    await machine.get("an unknown key", "/get-session", headers={"x-api-key": "x" * 64})
    await machine.get("an unknown key elsewhere", "/list-accounts", headers={"x-api-key": "x" * 64})
    await machine.get("an unknown key on a public route", "/ok", headers={"x-api-key": "x" * 64})
    await machine.get("an empty key", "/get-session", headers={"x-api-key": ""})
    await machine.get("a key as bearer", "/get-session", headers={"Authorization": f"Bearer {key}"})
    await known.post("disable", "/api-key/update", {"keyId": key_id, "enabled": False})
    await machine.get("a disabled key", "/get-session", headers=with_key)
    await known.post("enable", "/api-key/update", {"keyId": key_id, "enabled": True})
    await machine.get("an enabled key", "/get-session", headers=with_key)
    await known.post("delete", "/api-key/delete", {"keyId": key_id})
    await known.post("delete twice", "/api-key/delete", {"keyId": key_id})
    await known.post("delete without an id", "/api-key/delete", {})
    await machine.get("a deleted key", "/get-session", headers=with_key)
    await known.send("POST", "/delete-user", json={"password": PASSWORD})
    await machine.get("a key of a deleted user", "/get-session", headers={"x-api-key": prefixed})
