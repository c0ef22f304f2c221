"""The programs that may ask somebody for access: registered here, or described by a document of their own.

registered    POST …/oauth2/register (RFC 7591): an id of ours; a secret where the client can keep one
described     the id is an https address, and the document there says who the client is
              (OAuth Client ID Metadata Document); fetched by the guarded way out, kept for ten minutes
"""

import hmac
import re
import time
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

import orjson
from sqlalchemy import Text, bindparam, select

from tasklore.accounts.digest import digest
from tasklore.accounts.models import oauth_client
from tasklore.accounts.random_text import random_text
from tasklore.platform.db.query import Query
from tasklore.platform.outbound import Outbound, OutboundRefused
from tasklore.platform.unit import Unit

from .origins import is_loopback, origin_of

MOST_REDIRECTS: Final = 10
_LONGEST_URI: Final = 2_000
_LONGEST_NAME: Final = 120
_KEPT_S: Final = 600.0
_MOST_KEPT: Final = 200
_DOCUMENT_BYTES: Final = 20_000
_NEVER: Final = frozenset(
    {
        "http",
        "https",
        "javascript",
        "data",
        "vbscript",
        "file",
        "blob",
        "about",
        "ftp",
        "ws",
        "wss",
        "mailto",
        "view-source",
    }
)
_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]*):(?!$)", re.I)
_UNSAFE: Final = re.compile(r"[\x00-\x20\x7f-\x9f\\<>\"]")

_OURS: Final = re.compile(r"[A-Za-z0-9]{1,64}")

_CLIENT: Final = Query(select(oauth_client).where(oauth_client.c.id == bindparam("id", type_=Text)), "oauth_client.get")


class ClientRefused(Exception):
    """The client is not known, or its description is not acceptable. The text is for its developer."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error
        self.description = description


class Client(NamedTuple):
    """A program that may ask for access."""

    id: str
    name: str
    redirect_uris: Sequence[str]
    secret_digest: str | None

    @property
    def shown(self) -> str:
        """What a person reads of it beside its name, which it chose itself."""
        return urlsplit(self.id).hostname or "registered here"

    def redirect(self, uri: str | None) -> str:
        """The address to send the browser back to.

        Raises:
            ClientRefused: not one of the client's.
        """
        if uri is None and len(self.redirect_uris) == 1:
            return self.redirect_uris[0]
        if uri is None or not any(_same(uri, known) for known in self.redirect_uris):
            raise ClientRefused("invalid_request", "This redirect_uri does not belong to the client.")
        return uri

    def knows_secret(self, secret: str | None) -> bool:
        """Whether the secret is the client's; a client without one shows none."""
        if self.secret_digest is None:
            return secret is None
        return secret is not None and hmac.compare_digest(digest(secret), self.secret_digest)


class Clients:
    """Registered and described clients."""

    def __init__(self, outbound: Outbound) -> None:
        self._outbound = outbound
        self._kept: OrderedDict[str, tuple[float, Client]] = OrderedDict()

    async def get(self, unit: Unit, client_id: str) -> Client:
        """Raises ClientRefused."""
        if client_id.startswith("https://"):
            return await self._described(client_id)
        row = await unit.fetch_one(_CLIENT, id=client_id) if _OURS.fullmatch(client_id) else None
        if row is None:
            raise ClientRefused("invalid_client", "There is no client with this id.")
        return Client(row["id"], row["name"], row["redirect_uris"], row["secret_digest"])

    def register(self, unit: Unit, given: Any) -> tuple[Client, str | None]:
        """Stages a client and gives it with its secret, if it asked for one.

        Raises:
            ClientRefused
        """
        name, redirects = _description(given)
        method = given.get("token_endpoint_auth_method", "none")
        if method not in ("none", "client_secret_basic", "client_secret_post"):
            raise ClientRefused("invalid_client_metadata", "token_endpoint_auth_method is not one that is offered.")
        secret = None if method == "none" else random_text(48)
        client = Client(random_text(32), name, redirects, digest(secret) if secret else None)
        unit.insert(
            oauth_client,
            {
                "id": client.id,
                "name": name,
                "redirect_uris": list(redirects),
                "secret_digest": client.secret_digest,
                "created_at": unit.now,
            },
        )
        return client, secret

    async def _described(self, client_id: str) -> Client:
        kept = self._kept.get(client_id)
        if kept is not None and kept[0] > time.monotonic():
            return kept[1]
        parts = urlsplit(client_id)
        if len(client_id) > _LONGEST_URI or _UNSAFE.search(client_id) or parts.fragment or parts.path in ("", "/"):
            raise ClientRefused("invalid_client", "The client id is not the address of a metadata document.")
        try:
            answer = await self._outbound.request(
                "GET", client_id, headers={"accept": "application/json"}, most_bytes=_DOCUMENT_BYTES, timeout_s=5
            )
            document = orjson.loads(answer.body)
        except (OutboundRefused, orjson.JSONDecodeError) as error:
            raise ClientRefused("invalid_client", "The client's metadata document cannot be read.") from error
        if answer.status != 200 or not isinstance(document, dict) or document.get("client_id") != client_id:
            raise ClientRefused("invalid_client", "The document at the client's address does not name that address.")
        name, redirects = _description(document)
        client = Client(client_id, name, redirects, None)
        self._kept[client_id] = (time.monotonic() + _KEPT_S, client)
        while len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        return client


def _description(given: Any) -> tuple[str, list[str]]:
    """The name and redirect addresses in a client's description of itself."""
    if not isinstance(given, dict):
        raise ClientRefused("invalid_client_metadata", "The description must be a JSON object.")
    redirects = given.get("redirect_uris")
    if not isinstance(redirects, list) or not 1 <= len(redirects) <= MOST_REDIRECTS:
        raise ClientRefused("invalid_redirect_uri", f"redirect_uris must hold 1 to {MOST_REDIRECTS} addresses.")
    for uri in redirects:
        if not isinstance(uri, str) or not _may_be_redirected_to(uri):
            raise ClientRefused(
                "invalid_redirect_uri", "A redirect address is https, loopback, or an app's own scheme."
            )
    name = given.get("client_name")
    shown = " ".join(name.split())[:_LONGEST_NAME] if isinstance(name, str) else ""
    return shown or "Unnamed client", redirects


def _may_be_redirected_to(uri: str) -> bool:
    if len(uri) > _LONGEST_URI or _UNSAFE.search(uri) or "#" in uri:
        return False
    origin = origin_of(uri)
    if origin is not None:
        return origin.startswith("https://") or is_loopback(origin)
    scheme = _SCHEME.match(uri)
    return scheme is not None and scheme[1].lower() not in _NEVER


def _same(uri: str, known: str) -> bool:
    """Equal, letter by letter; but a program on the person's machine chooses its port when it starts (RFC 8252)."""
    if uri == known:
        return True
    if _UNSAFE.search(uri):
        return False
    origin, known_origin = origin_of(uri), origin_of(known)
    if origin is None or known_origin is None or not (is_loopback(origin) and is_loopback(known_origin)):
        return False
    given, registered = urlsplit(uri), urlsplit(known)
    return (given.scheme, given.hostname, given.path, given.query, given.fragment) == (
        registered.scheme,
        registered.hostname,
        registered.path,
        registered.query,
        "",
    )
