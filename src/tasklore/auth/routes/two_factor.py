"""Two-factor: on, off, codes."""

from typing import Any

from ..errors import OtpNotConfigured, TotpNotEnabled, TwoFactorNotEnabled
from ..exchange import Exchange
from ..passwords_shown import require_password
from ..protocol import Needs
from ..schemas import EnableTwoFactor, Password, VerifyBackupCode, VerifyTotp
from ..two_factor import TwoFactorService
from .registry import protocol


@protocol.route("POST", "/two-factor/enable", body=EnableTwoFactor, needs=Needs.SESSION)
async def enable(exchange: Exchange, body: EnableTwoFactor) -> Any:
    """A secret for an authenticator app and ten backup codes; active after the first code."""
    signed_in = await exchange.require_session()
    await require_password(exchange, signed_in.user, body.password)
    if body.method == "otp":
        raise OtpNotConfigured()
    return await TwoFactorService(exchange).enable(signed_in.user, body.issuer)


@protocol.route("POST", "/two-factor/disable", body=Password, needs=Needs.SESSION)
async def disable(exchange: Exchange, body: Password) -> Any:
    """Switch two-factor off."""
    signed_in = await exchange.require_session()
    await require_password(exchange, signed_in.user, body.password)
    await TwoFactorService(exchange).disable(signed_in)
    return {"status": True}


@protocol.route("POST", "/two-factor/get-totp-uri", body=Password, needs=Needs.SESSION)
async def get_totp_uri(exchange: Exchange, body: Password) -> Any:
    """The address for an authenticator app once more."""
    signed_in = await exchange.require_session()
    service = TwoFactorService(exchange)
    if await service.factor(signed_in.user.id) is None:
        raise TotpNotEnabled()
    await require_password(exchange, signed_in.user, body.password)
    return {"totpURI": await service.address(signed_in.user)}


@protocol.route("POST", "/two-factor/verify-totp", body=VerifyTotp)
async def verify_totp(exchange: Exchange, body: VerifyTotp) -> Any:
    """Show a code of the authenticator app."""
    return await TwoFactorService(exchange).verify_totp(body.code, trust=body.trustDevice)


@protocol.route("POST", "/two-factor/verify-backup-code", body=VerifyBackupCode)
async def verify_backup_code(exchange: Exchange, body: VerifyBackupCode) -> Any:
    """Show a backup code."""
    return await TwoFactorService(exchange).verify_backup_code(
        body.code, trust=body.trustDevice, without_session=body.disableSession
    )


@protocol.route("POST", "/two-factor/generate-backup-codes", body=Password, needs=Needs.SESSION)
async def generate_backup_codes(exchange: Exchange, body: Password) -> Any:
    """Ten new backup codes in the place of the old ones."""
    signed_in = await exchange.require_session()
    if not signed_in.user.two_factor_enabled:
        raise TwoFactorNotEnabled()
    await require_password(exchange, signed_in.user, body.password)
    return {"status": True, "backupCodes": await TwoFactorService(exchange).renew_codes(signed_in.user)}
