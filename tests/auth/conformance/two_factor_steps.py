"""Two-factor."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from .script import PASSWORD, Browser, Script, totp


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
