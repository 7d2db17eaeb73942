"""What a program shows instead of a session; the interface for programs alone looks at it."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest

API_PATH: Final = "/api/"
SCHEME: Final = 'Bearer realm="Rashinban"'
"""How a program signs in, told to who does not."""
CHALLENGE: Final = f'{SCHEME}, error="invalid_token"'
"""What a refused key is answered with (RFC 6750), whatever the reason."""


def bearer_of(request: HttpRequest) -> str | None:
    """The key that a request below /api/ carries; None where it carries none. Pages take no key at all."""
    if not request.path_info.startswith(API_PATH):
        return None
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    return key.strip() if scheme.lower() == "bearer" else None
