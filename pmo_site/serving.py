"""How gunicorn serves the site: its master reads the site once, and its workers share that memory."""

from __future__ import annotations

import gc

from django.conf import settings
from django.urls import get_resolver
from django.utils import translation

preload_app = True


def when_ready(_server: object) -> None:
    """Read every view with what it needs, in every language, before the workers are made.

    What was read is frozen: a collector that went through it in a worker would copy its pages.
    """
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            list(get_resolver().namespace_dict)
    gc.collect()
    gc.freeze()
