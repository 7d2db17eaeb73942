"""How many attempts are allowed, and how long a wait follows; docs/limits.json tells the same numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limit:
    """So many attempts within a window; the next one waits. Seconds."""

    attempts: int
    window: int
    wait: int


SIGN_IN_ACCOUNT: Final = Limit(attempts=10, window=900, wait=900)
SIGN_IN_ADDRESS: Final = Limit(attempts=40, window=900, wait=900)
CODE_ACCOUNT: Final = Limit(attempts=5, window=900, wait=900)
RESET_ACCOUNT: Final = Limit(attempts=3, window=3600, wait=3600)
RESET_ADDRESS: Final = Limit(attempts=20, window=3600, wait=3600)

LIMITS: Final = {
    "sign_in_account": SIGN_IN_ACCOUNT,
    "sign_in_address": SIGN_IN_ADDRESS,
    "code_account": CODE_ACCOUNT,
    "reset_account": RESET_ACCOUNT,
    "reset_address": RESET_ADDRESS,
}

INVITATION_DAYS: Final = 7
SESSION_IDLE_SECONDS: Final = 3 * 3600
SESSION_ABSOLUTE_SECONDS: Final = 12 * 3600
"""Both counted on the server; the cookie itself ends with the browser."""

SIGNED_IN_AT: Final = "signed_in_at"
"""Where a session keeps the time of its sign-in."""

LANGUAGE_SECONDS: Final = 365 * 86_400
"""How long a browser remembers the language."""

TOKEN_DAYS: Final = 90
TOKEN_DAYS_MOST: Final = 365
TOKENS_MOST: Final = 20
"""Live tokens of one member."""
TOKEN_NETWORKS_MOST: Final = 20
TOKEN_UNDO_SECONDS: Final = 600
ACT_DAYS: Final = 7
"""For so long an act outside the registers can be taken back."""

TOKEN_USE_STEP_SECONDS: Final = 600
"""The last use of a token is noted at most so often."""
