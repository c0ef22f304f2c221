"""Somebody's account, as a value."""

from datetime import datetime
from typing import Any, Final, NamedTuple

PROFILE_FIELDS: Final = {
    "softwareBackground": "software_background",
    "hardwareBackground": "hardware_background",
    "interestArea": "interest_area",
}
"""Contract E3: what sign-up may also ask, by its name on the wire."""

PROTECTED_FIELDS: Final = ("role", "twoFactorEnabled")
"""Fields that are shown and that nobody sets by themselves."""


class User(NamedTuple):
    """One row of the table, in the order of its columns."""

    id: str
    email: str
    email_verified: bool
    name: str
    image: str | None
    software_background: str | None
    hardware_background: str | None
    interest_area: str | None
    role: str
    two_factor_enabled: bool
    disabled: bool
    created_at: datetime
    updated_at: datetime

    def as_wire(self) -> dict[str, Any]:
        """The user as Better Auth's protocol shows it."""
        return {
            "name": self.name,
            "email": self.email,
            "emailVerified": self.email_verified,
            "image": self.image,
            "createdAt": wire_time(self.created_at),
            "updatedAt": wire_time(self.updated_at),
            "twoFactorEnabled": self.two_factor_enabled,
            "softwareBackground": self.software_background,
            "hardwareBackground": self.hardware_background,
            "interestArea": self.interest_area,
            "role": self.role,
            "id": self.id,
        }


def wire_time(moment: datetime) -> str:
    """A moment as JavaScript writes it: `2026-11-20T14:23:05.023Z`."""
    return f"{moment.isoformat(timespec='milliseconds')[:23]}Z"
