"""What any route answers to a request that is not right: paths, methods, bodies."""

from __future__ import annotations

from .script import Script

JSON = {"content-type": "application/json"}


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
