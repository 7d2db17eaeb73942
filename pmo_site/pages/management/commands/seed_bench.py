"""Load three organizations for tests from outside."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from pmo_site.pages.services.bench import TENANTS, bench_load
from pmo_site.tenancy.models import Organization


class Command(BaseCommand):
    """Make tenants A, B and C (suspended) with everything in them, and write what is needed to test their walls."""

    help = "Make three bench organizations and write a manifest of their users, tokens, ids and canaries."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say where the manifest goes."""
        parser.add_argument("--out", type=Path, required=True, help="The manifest, which holds passwords and keys.")

    def handle(self, *_args: Any, out: Path, **_options: Any) -> None:  # noqa: ANN401  Django's own signature
        """Refuse where real people work: its users are made up and their passwords lie in a file."""
        if not settings.LOCAL and not settings.BENCH:
            raise CommandError("Bench organizations are made on local and bench runs only (RASHINBAN_LOCAL, BENCH).")
        if Organization.objects.filter(slug__in=[f"bench-{name.lower()}" for name in TENANTS]).exists():
            raise CommandError("The bench organizations are there already; their passwords cannot be read again.")
        try:
            file = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        except OSError as error:
            raise CommandError(f"Cannot write to {out}: {error.strerror}.") from error
        with os.fdopen(file, "w", encoding="utf-8") as manifest:
            json.dump(bench_load(), manifest, ensure_ascii=False, indent=1)
        self.stdout.write(f"Tenants {', '.join(TENANTS)} are described in {out}.")
