"""Run the relay."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from pmo_site.jobs.relay import relay


class Command(BaseCommand):
    """Carry events from the outbox to the workers until asked to stop."""

    help = "Carry events from the outbox to the workers until asked to stop."

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Publish until SIGTERM or SIGINT."""
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        relay(lambda: not stop.is_set())
