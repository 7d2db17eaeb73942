"""How much a comment and a link may hold; docs/limits.json says the same."""

from __future__ import annotations

TEXT_CHARACTERS = 10_000
URL_CHARACTERS = 2_000
LABEL_CHARACTERS = 200
SHOWN = 100
"""So many of the newest comments stand on a page; the rest is one click away."""
