"""Print the registers as data; docs/resources.json holds what is printed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from pmo_site.resources.manifest import rendered


class Command(BaseCommand):
    """The manifest of registers."""

    help = "Print what every declared register yields: pages, endpoints, rights, fields, filters, sheet."

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Print it."""
        self.stdout.write(rendered(), ending="")
