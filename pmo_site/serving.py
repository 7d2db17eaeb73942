"""How gunicorn serves the site: its master makes once what every worker needs, and its workers share that memory."""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Final

from django.conf import settings
from django.db import OperationalError, connection
from django.template import engines
from django.urls import get_resolver
from django.utils import translation

from pmo_site.kernel import clock
from pmo_site.kernel.calendar import holidays_of

preload_app = True

UNUSED: Final = frozenset({"numpy", "pygments", "requests", "rich"})
"""What libraries of ours load where they find it, though no page comes by what they do with it; 14 MiB."""


class Unfound(MetaPathFinder):
    """Finds none of them while the site is read; what asks for one later, as the choice of projects does, gets it."""

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002  importlib's own signature
        target: ModuleType | None = None,  # noqa: ARG002  the same
    ) -> ModuleSpec | None:
        """Say that it is not installed; of others know nothing."""
        if fullname in UNUSED:
            raise ModuleNotFoundError(fullname, name=fullname)
        return None


_unfound = Unfound()
sys.meta_path.insert(0, _unfound)


def when_ready(_server: object) -> None:
    """Make everything that pages need and that no request decides, before the workers are made.

    What was made is frozen: a collector that went through it in a worker would copy its pages.
    """
    sys.meta_path.remove(_unfound)
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            list(get_resolver().namespace_dict)
    compile_templates()
    holidays_of("JP", clock.now().year)
    meet_the_database()
    gc.collect()
    give_back()
    gc.freeze()


def compile_templates() -> int:
    """Compile every template of the site, and count them."""
    engine = engines["django"]
    folders = [Path(folder) for folder in engine.dirs]
    names = [str(file.relative_to(folder)) for folder in folders for file in folder.rglob("*.html")]
    for name in names:
        engine.get_template(name)
    return len(names)


def meet_the_database() -> None:
    """Open one connection and close it: the first one makes the driver's cryptography ready, 7 MiB of it.

    A server that is away now is met by the first request.
    """
    with suppress(OperationalError):
        connection.ensure_connection()
    connection.close()


def give_back() -> None:
    """Give what reading freed back to the system, where the C library can."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
