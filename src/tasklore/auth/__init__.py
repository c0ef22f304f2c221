"""What a request shows: sessions, cookies, JWT and JWKS, API keys, OAuth; one `CurrentUser` for all of them."""
