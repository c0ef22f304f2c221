"""What can be wrong with an account, in the words of Better Auth's protocol.

`code` and the message are the protocol's; the API shows the same codes in its own form.
"""

from typing import ClassVar, Self

from tasklore.platform.errors import DomainError


class AccountError(DomainError):
    """An error whose code and message the protocol fixes."""

    says: ClassVar[str] = ""
    keeps_writes = False

    def __init__(self, message: str | None = None, *, code: str | None = None) -> None:
        super().__init__(self.says if message is None else message, code=code)

    def keeping_writes(self) -> Self:
        """This error, after which what was staged is committed all the same: a failure that must be counted."""
        self.keeps_writes = True
        return self


class UserAlreadyExists(AccountError):
    status = 422
    code = "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL"
    title = "There is an account with this address"
    says = "User already exists. Use another email."


class SignUpDisabled(AccountError):
    status = 400
    code = "EMAIL_PASSWORD_SIGN_UP_DISABLED"
    title = "Nobody can join by themselves here"
    says = "Email and password sign up is not enabled"


class WrongCredentials(AccountError):
    status = 401
    code = "INVALID_EMAIL_OR_PASSWORD"
    title = "Wrong address or password"
    says = "Invalid email or password"


class WrongPassword(AccountError):
    status = 400
    code = "INVALID_PASSWORD"
    title = "Wrong password"
    says = "Invalid password"


class NotAnAddress(AccountError):
    status = 400
    code = "INVALID_EMAIL"
    title = "Not an e-mail address"
    says = "Invalid email"


class PasswordTooShort(AccountError):
    status = 400
    code = "PASSWORD_TOO_SHORT"
    title = "The password is too short"
    says = "Password too short"


class PasswordTooLong(AccountError):
    status = 400
    code = "PASSWORD_TOO_LONG"
    title = "The password is too long"
    says = "Password too long"


class PasswordCompromised(AccountError):
    """Better Auth's code for this, from its plugin against leaked passwords."""

    status = 400
    code = "PASSWORD_COMPROMISED"
    title = "This password is too common"
    says = "This password is one of the most common ones. Choose another."


class CredentialAccountNotFound(AccountError):
    status = 400
    code = "CREDENTIAL_ACCOUNT_NOT_FOUND"
    title = "This account has no password"
    says = "Credential account not found"


class EmailCannotBeUpdated(AccountError):
    status = 400
    code = "EMAIL_CAN_NOT_BE_UPDATED"
    title = "The address is changed in another way"
    says = "Email can not be updated"


class FieldNotAllowed(AccountError):
    status = 400
    code = "FIELD_NOT_ALLOWED"
    title = "This field cannot be set"

    def __init__(self, field: str) -> None:
        super().__init__(f"{field} is not allowed to be set")


class NothingToUpdate(AccountError):
    """One of the three answers of the protocol that carry a message and no code."""

    status = 400
    code = ""
    title = "Nothing to update"
    says = "No fields to update"


class SameAddress(AccountError):
    """Carries a message and no code."""

    status = 400
    code = ""
    title = "This is your address already"
    says = "Email is the same"


class InvalidToken(AccountError):
    status = 400
    code = "INVALID_TOKEN"
    title = "The link is wrong, used or too old"
    says = "Invalid token"


class EmailMismatch(AccountError):
    status = 400
    code = "EMAIL_MISMATCH"
    title = "This is not your address"
    says = "Email mismatch"


class EmailAlreadyVerified(AccountError):
    status = 400
    code = "EMAIL_ALREADY_VERIFIED"
    title = "The address is verified already"
    says = "Email is already verified"


class LastAccount(AccountError):
    status = 400
    code = "FAILED_TO_UNLINK_LAST_ACCOUNT"
    title = "This is the only way to sign in"
    says = "You can't unlink your last account"


class AccountNotFound(AccountError):
    status = 400
    code = "ACCOUNT_NOT_FOUND"
    title = "There is no such account"
    says = "Account not found"
