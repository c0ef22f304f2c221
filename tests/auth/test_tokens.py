"""Tokens: one algorithm for each verifier, every claim required, nothing of a header chooses a key."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from tasklore.auth.tokens import KeySet, SharedSecret, VerifiedTokens, sign_ed25519
from tasklore.platform.clock import SetClock

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SECRET = "an-api-secret-of-more-than-thirty-two-characters"
OURS = Ed25519PrivateKey.generate()
THEIRS = Ed25519PrivateKey.generate()
RSA = generate_private_key(65537, 2048)
SHARED = SharedSecret(SECRET, issuer="tasklore", audience="tasklore-api", life=timedelta(hours=1))
KEYS = KeySet({"ours": OURS.public_key()}.get, issuer="https://t.example", audience="https://t.example")


def claims(**changed: Any) -> dict[str, Any]:
    at = int(NOW.timestamp())
    whole = {"sub": "ada", "iss": "tasklore", "aud": "tasklore-api", "iat": at, "exp": at + 3600, **changed}
    return {name: value for name, value in whole.items() if value is not ...}


def key_set_claims(**changed: Any) -> dict[str, Any]:
    return claims(
        **{"iss": "https://t.example", "aud": "https://t.example", "exp": int(NOW.timestamp()) + 900} | changed
    )


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOW)


@pytest.fixture
def tokens(clock: SetClock) -> VerifiedTokens:
    return VerifiedTokens([SHARED, KEYS], clock)


def part(value: Any) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def test_good_tokens_of_both_kinds_are_accepted(tokens: VerifiedTokens) -> None:
    shared = tokens.verify(SHARED.issue("ada", {"sid": "s1", "scope": "tasks:read tasks:write"}, NOW))
    keyed = tokens.verify(sign_ed25519(OURS, "ours", key_set_claims()))

    assert shared is not None
    assert keyed is not None
    assert (shared.subject, shared.session) == ("ada", "s1")
    assert shared.scopes == {"tasks:read", "tasks:write"}
    assert (keyed.subject, keyed.session, keyed.scopes) == ("ada", None, None)


def _hs(payload: Any, secret: str = SECRET, algorithm: str = "sha256", **header: Any) -> str:
    """Signs by hand, since the library refuses to make some of these."""
    text = f"{part({'alg': 'HS256', 'typ': 'JWT', **header})}.{part(payload)}"
    return f"{text}.{part(hmac.new(secret.encode(), text.encode(), algorithm).digest())}"


def _hs_by(key: bytes, payload: Any, **header: Any) -> str:
    text = f"{part({'alg': 'HS256', **header})}.{part(payload)}"
    return f"{text}.{part(hmac.new(key, text.encode(), hashlib.sha256).digest())}"


def _ed(key: Ed25519PrivateKey, payload: Any, **header: Any) -> str:
    text = f"{part({'alg': 'EdDSA', **header})}.{part(payload)}"
    return f"{text}.{part(key.sign(text.encode()))}"


def forged() -> Iterator[tuple[str, str]]:
    """More than 230 tokens that must not pass, each with a name."""
    at = int(NOW.timestamp())
    good = _hs(claims())
    head, body, mark = good.split(".")
    for secret in ("", "secret", "x" * 32, SECRET[:-1], SECRET + " ", SECRET.upper(), "tasklore", "change-me" * 5):
        if secret:
            yield f"secret {secret[:12]!r}", _hs(claims(), secret)
    for algorithm in ("sha384", "sha512"):
        yield f"algorithm {algorithm}", _hs(claims(), SECRET, algorithm, alg=algorithm.replace("sha", "HS"))
    for algorithm in (
        "none",
        "None",
        "NONE",
        "nOnE",
        "",
        None,
        1,
        [],
        {},
        "HS256 ",
        "hs256",
        "RS256",
        "ES256",
        "EdDSA",
    ):
        for signature in ("", mark, part(b"x")):
            yield (
                f"header alg {algorithm!r} {signature[:3]!r}",
                f"{part({'alg': algorithm, 'typ': 'JWT'})}.{body}.{signature}",
            )
    public = OURS.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    raw = OURS.public_key().public_bytes_raw()
    for name, key in {"pem": public, "raw": raw, "raw in base64": part(raw).encode()}.items():
        signed = _hs_by(key, key_set_claims(), kid="ours")
        yield f"the public key as secret, {name}", signed
        yield f"the public key as secret, {name}, API claims", _hs_by(key, claims())
    for name in ("sub", "iss", "aud", "iat", "exp"):
        yield f"without {name}", _hs(claims(**{name: ...}))
        yield f"key set without {name}", sign_ed25519(OURS, "ours", key_set_claims(**{name: ...}))
        for value in (None, "", [], {}, [None], True, "x", 0, -1, 1e30, "9" * 30, {"a": 1}, ["tasklore", 5]):
            if name == "sub" and isinstance(value, str) and value:
                continue  # a good subject
            yield f"{name} {value!r}", _hs(claims(**{name: value}))
    for name, value in {
        "expired": claims(iat=at - 7200, exp=at - 3600),
        "expired this second": claims(iat=at - 10, exp=at),
        "from the future": claims(iat=at + 60, exp=at + 120),
        "not yet": claims(nbf=at + 60),
        "nbf as text": claims(nbf="soon"),
        "too long a life": claims(exp=at + 8 * 86_400),
        "another issuer": claims(iss="https://t.example"),
        "another audience": claims(aud="somebody-else"),
        "issuer in a list": claims(iss=["tasklore"]),
        "too long a subject": claims(sub="x" * 201),
    }.items():
        yield name, _hs(value)
    embedded = {"kty": "OKP", "crv": "Ed25519", "x": part(THEIRS.public_key().public_bytes_raw()), "kid": "theirs"}
    for name, header in {
        "unknown kid": {"kid": "theirs"},
        "our kid": {"kid": "ours"},
        "kid as path": {"kid": "../../dev/null"},
        "kid as address": {"kid": "https://evil.example/jwks"},
        "kid as query": {"kid": "' OR 1=1 --"},
        "no kid": {},
        "kid as number": {"kid": 1},
        "kid as list": {"kid": ["ours"]},
        "kid null": {"kid": None},
        "jku": {"kid": "ours", "jku": "https://evil.example/jwks"},
        "x5u": {"kid": "ours", "x5u": "https://evil.example/cert"},
        "jwk": {"kid": "theirs", "jwk": embedded},
        "x5c": {"kid": "ours", "x5c": ["MII"]},
        "crit": {"kid": "ours", "crit": ["exp"], "exp": 1},
        "b64": {"kid": "ours", "b64": False, "crit": ["b64"]},
        "zip": {"kid": "ours", "zip": "DEF"},
    }.items():
        yield f"signed by another key, {name}", _ed(THEIRS, key_set_claims(), **header)
    for header in ({"crit": ["x"]}, {"crit": []}, {"crit": ["b64"], "b64": False}, {"crit": None}):
        yield f"good signature, {header}", _hs(claims(), **header)
    yield (
        "good signature, unencoded payload",
        _ed(OURS, key_set_claims(), kid="ours", b64=False),
    )
    rsa = jwt.encode(key_set_claims(), RSA, algorithm="RS256", headers={"kid": "ours"})
    yield "RS256 under our kid", rsa
    yield "a key set token with the API's audience", sign_ed25519(OURS, "ours", claims())
    yield "an API token with the key set's audience", _hs(key_set_claims())
    for name, text in {
        "empty": "",
        "dots": "..",
        "one dot": "a.b",
        "four parts": f"{good}.x",
        "no signature": f"{head}.{body}.",
        "no body": f"{head}..{mark}",
        "no head": f".{body}.{mark}",
        "blank": " . . ",
        "padded": f"{head}==.{body}==.{mark}==",
        "in quotes": f'"{good}"',
        "with a blank": f" {good}",
        "with a newline": f"{good}\n",
        "twice": f"{good},{good}",
        "JWE": "a.b.c.d.e",
        "unicode": "é.ü.ñ",
        "surrogate": "\ud800.\ud800.\ud800",
        "NUL": "\x00.\x00.\x00",
        "100 kB": "x" * 100_000,
        "100 kB of parts": f"{head}.{'x' * 100_000}.{mark}",
        "nested header": f"{part(b'[' * 3000)}.{body}.{mark}",
        "nested body": f"{head}.{part(b'[' * 3000)}.{mark}",
        "a list as header": f"{part([1])}.{body}.{mark}",
        "a text as body": f"{head}.{part('x')}.{mark}",
        "not json": f"{part(b'{')}.{part(b'}')}.{mark}",
        "not utf-8": f"{part(bytes([255]))}.{body}.{mark}",
        "duplicate alg": f"{part(b'{' + bytes(chr(34), 'ascii') + b'alg' + bytes(chr(34), 'ascii') + b':1}')}.{body}.{mark}",
    }.items():
        yield f"shape: {name}", text
    for index in range(0, len(mark) - 1, 2):
        changed = "A" if mark[index] != "A" else "B"
        yield f"signature changed at {index}", f"{head}.{body}.{mark[:index]}{changed}{mark[index + 1 :]}"
    for index in range(0, len(body), 6):
        changed = "A" if body[index] != "A" else "B"
        yield f"body changed at {index}", f"{head}.{body[:index]}{changed}{body[index + 1 :]}.{mark}"


FORGED = dict(forged())


def test_there_are_enough_forgeries() -> None:
    assert len(FORGED) >= 230


@pytest.mark.parametrize("name", list(FORGED))
def test_no_forged_token_passes(tokens: VerifiedTokens, name: str) -> None:
    started = time.perf_counter()

    assert tokens.verify(FORGED[name]) is None
    assert time.perf_counter() - started < 2


def test_a_remembered_token_still_expires(tokens: VerifiedTokens, clock: SetClock) -> None:
    token = SHARED.issue("ada", {}, NOW, life=timedelta(seconds=30))
    assert tokens.verify(token) is not None

    clock.forward(timedelta(seconds=31))

    assert tokens.verify(token) is None


def test_a_key_that_was_taken_away_is_felt_within_a_minute(clock: SetClock) -> None:
    keys = {"ours": OURS.public_key()}
    tokens = VerifiedTokens([KeySet(keys.get, issuer="https://t.example", audience="https://t.example")], clock)
    token = sign_ed25519(OURS, "ours", key_set_claims())
    assert tokens.verify(token) is not None

    keys.clear()
    clock.forward(timedelta(seconds=61))

    assert tokens.verify(token) is None


def test_only_so_many_tokens_are_remembered(tokens: VerifiedTokens, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(VerifiedTokens, "MOST", 3)
    issued = [SHARED.issue(f"user{number}", {}, NOW) for number in range(5)]

    subjects = [tokens.verify(token) for token in issued + issued]

    assert [claims.subject for claims in subjects if claims] == [f"user{number}" for number in range(5)] * 2
    assert len(tokens._known) == 3
