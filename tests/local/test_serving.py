"""What gunicorn's master makes before its workers: everything that no request decides, and nothing that none uses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
_MADE = """
import json, sys
from pmo_site import serving
from pmo_site.wsgi import application
early = serving.UNUSED & set(sys.modules)
serving.when_ready(None)
from django.db import connection
from django.template import engines
cached = engines["django"].engine.template_loaders[0].get_template_cache
import numpy
print(json.dumps({
    "early": sorted(early), "later": numpy.__name__,
    "countries": [name for name in sys.modules if name.startswith("holidays.countries.")],
    "templates": sum("Template" in type(each).__name__ for each in cached.values()),
    "is_open": connection.connection is not None,
}))
"""


def _made(**changed: str) -> dict[str, Any]:
    command = [sys.executable, "-W", "ignore", "-c", _MADE]
    told = subprocess.run(command, cwd=ROOT, env={**os.environ, **changed}, check=True, capture_output=True)  # noqa: S603  our own interpreter
    found: dict[str, Any] = json.loads(told.stdout)
    return found


@pytest.mark.parametrize("address", [None, "postgresql://nobody:x@127.0.0.1:1/nowhere"])
def test_the_master_makes_what_workers_share_whether_or_not_the_database_is_there(address: str | None) -> None:
    made = _made(**({"DATABASE_URL": address} if address else {}))
    every = len(list((ROOT / "templates").rglob("*.html")))
    assert made["templates"] >= every
    assert made["countries"] == ["holidays.countries.japan"], "249 others are 8 MiB that nobody asked for"
    assert made["is_open"] is False
    assert (made["early"], made["later"]) == ([], "numpy"), "what no page uses is there for who asks later"
