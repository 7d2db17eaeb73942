"""The front-end sources that the rules are checked on."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = [ROOT / "static" / "vendor" / "tabler.css", *sorted((ROOT / "static" / "css").glob("*.css"))]
OWN_SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))


def name(path: Path) -> str:
    """A path as shown in test names."""
    return str(path.relative_to(ROOT))
