"""What the protocol's routes are sent."""

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from .validation import Email, PersonName, Stored, Wire

# A field that may be absent but not null: the default is never validated, so it may be None.
Absent: Any = None


class SignUp(Wire):
    containers: ClassVar[Sequence[str]] = ("object", "record")

    name: PersonName
    email: Email
    password: Annotated[str, Field(min_length=1)]
    image: Stored = Absent
    callbackURL: str = Absent
    rememberMe: bool = Absent
    softwareBackground: Stored | None = None
    hardwareBackground: Stored | None = None
    interestArea: Stored | None = None


class SignIn(Wire):
    email: str
    password: str
    callbackURL: str = Absent
    rememberMe: bool = True


class SignOut(Wire):
    callbackURL: str = Absent
    disableRedirect: bool = Absent
    state: str = Absent


class GetSession(Wire):
    """`?disableRefresh`: any text means yes."""

    disableCookieCache: str = Absent
    disableRefresh: str = Absent


class RevokeSession(Wire):
    token: str


class Fields(Wire):
    """An object with fields of the caller's choice."""

    model_config = Wire.model_config | {"extra": "allow"}
    containers: ClassVar[Sequence[str]] = ("record",)

    @property
    def given(self) -> dict[str, Any]:
        return self.model_extra or {}


class ChangePassword(Wire):
    newPassword: str
    currentPassword: str
    revokeOtherSessions: bool = False


class RequestPasswordReset(Wire):
    email: Email
    redirectTo: str = Absent


class ResetPassword(Wire):
    newPassword: str
    token: str = Absent


class ResetPasswordQuery(Wire):
    token: str = Absent


class CallbackQuery(Wire):
    callbackURL: str


class SendVerification(Wire):
    email: Email
    callbackURL: str = Absent


class VerifyEmailQuery(Wire):
    token: str
    callbackURL: str = Absent


class ChangeEmail(Wire):
    newEmail: Email
    callbackURL: str = Absent


class DeleteUser(Wire):
    callbackURL: str = Absent
    password: str = Absent
    token: str = Absent


class UnlinkAccount(Wire):
    accountId: str


class EnableTwoFactor(Wire):
    password: str
    method: Literal["otp", "totp"] = "totp"
    issuer: Stored = Absent


class Password(Wire):
    password: str


class VerifyTotp(Wire):
    code: str
    trustDevice: bool = False


class VerifyBackupCode(Wire):
    code: str
    disableSession: bool = False
    trustDevice: bool = False


def _prefix(text: str) -> str:
    if not text or not all(letter.isascii() and (letter.isalnum() or letter in "_-") for letter in text):
        raise PydanticCustomError(
            "prefix", "Invalid prefix format, must be alphanumeric and contain only underscores and hyphens."
        )
    return text


class CreateApiKey(Wire):
    configId: Stored = Absent
    name: Stored = Absent
    expiresIn: Annotated[float, Field(ge=1)] | None = None
    prefix: Annotated[str, AfterValidator(_prefix)] = Absent
    remaining: Annotated[float, Field(ge=0)] | None = None
    metadata: Any = Absent
    refillAmount: Annotated[float, Field(ge=1)] = Absent
    refillInterval: float = Absent
    rateLimitTimeWindow: float = Absent
    rateLimitMax: float = Absent
    rateLimitEnabled: bool = Absent
    permissions: dict[str, list[str]] = Absent
    userId: Any = Absent


class UpdateApiKey(Wire):
    configId: Stored = Absent
    keyId: Stored
    userId: Any = Absent
    name: Stored = Absent
    enabled: bool = Absent
    remaining: Annotated[float, Field(ge=1)] = Absent
    refillAmount: float = Absent
    refillInterval: float = Absent
    metadata: Any = Absent
    expiresIn: Annotated[float, Field(ge=1)] | None = Absent
    rateLimitEnabled: bool = Absent
    rateLimitTimeWindow: float = Absent
    rateLimitMax: float = Absent
    permissions: dict[str, list[str]] | None = Absent


class ApiKeyId(Wire):
    configId: Stored = Absent
    keyId: Stored


class GetApiKey(Wire):
    configId: Stored = Absent
    id: Stored


def _number(value: Any) -> Any:
    try:
        return int(value)
    except (TypeError, ValueError):
        raise PydanticCustomError("number", "Invalid input: expected number, received NaN") from None


Count = Annotated[int, BeforeValidator(_number), Field(ge=0)]


class ListApiKeys(Wire):
    configId: Stored = Absent
    organizationId: str = Absent
    limit: Count = Absent
    offset: Count = Absent
    sortBy: str = Absent
    sortDirection: Literal["asc", "desc"] = "asc"


class Refresh(Wire):
    refreshToken: str


class DeleteUserQuery(Wire):
    token: str
    callbackURL: str = Absent


class SocialSignIn(Wire):
    provider: Any = Absent
    callbackURL: str = Absent
    newUserCallbackURL: str = Absent
    errorCallbackURL: str = Absent
    disableRedirect: bool = False
    idToken: dict[str, Any] = Absent
    scopes: list[str] = Field(default_factory=list, max_length=20)
    requestSignUp: bool = Absent
    loginHint: str = Absent


class AccountSelection(Wire):
    accountId: str
    userId: str = Absent
