"""What every test stands on: real servers, and a database in which the app role meets the real walls."""

from __future__ import annotations

import os
from pathlib import Path

import django
import pytest
from django.conf import settings

from pmo_site.local.failure import LocalRunError
from pmo_site.local.services import Services
from pmo_site.local.site import compile_translations
from tests import services
from tests.services import django_db_setup

__all__ = ["django_db_setup"]


def _start() -> Services | None:
    """Start the servers before Django reads its settings, and Django before a folder's conftest names a model."""
    os.environ.setdefault("RASHINBAN_LOCAL", "1")
    os.environ["DJANGO_SETTINGS_MODULE"] = "pmo_site.settings"
    os.environ.setdefault("FILES_ROOT", str(Path(__file__).resolve().parents[1] / ".local" / "test" / "files"))
    for name in ("TOKEN", "ACCOUNT", "ORGANIZATION"):
        os.environ.setdefault(f"API_{name}_REQUESTS", "1000000")  # thousands are asked in a minute of tests
    compile_translations()
    try:
        running = services.start()
    except LocalRunError as error:
        pytest.exit(str(error), returncode=1)
    django.setup()
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # whitenoise warns of a missing folder
    return running


_RUNNING = _start()


def pytest_unconfigure() -> None:
    """Stop the servers that this run started."""
    if _RUNNING:
        services.stop(_RUNNING)
