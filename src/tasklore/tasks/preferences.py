"""Preferences over HTTP. They belong to accounts, which lie below the route class of signed-in users."""

from typing import Any

from fastapi import APIRouter
from pydantic import ConfigDict, model_validator

from tasklore.accounts.preferences import Preferences, change_preferences, preferences_of
from tasklore.auth.principal import CurrentUser
from tasklore.auth.route import SignedInRoute
from tasklore.platform.web.route import RequestUnit

router = APIRouter(route_class=SignedInRoute)


def _documented(schema: dict[str, Any]) -> None:
    schema["examples"] = [{"timezone": "Europe/Paris"}]
    schema["properties"] = {name: {"anyOf": [field, {"type": "null"}]} for name, field in schema["properties"].items()}


class PreferencesPatch(Preferences):
    """A merge patch (RFC 7396): what is given is set, null goes back to the default, the rest stays."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=_documented)

    @model_validator(mode="before")
    @classmethod
    def _null_is_the_default(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {
            name: cls.model_fields[name].get_default(call_default_factory=True)
            if value is None and name in cls.model_fields
            else value
            for name, value in data.items()
        }


@router.get("", summary="Your preferences")
async def get_preferences(unit: RequestUnit, user: CurrentUser) -> Preferences:
    """Time zone, locale, first day of the week and so on; the defaults where nothing was set."""
    return await preferences_of(unit, user.user_id)


@router.patch("", summary="Change your preferences")
async def patch_preferences(unit: RequestUnit, user: CurrentUser, body: PreferencesPatch) -> Preferences:
    """A merge patch; null goes back to the default."""
    return await change_preferences(unit, user.user_id, body.model_dump(include=body.model_fields_set))
