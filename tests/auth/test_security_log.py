"""What happened to an account, as its owner reads it."""

from tests.auth.conformance.script import Script


async def test_the_owner_reads_what_happened_the_newest_first(script: Script) -> None:
    known = await script.signed_up()
    await known.send("POST", "/update-user", json={"name": "Countess"}, headers={"User-Agent": "a browser"})
    await known.send("POST", "/api-key/create", json={"name": "k"})

    page = (await known.send("GET", "/~api/v1/account/security-events")).json()

    assert [event["kind"] for event in page["items"]] == ["api_key_created", "profile_changed", "signed_up"]
    assert page["items"][1]["user_agent"] == "a browser"
    assert page["items"][1]["details"] == {"fields": ["name"]}
    assert page["items"][2]["ip_address"].startswith("10.")
    assert page["next_cursor"] is None


async def test_pages_follow_one_another(script: Script) -> None:
    known = await script.signed_up()
    for number in range(4):
        await known.send("POST", "/update-user", json={"name": f"Ada {number}"})
    kinds, cursor = [], ""
    while cursor is not None:
        page = (
            await known.send("GET", f"/~api/v1/account/security-events?limit=2{cursor and '&cursor=' + cursor}")
        ).json()
        kinds += [event["kind"] for event in page["items"]]
        cursor = page["next_cursor"]

    assert kinds == ["profile_changed"] * 4 + ["signed_up"]


async def test_nobody_reads_somebody_elses(script: Script) -> None:
    await script.signed_up()
    stranger = await script.signed_up()

    page = (await stranger.send("GET", "/~api/v1/account/security-events")).json()
    signed_out = await script.browser().send("GET", "/~api/v1/account/security-events")
    wrong = await stranger.send("GET", "/~api/v1/account/security-events?cursor=nonsense")

    assert [event["kind"] for event in page["items"]] == ["signed_up"]
    assert signed_out.status_code == 401
    assert wrong.status_code == 422
