"""Secrets: made on first run of the one process, demanded of every other."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path
from typing import Final

from pydantic import SecretStr

from tasklore.settings import BadSettings, Settings

_SHORTEST: Final = 32


def complete(settings: Settings, *, may_make: bool) -> Settings:
    """The settings with both secrets in place.

    A missing `JWT_SECRET` follows from `BETTER_AUTH_SECRET`, so that one secret is enough for services that share it.

    Raises:
        BadSettings: a secret is missing and may not be made here.
    """
    auth = settings.auth
    main = auth.better_auth_secret
    if main is None and auth.jwt_secret is not None and not may_make:
        main = _derived(auth.jwt_secret, "better-auth-secret")
    if main is None:
        if not may_make:
            raise BadSettings(
                [
                    "BETTER_AUTH_SECRET: is needed when services run apart. Example: BETTER_AUTH_SECRET=$(openssl rand -hex 32)"
                ]
            )
        main = SecretStr(_kept(settings.platform.data_dir / "secrets" / "better-auth-secret"))
    jwt = auth.jwt_secret or _derived(main, "jwt-secret")
    changed = auth.model_copy(update={"better_auth_secret": main, "jwt_secret": jwt})
    return settings.model_copy(update={"auth": changed})


def _derived(secret: SecretStr, purpose: str) -> SecretStr:
    key = secret.get_secret_value().encode()
    return SecretStr(hmac.new(key, f"tasklore {purpose}".encode(), hashlib.sha256).hexdigest())


def _kept(path: Path) -> str:
    """The secret in this file, made with mode 0600 when there is none yet."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return _made(path)
    except FileExistsError:
        value = path.read_text(encoding="ascii").strip()
        # A disk that was full, or another process that is just writing: whoever knew that would know our key.
        if len(value) < _SHORTEST:
            raise BadSettings(
                [f"BETTER_AUTH_SECRET: the one kept in {path} is cut short. Remove that file, and start again."]
            ) from None
        return value
    except OSError as error:
        raise BadSettings(
            [
                f"DATA_DIR: {path.parent.parent} cannot be written ({error.strerror}). Example: DATA_DIR=/var/lib/tasklore"
            ]
        ) from error


def _made(path: Path) -> str:
    value = secrets.token_hex(32)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(value)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return value
