"""What the first load of a page costs on the wire (gzip, level 9)."""

from __future__ import annotations

import gzip
import re

import pytest

from tests.ui.sources import OWN_SCRIPTS, ROOT, STYLES

BUDGETS = {
    "css": (30_000, [str(path.relative_to(ROOT)) for path in STYLES]),
    "own scripts": (10_000, [str(path.relative_to(ROOT)) for path in OWN_SCRIPTS]),
    "scripts": (35_000, ["static/vendor/htmx.min.js", *(str(path.relative_to(ROOT)) for path in OWN_SCRIPTS)]),
    "sprite": (10_000, ["static/vendor/icons.svg"]),
}
REQUESTS = 10


@pytest.mark.parametrize("kind", BUDGETS)
def test_the_first_load_keeps_its_budget(kind: str) -> None:
    limit, files = BUDGETS[kind]
    assert sum(len(gzip.compress((ROOT / file).read_bytes(), 9)) for file in files) <= limit


def test_a_page_needs_few_requests() -> None:
    head = (ROOT / "templates" / "components" / "head.html").read_text(encoding="utf-8")
    page_and_sprite = 2
    assert len(re.findall(r"\{% static ", head)) + page_and_sprite <= REQUESTS
