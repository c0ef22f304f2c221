"""Sessions: the cookie, the list, tokens made from them, bearer tokens."""

from __future__ import annotations

from urllib.parse import quote

import jwt

from .script import Script, jwt_part


async def the_session(script: Script) -> None:
    nobody = script.browser()
    await nobody.get("signed out", "/get-session")
    known = await script.signed_up(softwareBackground="some")
    await known.get("signed in", "/get-session")
    await known.get("without the cookie cache", "/get-session?disableCookieCache=true")
    await known.get("without refresh", "/get-session?disableRefresh=true")
    await known.get("a wrong query", "/get-session?disableRefresh=maybe")
    name = known.session_cookie
    value = known.cookies[name]
    for step, cookie in {
        "a forged signature": f"{name}={known.token}.{'A' * 43}%3D",
        "no signature": f"{name}={known.token}",
        "another token with this signature": f"{name}={'x' * 32}.{value.partition('.')[2]}",
        "a short signature": f"{name}={known.token}.abc%3D",
        "an empty cookie": f"{name}=",
        "only a dot": f"{name}=.",
        "a bad escape": f"{name}=%zz.{value.partition('.')[2]}",
        "among other cookies": f"a=1; {name}={value}; b=2",
        "without spaces": f"a=1;{name}={value};b=2",
        "after a strange cookie": f'strange="a,b c"; {name}={value}',
        "after a cookie without value": f"flag; {name}={value}",
        "in quotes": f'{name}="{value}"',
        "the first of two": f"{name}={value}; {name}=other",
        "the second of two": f"{name}=other; {name}={value}",
        "not escaped": f"{name}={known.token}." + value.partition(".")[2].replace("%2B", "+").replace("%2F", "/"),
        "a secure name over http": f"__Secure-{name}={value}",
    }.items():
        await known.copy().get(step, "/get-session", cookie=cookie)

    gone = await script.signed_up()
    left_over = gone.copy()
    await gone.send("POST", "/sign-out", json={})
    await left_over.get("after sign-out", "/get-session")
    stale = await script.signed_up()
    dead = stale.copy()
    await stale.send("POST", "/sign-out", json={})
    await dead.get("a protected route after sign-out", "/list-accounts")
    short = await script.signed_up(rememberMe=False)
    await short.get("not remembered", "/get-session")
    await short.post("an update keeps it short", "/update-user", {"name": "Short"})


async def sessions(script: Script) -> None:
    nobody = script.browser()
    await nobody.get("list, signed out", "/list-sessions")
    for path in ("/revoke-sessions", "/revoke-other-sessions"):
        await nobody.post(f"{path}, signed out", path, {})
    await nobody.post("revoke one, signed out", "/revoke-session", {"token": "x"})
    first = await script.signed_up()
    second, third = first.copy(), first.copy()
    await second.sign_in()
    await third.sign_in()
    await first.get("list", "/list-sessions")
    await first.post("revoke without a token", "/revoke-session", {})
    await first.post("revoke a number", "/revoke-session", {"token": 5})
    await first.post("revoke an unknown one", "/revoke-session", {"token": "unknown"})
    stranger = await script.signed_up()
    await first.post("revoke a stranger's", "/revoke-session", {"token": stranger.token})
    await stranger.get("the stranger's is still there", "/get-session")
    await first.post("revoke one", "/revoke-session", {"token": second.token})
    await second.get("the revoked one", "/get-session")
    await first.get("the list after that", "/list-sessions")
    await first.post("revoke the others", "/revoke-other-sessions", {})
    await third.get("another one", "/get-session")
    await first.get("this one", "/get-session")
    await first.post("revoke all", "/revoke-sessions", {})
    await first.get("this one after that", "/get-session")
    fourth = await script.signed_up()
    await fourth.post("revoke this one", "/revoke-session", {"token": fourth.token})
    await fourth.get("after revoking itself", "/get-session")
    fifth = await script.signed_up()
    await fifth.step("revoke all without a body", "POST", "/revoke-sessions")


async def signing_out(script: Script) -> None:
    nobody = script.browser()
    await nobody.post("without a session", "/sign-out", {})
    await nobody.step("without a session or body", "POST", "/sign-out")
    known = await script.signed_up()
    copy = known.copy()
    await known.post("right", "/sign-out", {})
    script.note("the jar is empty", known.cookies == {})
    await copy.get("the session is dead", "/get-session")
    await copy.post("twice", "/sign-out", {})
    short = await script.signed_up(rememberMe=False)
    await short.post("not remembered", "/sign-out", {})
    forged = script.browser()
    forged.cookies["better-auth.session_token"] = "forged.signature"
    await forged.post("with a forged cookie", "/sign-out", {})
    listed = await script.signed_up()
    await listed.post("a list as body", "/sign-out", [1])
    await listed.post("a number as callback", "/sign-out", {"callbackURL": 5})


async def tokens(script: Script) -> None:
    await script.browser().get("token, signed out", "/token")
    known = await script.signed_up(interestArea="walking")
    response = await known.get("token", "/token")
    token = response.json()["token"]
    script.note("header", {name: value for name, value in jwt_part(token, 0).items() if name != "kid"})
    script.note("claims", sorted(jwt_part(token, 1)))
    claims = jwt_part(token, 1)
    script.note("life in seconds", claims["exp"] - claims["iat"])
    script.note("issuer and audience", [claims["iss"] == script.base_url, claims["aud"] == script.base_url])
    script.note("subject", claims["sub"] == claims["id"])
    response = await script.browser().get("jwks", "/jwks")
    keys = {key["kid"]: key for key in response.json()["keys"]}
    key = jwt.PyJWK(keys[jwt_part(token, 0)["kid"]])
    verified = jwt.decode(token, key, algorithms=["EdDSA"], audience=script.base_url, issuer=script.base_url)
    script.note("verified by the key set", verified["email"] == known.email)
    response = await known.get("in the session's header", "/get-session")
    header = jwt.decode(response.headers["set-auth-jwt"], key, algorithms=["EdDSA"], audience=script.base_url)
    script.note("the header verifies", header["sub"] == claims["sub"])
    await script.browser().get("a token is no session", "/get-session", headers={"Authorization": f"Bearer {token}"})


async def bearer(script: Script) -> None:
    known = await script.signed_up()
    signed = known.last.headers["set-auth-token"] if known.last else ""
    raw = known.token
    for name, value in {
        "raw": f"Bearer {raw}",
        "signed": f"Bearer {signed}",
        "signed and escaped": f"Bearer {quote(signed, safe='')}",
        "small letters": f"bearer {raw}",
        "forged": f"Bearer {raw}.{'A' * 43}=",
        "unknown": f"Bearer {'x' * 32}",
        "without a token": "Bearer",
        "another scheme": f"Basic {raw}",
        "no scheme": raw,
        "two spaces": f"Bearer  {raw}",
    }.items():
        await script.browser().get(name, "/get-session", headers={"Authorization": value})
    both = await script.signed_up()
    response = await both.get("beats the cookie", "/get-session", headers={"Authorization": f"Bearer {raw}"})
    script.note("the bearer's session", response.json()["user"]["email"] == known.email)
    response = await both.get("forged beside a cookie", "/get-session", headers={"Authorization": "Bearer a.b"})
    script.note("the cookie's session", response.json()["user"]["email"] == both.email)
    by_token = {"Authorization": f"Bearer {raw}"}
    await script.browser().post("a write without an origin", "/update-user", {"name": "Mobile"}, headers=by_token)
    await script.browser().get("the list", "/list-sessions", headers=by_token)
    await script.browser().post("sign out", "/sign-out", {}, headers=by_token)
    await script.browser().get("after that", "/get-session", headers=by_token)
