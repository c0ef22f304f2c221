"""The conformance script: what a Better Auth client may do, step by step, each answer recorded.

`play` runs it against any server that speaks the protocol; the recorded answers of the npm package are kept in
`reference.json`, and `test_conformance.py` compares ours with them.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import jwt

from .answers import Answer
from .script import Browser, Script, below_base, jwt_part, link_in, totp

PASSWORD = "correct horse 1"
JSON = {"content-type": "application/json"}
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


async def play(script: Script) -> list[Answer]:
    """Runs every section and gives back the answers in order."""
    for section in SECTIONS:
        script.section(section.__name__.replace("_", " "))
        await section(script)
    return script.answers


async def routes(script: Script) -> None:
    someone = script.browser()
    await someone.get("an unknown route", "/no-such-route")
    await someone.post("an unknown route with a body", "/no-such-route", {})
    await someone.get("a wrong method", "/sign-in/email")
    await someone.post("another wrong method", "/list-sessions", {})
    await someone.step("put", "PUT", "/update-user", json={})
    await someone.step("delete", "DELETE", "/delete-user")
    await someone.step("options", "OPTIONS", "/get-session")
    await someone.step("head", "HEAD", "/get-session")
    await someone.get("a trailing slash", "/get-session/")
    await someone.get("a double slash", "//get-session")
    await someone.get("a different case", "/Get-Session")
    await someone.get("the base itself", "")
    await someone.get("ok", "/ok")
    await someone.post("get-session by post", "/get-session", {})


async def signing_up(script: Script) -> None:
    someone = script.browser()
    email = script.email()
    whole = {"email": email, "password": PASSWORD, "name": "Ada Lovelace"}
    await someone.post("right", "/sign-up/email", whole)
    await script.browser().post("the same address", "/sign-up/email", whole)
    await script.browser().post("the same address in capitals", "/sign-up/email", whole | {"email": email.upper()})
    profile = {"softwareBackground": "advanced", "hardwareBackground": "none", "interestArea": "robots"}
    await script.browser().post("with a profile", "/sign-up/email", whole | {"email": script.email(), **profile})
    image = {"email": script.email(), "image": "https://example.com/ada.png"}
    await script.browser().post("with an image", "/sign-up/email", whole | image)
    grab = {"role": "admin", "emailVerified": True, "id": "mine", "twoFactorEnabled": True, "createdAt": "2020-01-01"}
    response = await script.browser().post(
        "protected fields are ignored", "/sign-up/email", whole | {"email": script.email(), **grab}
    )
    script.note("the role stays", response.json()["user"]["role"])
    capital = script.email("Capital")
    response = await script.browser().post("capitals", "/sign-up/email", whole | {"email": capital})
    script.note("the address is kept in small letters", response.json()["user"]["email"] == capital.lower())
    fresh = {"email": script.email(), "rememberMe": False}
    await script.browser().post("not remembered", "/sign-up/email", whole | fresh)
    later = {"email": script.email(), "callbackURL": "/welcome"}
    await script.browser().post("with a callback", "/sign-up/email", whole | later)

    for name, changed in {
        "seven characters": {"password": "1234567"},
        "129 characters": {"password": "x" * 129},
        "no address": {"email": None},
        "not an address": {"email": "ada"},
        "an address with a space": {"email": "a da@example.com"},
        "an address without a dot": {"email": "ada@localhost"},
        "an address with two signs": {"email": "ada@x@example.com"},
        "an address in quotes": {"email": '"ada"@example.com'},
        "an address with a double dot": {"email": "a..b@example.com"},
        "an address that starts with a dot": {"email": ".ada@example.com"},
        "an empty address": {"email": ""},
        "an empty password": {"password": ""},
        "a number as password": {"password": 12345678},
        "a list as name": {"name": ["Ada"]},
        "an object as name": {"name": {"first": "Ada"}},
        "true as name": {"name": True},
        "a number as image": {"image": 5},
        "a word as rememberMe": {"rememberMe": "yes"},
        "a number as callback": {"callbackURL": 5},
        "several faults": {"name": None, "email": "ada", "password": 5},
    }.items():
        body = {"email": script.email(), "password": PASSWORD, "name": "Ada"} | changed
        await script.browser().post(name, "/sign-up/email", body)
    for name in ("email", "password", "name"):
        body = {"email": script.email(), "password": PASSWORD, "name": "Ada"}
        del body[name]
        await script.browser().post(f"without {name}", "/sign-up/email", body)
    longest = {"email": script.email(), "password": "x" * 128, "name": ""}
    await script.browser().post("128 characters and an empty name", "/sign-up/email", longest)
    await script.browser().post("nothing", "/sign-up/email", {})
    form = {"email": script.email(), "password": PASSWORD, "name": "Ada"}
    await script.browser().post("as a form", "/sign-up/email", data=form)


async def bodies(script: Script) -> None:
    path = "/sign-in/email"
    someone = script.browser()
    await someone.post("broken json", path, content=b'{"email":', headers=JSON)
    await someone.post("no body", path, headers=JSON)
    await someone.post("an empty body", path, content=b"", headers=JSON)
    await someone.post("a list", path, content=b"[1, 2]", headers=JSON)
    await someone.post("a word", path, content=b'"word"', headers=JSON)
    await someone.post("a number", path, content=b"5", headers=JSON)
    await someone.post("null", path, content=b"null", headers=JSON)
    await someone.post("plain text", path, content=b"{}", headers={"content-type": "text/plain"})
    await someone.post("xml", path, content=b"<a/>", headers={"content-type": "application/xml"})
    await someone.post("no content type", path, content=b"{}")
    multipart = {"content-type": "multipart/form-data; boundary=x"}
    await someone.post("multipart", path, content=b"--x--", headers=multipart)
    utf8 = {"content-type": "application/json; charset=utf-8"}
    await someone.post("a charset", path, content=b"{}", headers=utf8)
    await someone.post("capitals in the type", path, content=b"{}", headers={"content-type": "Application/JSON"})
    form = {"content-type": "application/x-www-form-urlencoded"}
    await someone.post("a form where none is taken", "/update-user", content=b"name=Ada", headers=form)
    await someone.post("a form", path, content=b"email=nobody%40example.com&password=wrong+one", headers=form)
    await someone.post("a form with rememberMe", path, content=b"email=a%40b.co&password=x&rememberMe=0", headers=form)


async def signing_in(script: Script) -> None:
    known = await script.signed_up()
    email = known.email

    async def attempt(name: str, **fields: Any) -> Browser:
        browser = script.browser()
        await browser.post(name, "/sign-in/email", {"email": email, "password": PASSWORD} | fields)
        return browser

    await attempt("right")
    await attempt("in capitals", email=email.upper())
    await attempt("a wrong password", password="wrong horse 1")
    await attempt("an unknown address", email="nobody@example.com")
    await attempt("not an address", email="nobody")
    await attempt("an empty password", password="")
    await attempt("too long a password", password="x" * 129)
    await attempt("a number as password", password=5)
    await attempt("null as address", email=None)
    await attempt("not remembered", rememberMe=False)
    await attempt("remembered", rememberMe=True)
    await attempt("a word as rememberMe", rememberMe="no")
    await attempt("a callback here", callbackURL="/inbox")
    await attempt("a callback to a trusted origin", callbackURL="http://trusted.example/inbox")
    await attempt("a callback elsewhere", callbackURL="http://elsewhere.example")
    await attempt("a number as callback", callbackURL=5)
    await attempt("further fields", role="admin", id="x")
    form = script.browser()
    await form.post("as a form", "/sign-in/email", data={"email": email, "password": PASSWORD})

    planted = script.browser()
    planted.cookies["better-auth.session_token"] = "planted"
    await planted.post("with a planted cookie", "/sign-in/email", {"email": email, "password": PASSWORD})
    script.note("the planted cookie is not adopted", planted.token != "planted")
    again = await script.signed_up()
    before = again.token
    await again.post("while signed in", "/sign-in/email", {"email": again.email, "password": PASSWORD})
    script.note("each sign-in has a session of its own", again.token != before)
    unicode_password = "pa\u017f\u017fwo\u0308rd-\U0001f40e"
    person = await script.signed_up(password=unicode_password)
    other_spelling = {"email": person.email, "password": "pasw\u00f6rd-\U0001f40e".replace("s", "ss")}
    await script.browser().post("another spelling of the same letters", "/sign-in/email", other_spelling)


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


async def updating(script: Script) -> None:
    await script.browser().post("signed out", "/update-user", {"name": "Ada"})
    known = await script.signed_up()
    await known.post("the name", "/update-user", {"name": "Countess"})
    await known.get("the new name", "/get-session")
    await known.post("the image", "/update-user", {"image": "https://example.com/a.png"})
    await known.post("no image", "/update-user", {"image": None})
    profile = {"softwareBackground": "some", "hardwareBackground": "lots", "interestArea": "walking"}
    await known.post("the profile", "/update-user", profile)
    await known.get("the new profile", "/get-session")
    await known.post("nothing", "/update-user", {})
    await known.post("an unknown field", "/update-user", {"unknown": 1})
    await known.post("an unknown field beside a known one", "/update-user", {"unknown": 1, "name": "Ada"})
    await known.post("the address", "/update-user", {"email": "new@example.com"})
    await known.post("an empty address", "/update-user", {"email": ""})
    await known.post("the role", "/update-user", {"role": "admin"})
    await known.post("an empty role", "/update-user", {"role": ""})
    await known.post("the role beside the name", "/update-user", {"role": "admin", "name": "Root"})
    await known.post("two-factor", "/update-user", {"twoFactorEnabled": True})
    await known.post("verification", "/update-user", {"emailVerified": True})
    await known.post("the id", "/update-user", {"id": "another"})
    await known.post("a list", "/update-user", [1])
    await known.post("no body", "/update-user", headers=JSON)


async def changing_passwords(script: Script) -> None:
    path = "/change-password"
    right = {"currentPassword": PASSWORD, "newPassword": "correct horse 2"}
    await script.browser().post("signed out", path, right)
    await script.browser().post("signed out without a body", path, {})
    known = await script.signed_up()
    await known.post("a wrong password", path, right | {"currentPassword": "wrong"})
    await known.post("too short", path, right | {"newPassword": "1234567"})
    await known.post("too long", path, right | {"newPassword": "x" * 129})
    await known.post("too long a current one", path, right | {"currentPassword": "x" * 129})
    await known.post("nothing", path, {})
    await known.post("a word as revokeOtherSessions", path, right | {"revokeOtherSessions": "yes"})
    other = known.copy()
    await other.sign_in()
    await known.post("right", path, right)
    await other.get("the other session lives", "/get-session")
    await script.browser().post("the old one", "/sign-in/email", {"email": known.email, "password": PASSWORD})
    new = {"email": known.email, "password": "correct horse 2"}
    await script.browser().post("the new one", "/sign-in/email", new)
    back = {"currentPassword": "correct horse 2", "newPassword": PASSWORD, "revokeOtherSessions": True}
    await known.post("and revoke the others", path, back)
    await known.get("this browser is still signed in", "/get-session")
    await other.get("the other session is dead", "/get-session")


async def resetting(script: Script) -> None:
    ask, use = "/request-password-reset", "/reset-password"
    known = await script.signed_up()
    await script.browser().post("an unknown address", ask, {"email": "nobody@example.com"})
    await script.browser().post("not an address", ask, {"email": "nobody"})
    await script.browser().post("no address", ask, {})
    outside = {"email": known.email, "redirectTo": "http://elsewhere.example"}
    await script.browser().post("redirect elsewhere", ask, outside)
    await script.browser().post("a number as redirect", ask, {"email": known.email, "redirectTo": 5})
    await script.browser().post("right", ask, {"email": known.email, "redirectTo": "/reset"})
    link = below_base(link_in(await script.mail(known.email)))
    token = link.removeprefix("/reset-password/").partition("?")[0]
    await script.browser().get("the link", link)
    await script.browser().get("the link without callback", f"/reset-password/{token}")
    await script.browser().get("the link with an empty callback", f"/reset-password/{token}?callbackURL=")
    elsewhere = quote("http://elsewhere.example", safe="")
    await script.browser().get("the link to elsewhere", f"/reset-password/{token}?callbackURL={elsewhere}")
    await script.browser().get("a wrong link", "/reset-password/wrong?callbackURL=%2Freset")
    await script.browser().get("a wrong link with a query", "/reset-password/wrong?callbackURL=%2Freset%3Fx%3D1")
    trusted = quote("http://trusted.example/reset", safe="")
    await script.browser().get("the link to a trusted origin", f"/reset-password/{token}?callbackURL={trusted}")
    await script.browser().post("no token", use, {"newPassword": "correct horse 3"})
    await script.browser().post("a wrong token", use, {"newPassword": "correct horse 3", "token": "wrong"})
    await script.browser().post("too short", use, {"newPassword": "1234567", "token": token})
    await script.browser().post("too long", use, {"newPassword": "x" * 129, "token": token})
    await script.browser().post("no password", use, {"token": token})
    await script.browser().post("the token still works", use, {"newPassword": "correct horse 3", "token": token})
    await script.browser().post("once only", use, {"newPassword": "correct horse 4", "token": token})
    await known.get("the sessions have ended", "/get-session")
    await script.browser().post("the old one", "/sign-in/email", {"email": known.email, "password": PASSWORD})
    new = {"email": known.email, "password": "correct horse 3"}
    await script.browser().post("the new one", "/sign-in/email", new)
    await script.browser().post("capitals", ask, {"email": known.email.upper()})
    link = below_base(link_in(await script.mail(known.email)))
    token = link.removeprefix("/reset-password/").partition("?")[0]
    await script.browser().get("the link of a request without redirect", link)
    await script.browser().post("in the query", f"{use}?token={token}", {"newPassword": "correct horse 5"})


async def verifying(script: Script) -> None:
    send = "/send-verification-email"
    known = await script.signed_up()
    await script.browser().post("an unknown address", send, {"email": "nobody@example.com"})
    await script.browser().post("not an address", send, {"email": "nobody"})
    await script.browser().post("nothing", send, {})
    await known.post("somebody else's address", send, {"email": "other@example.com"})
    elsewhere = {"email": known.email, "callbackURL": "http://elsewhere.example"}
    await known.post("a callback elsewhere", send, elsewhere)
    await known.post("right", send, {"email": known.email, "callbackURL": "/verified"})
    link = below_base(link_in(await script.mail(known.email)))
    token = link.partition("token=")[2].partition("&")[0]
    await script.browser().get("a wrong token", "/verify-email?token=wrong")
    await script.browser().get("a wrong token with a callback", "/verify-email?token=wrong&callbackURL=%2Fverified")
    await script.browser().get("no token", "/verify-email")
    outside = quote("http://elsewhere.example", safe="")
    await script.browser().get("elsewhere", f"/verify-email?token={token}&callbackURL={outside}")
    unsigned = jwt.encode({"email": known.email}, None, algorithm="none")
    await script.browser().get("an unsigned token", f"/verify-email?token={unsigned}")
    foreign = jwt.encode({"email": known.email}, "x" * 32, algorithm="HS256")
    await script.browser().get("a foreign token", f"/verify-email?token={foreign}")
    await script.browser().get("the link", link)
    await known.get("the address is verified", "/get-session")
    await script.browser().get("the link again", link)
    await script.browser().get("without a callback", f"/verify-email?token={token}")
    await known.post("already verified", send, {"email": known.email})
    await script.browser().post("already verified, signed out", send, {"email": known.email})
    unverified = await script.signed_up()
    await script.browser().post("signed out", send, {"email": unverified.email})
    link = below_base(link_in(await script.mail(unverified.email)))
    await script.browser().get("the link of that", link)


async def changing_the_address(script: Script) -> None:
    path = "/change-email"
    await script.browser().post("signed out", path, {"newEmail": "new@example.com"})
    known = await script.signed_up()
    await known.post("not an address", path, {"newEmail": "new"})
    await known.post("nothing", path, {})
    await known.post("the same", path, {"newEmail": known.email})
    await known.post("the same in capitals", path, {"newEmail": known.email.upper()})
    taken = await script.signed_up()
    await known.post("taken", path, {"newEmail": taken.email})
    script.note("no mail for a taken address", await script.mail_count(taken.email))
    await known.post("a callback elsewhere", path, {"newEmail": "x@example.com", "callbackURL": "//elsewhere.example"})
    new = script.email("moved")
    await known.post("right", path, {"newEmail": new, "callbackURL": "/moved"})
    await known.get("not changed yet", "/get-session")
    link = below_base(link_in(await script.mail(new)))
    await known.get("the link", link)
    response = await known.get("changed", "/get-session")
    script.note("the address is the new one", response.json()["user"]["email"] == new)
    script.note("and verified", response.json()["user"]["emailVerified"])
    await script.browser().post("the old address", "/sign-in/email", {"email": known.email, "password": PASSWORD})
    await script.browser().post("the new address", "/sign-in/email", {"email": new, "password": PASSWORD})
    await script.browser().get("the link again", link)
    fresh = await script.signed_up()
    target = script.email("signedout")
    await fresh.send("POST", path, json={"newEmail": target})
    opened = script.browser()
    await opened.get("the link, signed out", below_base(link_in(await script.mail(target))))
    await opened.get("that signs in", "/get-session")


async def deleting(script: Script) -> None:
    path = "/delete-user"
    await script.browser().post("signed out", path, {"password": PASSWORD})
    known = await script.signed_up()
    other = known.copy()
    await other.sign_in()
    await known.post("a wrong password", path, {"password": "wrong"})
    await known.post("a number as password", path, {"password": 5})
    await known.post("too long a password", path, {"password": "x" * 129})
    await known.post("a callback elsewhere", path, {"password": PASSWORD, "callbackURL": "//elsewhere.example"})
    await known.post("a wrong token", path, {"token": "wrong"})
    await known.get("the callback with a wrong token", "/delete-user/callback?token=wrong")
    await script.browser().get("the callback, signed out", "/delete-user/callback?token=wrong")
    await known.get("the callback without a token", "/delete-user/callback")
    await known.post("right", path, {"password": PASSWORD})
    await known.get("this session is gone", "/get-session")
    await other.get("the other session is gone", "/get-session")
    credentials = {"email": known.email, "password": PASSWORD}
    await script.browser().post("the password is dead", "/sign-in/email", credentials)
    again = {"email": known.email, "password": "another horse 1", "name": "Again"}
    await script.browser().post("the address can join again", "/sign-up/email", again)
    await script.browser().post("the old password stays dead", "/sign-in/email", credentials)
    fresh = await script.signed_up()
    await fresh.post("fresh without a password", path, {})


async def linked_accounts(script: Script) -> None:
    await script.browser().get("signed out", "/list-accounts")
    known = await script.signed_up()
    response = await known.get("right", "/list-accounts")
    account = response.json()[0]["id"]
    await script.browser().post("unlink, signed out", "/unlink-account", {"accountId": account})
    await known.post("unlink without an id", "/unlink-account", {})
    await known.post("unlink the last", "/unlink-account", {"accountId": account})
    await known.post("sign in with an unknown provider", "/sign-in/social", {"provider": "no-such-provider"})
    await known.post("sign in without a provider", "/sign-in/social", {})
    await known.post("link an unknown provider", "/link-social", {"provider": "no-such-provider"})
    await script.browser().post("link, signed out", "/link-social", {"provider": "github"})
    await script.browser().get("a callback without state", "/callback/github?code=x")
    await script.browser().get("a callback with a wrong state", "/callback/github?code=x&state=wrong")
    await script.browser().post("get-access-token, signed out", "/get-access-token", {"accountId": account})
    await known.post("get-access-token, unknown", "/get-access-token", {"accountId": "unknown"})
    await known.post("refresh-token, unknown", "/refresh-token", {"accountId": "unknown"})


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


async def two_factor(script: Script) -> None:
    nobody = script.browser()
    await nobody.post("enable, signed out", "/two-factor/enable", {"password": PASSWORD})
    await nobody.post("verify, signed out", "/two-factor/verify-totp", {"code": "123456"})
    await nobody.post("backup code, signed out", "/two-factor/verify-backup-code", {"code": "abcde-fghij"})
    known = await script.signed_up()
    await known.post("enable without a password", "/two-factor/enable", {})
    await known.post("enable with a wrong password", "/two-factor/enable", {"password": "wrong"})
    await known.post("an unknown method", "/two-factor/enable", {"password": PASSWORD, "method": "sms"})
    await known.post("a method that is not set up", "/two-factor/enable", {"password": PASSWORD, "method": "otp"})
    await known.post("verify before enabling", "/two-factor/verify-totp", {"code": "123456"})
    await known.post("the address before enabling", "/two-factor/get-totp-uri", {"password": PASSWORD})
    response = await known.post("enable", "/two-factor/enable", {"password": PASSWORD})
    uri, backup = response.json()["totpURI"], response.json()["backupCodes"]
    script.note("the form of the address", uri.replace(quote(known.email, safe=""), "<email>").partition("secret=")[0])
    script.note("the code's form", {len(code) for code in backup} == {11} and all(code[5] == "-" for code in backup))
    await known.get("not active before the first code", "/get-session")
    plain = known.copy()
    await plain.sign_in()
    script.note("sign-in does not ask yet", bool(plain.last and "token" in plain.last.json()))
    await known.post("a wrong first code", "/two-factor/verify-totp", {"code": "000000"})
    await known.post("an empty code", "/two-factor/verify-totp", {"code": ""})
    await known.post("a number as code", "/two-factor/verify-totp", {"code": 123456})
    await known.post("no code", "/two-factor/verify-totp", {})
    response = await known.post("enable again before the first code", "/two-factor/enable", {"password": PASSWORD})
    uri, backup = response.json()["totpURI"], response.json()["backupCodes"]
    before = known.token
    await known.post("the first code", "/two-factor/verify-totp", {"code": totp(uri)})
    script.note("the session was replaced", known.token != before)
    await known.get("active", "/get-session")
    await known.post("enable once more", "/two-factor/enable", {"password": PASSWORD})
    await known.post("the address", "/two-factor/get-totp-uri", {"password": PASSWORD})
    await known.post("the address with a wrong password", "/two-factor/get-totp-uri", {"password": "wrong"})

    credentials = {"email": known.email, "password": PASSWORD}

    async def asked(name: str, **fields: Any) -> Browser:
        browser = script.browser()
        browser.email = known.email
        await browser.post(name, "/sign-in/email", credentials | fields)
        return browser

    guest = await asked("sign-in asks for a code")
    await guest.get("no session yet", "/get-session")
    await guest.post("a wrong code", "/two-factor/verify-totp", {"code": "000000"})
    await guest.post("a right code", "/two-factor/verify-totp", {"code": totp(uri)})
    await guest.get("signed in", "/get-session")
    await guest.post("the code again while signed in", "/two-factor/verify-totp", {"code": totp(uri)})
    short = await asked("not remembered", rememberMe=False)
    await short.post("not remembered, the code", "/two-factor/verify-totp", {"code": totp(uri)})
    forged = script.browser()
    forged.cookies["better-auth.two_factor"] = f"2fa-x.{'A' * 43}%3D"
    await forged.post("a forged two-factor cookie", "/two-factor/verify-totp", {"code": totp(uri)})

    guest = await asked("asked again")
    kept = guest.copy()
    for number in range(5):
        await guest.post(f"wrong code {number + 1} of 5", "/two-factor/verify-totp", {"code": "000000"})
    await guest.post("the sixth, right", "/two-factor/verify-totp", {"code": totp(uri)})
    await kept.post("after that", "/two-factor/verify-totp", {"code": totp(uri)})

    guest = await asked("for a backup code")
    await guest.post("a wrong backup code", "/two-factor/verify-backup-code", {"code": "wrong-codes"})
    await guest.post("a backup code", "/two-factor/verify-backup-code", {"code": backup[0]})
    await guest.get("signed in by it", "/get-session")
    guest = await asked("for the same backup code")
    await guest.post("the same backup code", "/two-factor/verify-backup-code", {"code": backup[0]})
    await guest.post("another backup code", "/two-factor/verify-backup-code", {"code": backup[1]})

    response = await known.post("new backup codes", "/two-factor/generate-backup-codes", {"password": PASSWORD})
    await known.post("with a wrong password", "/two-factor/generate-backup-codes", {"password": "wrong"})
    fresh_codes = response.json()["backupCodes"]
    guest = await asked("after new backup codes")
    await guest.post("an old backup code", "/two-factor/verify-backup-code", {"code": backup[2]})
    await guest.post(
        "without a session", "/two-factor/verify-backup-code", {"code": fresh_codes[0], "disableSession": True}
    )

    guest = await asked("to trust the device")
    await guest.post("trusting", "/two-factor/verify-totp", {"code": totp(uri), "trustDevice": True})
    await guest.post("sign-out on a trusted device", "/sign-out", {})
    await guest.post("sign-in on a trusted device", "/sign-in/email", credentials)
    forged = script.browser()
    forged.cookies["better-auth.trust_device"] = f"x!trust-device-y.{'A' * 43}%3D"
    await forged.post("sign-in with a forged trust", "/sign-in/email", credentials)

    await known.post("disable without a password", "/two-factor/disable", {})
    await known.post("disable with a wrong password", "/two-factor/disable", {"password": "wrong"})
    await script.browser().post("disable, signed out", "/two-factor/disable", {"password": PASSWORD})
    await known.post("disable", "/two-factor/disable", {"password": PASSWORD})
    await known.get("not active any more", "/get-session")
    await script.browser().post("sign-in after that", "/sign-in/email", credentials)
    await known.post("codes after that", "/two-factor/generate-backup-codes", {"password": PASSWORD})
    await known.post("disable again", "/two-factor/disable", {"password": PASSWORD})


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


SECTIONS = [
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
