"""The settings of all features, read from the environment once, at start.

Sources, the first that names a setting wins: the environment, `NAME_FILE` (a path; for secrets mounted as
files), a `.env` file in the working folder. Everything works with nothing set.
"""

import os
import types
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic import AliasChoices, BaseModel, ConfigDict, SecretStr, ValidationError
from pydantic.fields import FieldInfo

from tasklore.accounts.config import AccountsConfig
from tasklore.assistant.config import AssistantConfig
from tasklore.auth.config import AuthConfig
from tasklore.knowledge.config import KnowledgeConfig
from tasklore.platform.config import Config, PlatformConfig
from tasklore.platform.web.config import ServeConfig


class Settings(BaseModel):
    """Every feature's settings."""

    model_config = ConfigDict(frozen=True)

    serve: ServeConfig
    platform: PlatformConfig
    accounts: AccountsConfig
    auth: AuthConfig
    knowledge: KnowledgeConfig
    assistant: AssistantConfig


SECTIONS: Final[dict[str, type[Config]]] = {
    "serve": ServeConfig,
    "platform": PlatformConfig,
    "accounts": AccountsConfig,
    "auth": AuthConfig,
    "knowledge": KnowledgeConfig,
    "assistant": AssistantConfig,
}


class Setting(NamedTuple):
    """One setting as the manual shows it."""

    section: str
    name: str
    aliases: tuple[str, ...]
    field: FieldInfo
    secret: bool


class BadSettings(Exception):
    """What is wrong with the environment: one line per setting."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def catalogue() -> Iterator[Setting]:
    """All settings, in the order of the manual."""
    for section, model in SECTIONS.items():
        for field_name, field in model.model_fields.items():
            names = _names(field_name, field)
            yield Setting(section, names[0], names[1:], field, _is_secret(field))


def load(environ: Mapping[str, str] | None = None, env_file: Path | None = Path(".env")) -> Settings:
    """Reads and checks the settings.

    Raises:
        BadSettings: one line for each bad setting: its name, what is wrong, an example.
    """
    given = dict(_read_env_file(env_file)) if env_file is not None else {}
    given.update(os.environ if environ is None else environ)
    mistakes: list[str] = []
    built: dict[str, Config] = {}
    for section, model in SECTIONS.items():
        values: dict[str, str] = {}
        sources: dict[str, str] = {}
        for field_name, field in model.model_fields.items():
            try:
                found = _find(given, _names(field_name, field))
            except OSError as error:
                mistakes.append(f"{_names(field_name, field)[0]}_FILE: cannot be read ({error.strerror}).")
                continue
            if found is not None:
                sources[field_name], values[field_name] = found
        try:
            built[section] = model.model_validate(values)
        except ValidationError as error:
            mistakes.extend(_lines(model, error, sources))
    if mistakes:
        raise BadSettings(mistakes)
    return Settings(**built)


def _names(field_name: str, field: FieldInfo) -> tuple[str, ...]:
    alias = field.validation_alias
    if isinstance(alias, AliasChoices):
        return tuple(str(choice) for choice in alias.choices)
    return (field_name.upper(),)


def _find(given: Mapping[str, str], names: tuple[str, ...]) -> tuple[str, str] | None:
    for name in names:
        if given.get(name):
            return name, given[name]
        path = given.get(f"{name}_FILE")
        if path and name != "LOG":
            return f"{name}_FILE", Path(path).read_text(encoding="utf-8").strip()
    return None


def _lines(model: type[Config], error: ValidationError, sources: Mapping[str, str]) -> Iterator[str]:
    for mistake in error.errors():
        field_name = str(mistake["loc"][0]) if mistake["loc"] else ""
        field = model.model_fields.get(field_name)
        if field is None:
            yield mistake["msg"]
            continue
        name = sources.get(field_name, _names(field_name, field)[0])
        shown = "" if _is_secret(field) else f" It is {str(mistake['input'])[:60]!r}."
        what = mistake["msg"].removeprefix("Value error, ")
        yield f"{name}: {what}.{shown} Example: {name}={example(field)}"


def example(field: FieldInfo) -> str:
    """A value that would be accepted."""
    if field.examples:
        return str(field.examples[0])
    if field.default is not None and field.default != "":
        default = field.default
        return str(default).lower() if isinstance(default, bool) else str(default)
    return "…"


def _is_secret(field: FieldInfo) -> bool:
    kinds = typing.get_args(field.annotation) if isinstance(field.annotation, types.UnionType) else (field.annotation,)
    return SecretStr in kinds


def _read_env_file(path: Path) -> Iterator[tuple[str, str]]:
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        name, found, value = line.removeprefix("export ").partition("=")
        if found:
            yield name.strip(), _unquoted(value.strip())


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1]
    return value.partition(" #")[0].rstrip()


def describe(setting: Setting) -> dict[str, Any]:
    """A setting as data: for the manual page, `.env.example` and `tasklore settings`."""
    return {
        "name": setting.name,
        "aliases": list(setting.aliases),
        "section": setting.section,
        "secret": setting.secret,
        "default": None if setting.field.default is None else str(setting.field.default),
        "example": example(setting.field),
        "description": (setting.field.description or "").replace("\n", " "),
    }
