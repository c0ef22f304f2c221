"""Where requests come from and where redirects lead, and how many may come."""

from __future__ import annotations

from urllib.parse import quote

from .script import PASSWORD, Script

ELSEWHERE = [
    "https://elsewhere.example",
    "https://elsewhere.example/path",
    "//elsewhere.example",
    "///elsewhere.example",
    "////elsewhere.example",
    "/\\elsewhere.example",
    "\\\\elsewhere.example",
    "/\\/elsewhere.example",
    "\\/elsewhere.example",
    "https:elsewhere.example",
    "https:/elsewhere.example",
    "https:///elsewhere.example",
    "http://trusted.example@elsewhere.example",
    "http://trusted.example.elsewhere.example",
    "http://trusted.example:8080",
    "https://trusted.example",
    "http://elsewhere.example#http://trusted.example",
    "http://elsewhere.example?http://trusted.example",
    "http://elsewhere.example\\@trusted.example",
    "javascript:alert(1)",
    "data:text/html,hello",
    "elsewhere.example",
    "/%2f%2felsewhere.example",
    "/%5celsewhere.example",
    "/\t/elsewhere.example",
    "/\n/elsewhere.example",
    " https://elsewhere.example",
    "http://[::1]",
    "ftp://trusted.example",
    "null",
]

HERE = [
    "/",
    "/after",
    "/after?next=/inbox#top",
    "http://trusted.example",
    "http://trusted.example/after?x=1",
    "HTTP://TRUSTED.example/after",
    "http://trusted.example:80/after",
]


async def origins(script: Script) -> None:
    known = await script.signed_up()
    base = script.base_url
    for name, headers in {
        "its own": {},
        "a trusted one": {"Origin": "http://trusted.example"},
        "a foreign one": {"Origin": "http://elsewhere.example"},
        "another port": {"Origin": f"{base.rpartition(':')[0]}:1"},
        "another scheme": {"Origin": base.replace("http://", "https://")},
        "none": {"Origin": None},
        "the word null": {"Origin": "null"},
        "empty": {"Origin": ""},
        "its own as referer": {"Origin": None, "Referer": f"{base}/page"},
        "a foreign referer": {"Origin": None, "Referer": "http://elsewhere.example/page"},
        "a foreign origin and its own referer": {"Origin": "http://elsewhere.example", "Referer": f"{base}/page"},
        "a path": {"Origin": "/"},
        "a name that starts like a trusted one": {"Origin": "http://trusted.example.elsewhere.example"},
        "a trusted name as user": {"Origin": "http://trusted.example@elsewhere.example"},
        "null from the same origin": {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
        "cross-site": {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"},
    }.items():
        await known.copy().post(f"a write from {name}", "/update-user", {"name": "Ada"}, headers=headers)
    await known.copy().get("a read from elsewhere", "/get-session", headers={"Origin": "http://elsewhere.example"})
    foreign = {"Origin": "http://elsewhere.example"}
    await known.copy().post("sign-out from elsewhere", "/sign-out", {}, headers=foreign)
    unrelated = script.browser()
    unrelated.cookies["unrelated"] = "1"
    await unrelated.post("any cookie counts", "/sign-out", {}, headers=foreign)

    credentials = {"email": known.email, "password": PASSWORD}
    navigate = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    for name, headers in {
        "nothing": {},
        "its own origin": {"Origin": base},
        "a foreign origin": foreign,
        "a foreign referer": {"Referer": "http://elsewhere.example/page"},
        "a cross-site navigation": navigate,
        "a cross-site navigation with its own origin": navigate | {"Origin": base},
        "fetch metadata without an origin": {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"},
        "fetch metadata with its own origin": {"Sec-Fetch-Site": "same-origin", "Origin": base},
        "a cross-site fetch from a trusted origin": {
            "Sec-Fetch-Site": "cross-site",
            "Origin": "http://trusted.example",
        },
        "null": {"Origin": "null"},
    }.items():
        await script.browser().post(f"sign-in with {name}", "/sign-in/email", credentials, headers=headers)
    for name, headers in {"nothing": {}, "a foreign origin": foreign, "a cross-site navigation": navigate}.items():
        body = {"email": script.email(), "password": PASSWORD, "name": "Ada"}
        await script.browser().post(f"sign-up with {name}", "/sign-up/email", body, headers=headers)
    await script.browser().post(
        "a form from a cross-site navigation", "/sign-in/email", data=credentials, headers=navigate
    )


async def redirects(script: Script) -> None:
    known = await script.signed_up()
    for number, url in enumerate(ELSEWHERE):
        body = {"email": known.email, "password": PASSWORD, "callbackURL": url}
        await script.browser().post(f"callback elsewhere {number}", "/sign-in/email", body)
    for number, url in enumerate(HERE):
        body = {"email": known.email, "password": PASSWORD, "callbackURL": url}
        await script.browser().post(f"callback here {number}", "/sign-in/email", body)
    for number, url in enumerate(ELSEWHERE):
        body = {"email": "nobody@example.com", "redirectTo": url}
        await script.browser().post(f"redirect elsewhere {number}", "/request-password-reset", body)
    for number, url in enumerate(ELSEWHERE):
        query = f"token=wrong&callbackURL={quote(url, safe='')}"
        await script.browser().get(f"verification elsewhere {number}", f"/verify-email?{query}")


async def limits(script: Script) -> None:
    attempt = {"email": "nobody@example.com", "password": "wrong horse 1"}
    address = script.address()
    someone = script.browser()
    for number in range(4):
        await someone.post(f"sign-in {number + 1} of 3", "/sign-in/email", attempt, address=address)
    await someone.post("another address", "/sign-in/email", attempt)
    await someone.post("another path", "/sign-up/email", {}, address=address)
    await someone.post("a trailing slash counts as the same path", "/sign-in/email/", attempt, address=address)
    spoofed = f"203.0.113.7, {address}"
    await someone.post("a further hop in front changes nothing", "/sign-in/email", attempt, address=spoofed)
    behind = f"{address}, 127.0.0.1"
    await someone.post("a trusted hop behind changes nothing", "/sign-in/email", attempt, address=behind)
    for path, body in {
        "/sign-up/email": {},
        "/change-password": {},
        "/change-email": {},
        "/request-password-reset": {},
        "/send-verification-email": {},
        "/two-factor/verify-totp": {},
    }.items():
        address = script.address()
        for _ in range(3):
            await someone.send("POST", path, json=body, address=address)
        await someone.post(f"the fourth of {path}", path, body, address=address)
    network = [f"2001:db8:7:1::{number}" for number in range(1, 5)]
    for number, host in enumerate(network):
        await someone.post(f"host {number + 1} of one IPv6 network", "/sign-in/email", attempt, address=host)
    mapped = script.address()
    for number in range(4):
        host = mapped if number % 2 else f"::ffff:{mapped}"
        await someone.post(f"spelling {number + 1} of one IPv4 address", "/sign-in/email", attempt, address=host)
