"""What we are measured against: the plain ASGI limit, and a plain Flask app."""
