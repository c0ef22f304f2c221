"""Joining, signing in and changing what is one's own."""

from __future__ import annotations

from typing import Any

from .script import PASSWORD, Browser, Script

JSON = {"content-type": "application/json"}


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
