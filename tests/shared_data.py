"""Where the published cases and real portfolios lie, when they are present."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def shared_path(*parts: str) -> Path | None:
    """Find a file of the shared data beside the project; None where it is not present."""
    candidates = [Path(os.environ["RASHINBAN_SHARED"])] if "RASHINBAN_SHARED" in os.environ else []
    candidates += [ROOT.parent / "shared", ROOT.parent.parent / "shared"]
    for folder in candidates:
        path = folder.joinpath(*parts)
        if path.exists():
            return path
    return None
