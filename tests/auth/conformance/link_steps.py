"""What goes by mail."""

from __future__ import annotations

from urllib.parse import quote

import jwt

from .script import PASSWORD, Script, below_base, link_in


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
