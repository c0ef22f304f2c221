"""The page that asks somebody whether a program may act for them; plain HTML that works without a script."""

import html
from collections.abc import Iterable

from starlette.responses import HTMLResponse

from .clients import Client
from .origins import origin_of
from .scopes import SCOPES

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem;color:#1b1f24;background:#fff}"
    "@media(prefers-color-scheme:dark){body{color:#e8eaed;background:#16181c}}"
    "button{font:inherit;padding:.5rem 1.25rem;margin:1rem .75rem 0 0;border-radius:.4rem;border:1px solid #6b7280}"
    "button[value=approve]{background:#1d4ed8;border-color:#1d4ed8;color:#fff}code{word-break:break-all}"
)


def consent_page(
    *, client: Client, redirect_uri: str, scopes: Iterable[str], email: str, sealed: str, nonce: str
) -> HTMLResponse:
    """Who asks, for what, and where the browser goes afterwards."""
    wishes = "".join(f"<li>{html.escape(SCOPES[scope])}</li>" for scope in scopes)
    where = origin_of(redirect_uri) or redirect_uri.partition(":")[0] + ":"
    body = (
        f"<h1>{html.escape(client.name)} asks for access</h1>"
        f"<p>It calls itself by this name and is <strong>{html.escape(client.shown)}</strong>. "
        f"Afterwards your browser goes to <code>{html.escape(where)}</code>.</p>"
        f"<p>As <strong>{html.escape(email)}</strong> it could:</p><ul>{wishes}</ul>"
        "<p>You can take this back at any time under Settings → Security.</p>"
        '<form method="post" action="/api/auth/oauth2/authorize">'
        f'<input type="hidden" name="request" value="{html.escape(sealed, quote=True)}">'
        '<button name="decision" value="approve">Allow</button>'
        '<button name="decision" value="deny">Refuse</button></form>'
    )
    # Browsers hold a redirect after a form to `form-action` as well, so the client's own address is named there.
    return _page("Allow access?", body, nonce, form_action=f"'self' {where}")


def refusal_page(description: str, nonce: str) -> HTMLResponse:
    """What went wrong, for the person; where the client itself is in doubt, the browser goes nowhere."""
    body = f"<h1>This request is not right</h1><p>{html.escape(description)}</p><p>Nothing was allowed.</p>"
    return _page("This request is not right", body, nonce, form_action="'none'", status=400)


def _page(title: str, body: str, nonce: str, *, form_action: str, status: int = 200) -> HTMLResponse:
    page = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} · Tasklore</title>'
        f'<meta name="viewport" content="width=device-width"><style nonce="{nonce}">{_STYLE}</style></head>'
        f"<body><main>{body}</main></body></html>"
    )
    policy = f"default-src 'none'; style-src 'nonce-{nonce}'; form-action {form_action}; frame-ancestors 'none'; base-uri 'none'"
    headers = {"content-security-policy": policy, "cache-control": "no-store", "referrer-policy": "same-origin"}
    return HTMLResponse(page, status, headers=headers)
