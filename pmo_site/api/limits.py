"""How many requests of the interface are served in a window; docs/limits.json tells the same numbers."""

from __future__ import annotations

from typing import Final

WINDOW_SECONDS: Final = 60
TOKEN_REQUESTS: Final = 1_200
ACCOUNT_REQUESTS: Final = 6_000
ORGANIZATION_REQUESTS: Final = 30_000
