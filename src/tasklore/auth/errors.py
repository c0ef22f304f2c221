"""What the protocol refuses, in its own words. `code` and message are fixed by Better Auth."""

from tasklore.accounts.errors import AccountError


class NoSession(AccountError):
    status = 401
    code = "UNAUTHORIZED"
    title = "Sign in first"
    says = "Unauthorized"


class SessionNotFresh(AccountError):
    status = 403
    code = "SESSION_NOT_FRESH"
    title = "Sign in again for this"
    says = "Session is not fresh"


class SessionExpired(AccountError):
    status = 400
    code = "SESSION_EXPIRED"
    title = "Sign in again for this"
    says = "Session expired. Re-authenticate to perform this action."


class ValidationFailed(AccountError):
    status = 400
    code = "VALIDATION_ERROR"
    title = "The request could not be understood"


class BadJson(AccountError):
    status = 400
    code = "BAD_REQUEST"
    title = "The request could not be read"
    says = "Invalid JSON in request body"


class UnreadMedia(AccountError):
    status = 415
    code = "UNSUPPORTED_MEDIA_TYPE"
    title = "This content type is not read here"


class BodyTooLarge(AccountError):
    status = 413
    code = "PAYLOAD_TOO_LARGE"
    title = "Too large"
    says = "The body is larger than 64 kB"


class NotAText(AccountError):
    """A URL that is not a string; the protocol gives it no code."""

    status = 400
    code = ""
    title = "The request could not be understood"

    def __init__(self, label: str) -> None:
        super().__init__(f"Invalid {label}: expected a string")


class InvalidOrigin(AccountError):
    status = 403
    code = "INVALID_ORIGIN"
    title = "This page may not do this"
    says = "Invalid origin"


class MissingOrigin(AccountError):
    status = 403
    code = "MISSING_OR_NULL_ORIGIN"
    title = "This page may not do this"
    says = "Missing or null Origin"


class CrossSiteSignIn(AccountError):
    status = 403
    code = "CROSS_SITE_NAVIGATION_LOGIN_BLOCKED"
    title = "Another site tried to sign you in"
    says = "Cross-site navigation login blocked. This request appears to be a CSRF attack."


class ForeignRedirect(AccountError):
    """A URL to go on to that leads elsewhere. One code for each field that names one."""

    status = 403
    code = "INVALID_CALLBACK_URL"
    title = "This leads to another site"

    def __init__(self, label: str) -> None:
        code = {
            "callbackURL": "INVALID_CALLBACK_URL",
            "redirectURL": "INVALID_REDIRECT_URL",
            "errorCallbackURL": "INVALID_ERROR_CALLBACK_URL",
            "newUserCallbackURL": "INVALID_NEW_USER_CALLBACK_URL",
        }[label]
        super().__init__(f"Invalid {label}", code=code)


class MethodNotAllowed(AccountError):
    status = 405
    code = "METHOD_NOT_ALLOWED_DEFER_SESSION_REQUIRED"
    title = "This method is not available here"
    says = "POST method requires deferSessionRefresh to be enabled in session config"


class TooManyTries(AccountError):
    """The protocol's 429: a message, no code, `X-Retry-After`."""

    status = 429
    code = ""
    title = "Too many requests"
    says = "Too many requests. Please try again later."

    def __init__(self, retry_after_s: int) -> None:
        super().__init__()
        self.retry_after_s = retry_after_s


class LinkTokenInvalid(AccountError):
    status = 401
    code = "INVALID_TOKEN"
    title = "The link is wrong"
    says = "Invalid token"


class LinkTokenExpired(AccountError):
    status = 401
    code = "TOKEN_EXPIRED"
    title = "The link is too old"
    says = "Token expired"


class LinkUserNotFound(AccountError):
    status = 401
    code = "USER_NOT_FOUND"
    title = "There is no such user"
    says = "User not found"


class LinkOfSomebodyElse(AccountError):
    status = 401
    code = "INVALID_USER"
    title = "This link is for somebody else"
    says = "Invalid user"


class DeletionTokenInvalid(AccountError):
    status = 404
    code = "INVALID_TOKEN"
    title = "The link is wrong, used or too old"
    says = "Invalid token"


class NoUserForDeletion(AccountError):
    status = 404
    code = "FAILED_TO_GET_USER_INFO"
    title = "Sign in first"
    says = "Failed to get user info"


class WrongCode(AccountError):
    status = 401
    code = "INVALID_CODE"
    title = "Wrong code"
    says = "Invalid code"


class WrongBackupCode(AccountError):
    status = 401
    code = "INVALID_BACKUP_CODE"
    title = "Wrong backup code"
    says = "Invalid backup code"


class NoTwoFactorCookie(AccountError):
    status = 401
    code = "INVALID_TWO_FACTOR_COOKIE"
    title = "Sign in again"
    says = "Invalid two factor cookie"


class TooManyCodes(AccountError):
    status = 400
    code = "TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE"
    title = "Too many wrong codes"
    says = "Too many attempts. Please request a new code."


class TwoFactorLocked(AccountError):
    status = 429
    code = "ACCOUNT_TEMPORARILY_LOCKED"
    title = "Too many wrong codes"
    says = "Too many failed verification attempts. Your account is temporarily locked. Please try again later."


class TotpNotEnabled(AccountError):
    status = 400
    code = "TOTP_NOT_ENABLED"
    title = "There is no authenticator for this account"
    says = "TOTP not enabled"


class TotpAlreadyEnabled(AccountError):
    status = 400
    code = "TOTP_ALREADY_ENABLED"
    title = "There is an authenticator already"
    says = "TOTP is already enabled"


class OtpNotConfigured(AccountError):
    status = 400
    code = "OTP_NOT_CONFIGURED"
    title = "Codes by mail are not offered"
    says = "OTP is not available"


class TwoFactorNotEnabled(AccountError):
    status = 400
    code = "TWO_FACTOR_NOT_ENABLED"
    title = "Two-factor is not switched on"
    says = "Two factor isn't enabled"


class BackupCodesNotEnabled(AccountError):
    status = 400
    code = "BACKUP_CODES_NOT_ENABLED"
    title = "There are no backup codes"
    says = "Backup codes aren't enabled"


class NoSessionForKeys(AccountError):
    status = 401
    code = "UNAUTHORIZED_SESSION"
    title = "Sign in first"
    says = "Unauthorized or invalid session"


class ApiKeyNotFound(AccountError):
    status = 404
    code = "KEY_NOT_FOUND"
    title = "Not found"
    says = "API Key not found"


class ApiKeyInvalid(AccountError):
    status = 401
    code = "INVALID_API_KEY"
    title = "The API key is not valid"
    says = "Invalid API key."


class ApiKeyMalformed(AccountError):
    status = 403
    code = "INVALID_API_KEY"
    title = "This is not an API key"
    says = "Invalid API key."


class ApiKeyLimited(AccountError):
    status = 403
    code = "INSUFFICIENT_SCOPE"
    title = "This key is limited to scopes of the API"
    says = "This key is limited to scopes of the API."


class ApiKeyDisabled(AccountError):
    status = 401
    code = "KEY_DISABLED"
    title = "The API key is switched off"
    says = "API Key is disabled"


class ApiKeyExpired(AccountError):
    status = 401
    code = "KEY_EXPIRED"
    title = "The API key has expired"
    says = "API Key has expired"


class ApiKeyOrphaned(AccountError):
    status = 401
    code = "INVALID_REFERENCE_ID_FROM_API_KEY"
    title = "The API key belongs to nobody"
    says = "The reference id from the API key is invalid."


class ApiKeyOverLimit(AccountError):
    status = 429
    code = "RATE_LIMITED"
    title = "Too many requests with this key"
    says = "Rate limit exceeded."


class ServerOnlyProperty(AccountError):
    status = 400
    code = "SERVER_ONLY_PROPERTY"
    title = "This field cannot be set"
    says = "The property you're trying to set can only be set from the server auth instance only."


class ExpiresTooSoon(AccountError):
    status = 400
    code = "EXPIRES_IN_IS_TOO_SMALL"
    title = "A key lives a day at least"
    says = "The expiresIn is smaller than the predefined minimum value."


class ExpiresTooLate(AccountError):
    status = 400
    code = "EXPIRES_IN_IS_TOO_LARGE"
    title = "A key lives a year at most"
    says = "The expiresIn is larger than the predefined maximum value."


class KeyNameLength(AccountError):
    status = 400
    code = "INVALID_NAME_LENGTH"
    title = "The name has the wrong length"
    says = "The name length is either too large or too small."


class KeyPrefixLength(AccountError):
    status = 400
    code = "INVALID_PREFIX_LENGTH"
    title = "The prefix has the wrong length"
    says = "The prefix length is either too large or too small."


class MetadataDisabled(AccountError):
    status = 400
    code = "METADATA_DISABLED"
    title = "Keys carry no metadata"
    says = "Metadata is disabled."


class NoKeyValues(AccountError):
    status = 400
    code = "NO_VALUES_TO_UPDATE"
    title = "Nothing to update"
    says = "No values to update."


class ProviderNotFound(AccountError):
    status = 404
    code = "PROVIDER_NOT_FOUND"
    title = "There is no such provider"
    says = "Provider not found"


class RefreshRefused(AccountError):
    status = 401
    code = "INVALID_REFRESH_TOKEN"
    title = "Sign in again"
    says = "The refresh token is wrong, used or too old"


class ProviderUnavailable(AccountError):
    status = 503
    code = "PROVIDER_UNAVAILABLE"
    title = "The provider does not answer"
    says = "The provider does not answer. Try again later."


class IdTokenNotSupported(AccountError):
    status = 404
    code = "ID_TOKEN_NOT_SUPPORTED"
    title = "Signing in with a provider's token is not offered"
    says = "id_token not supported"


class NoAccessToken(AccountError):
    status = 400
    code = "FAILED_TO_GET_ACCESS_TOKEN"
    title = "The provider gave no token"
    says = "Failed to get a valid access token"


class NoRefreshToken(AccountError):
    status = 400
    code = "REFRESH_TOKEN_NOT_FOUND"
    title = "The provider gave no refresh token"
    says = "Refresh token not found"


class RefreshFailed(AccountError):
    status = 400
    code = "FAILED_TO_REFRESH_ACCESS_TOKEN"
    title = "The provider gave no new token"
    says = "Failed to refresh access token"
