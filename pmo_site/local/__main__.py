"""`python -m pmo_site.local services FOLDER`: start both servers, print their addresses, stop them on Ctrl+C."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from pmo_site.local import services
from pmo_site.local.failure import LocalRunError


def _services(options: argparse.Namespace) -> int:
    with services.start(options.folder, durable=not options.scratch) as running:
        for name, value in running.environment().items():
            print(f"{name}={value}", flush=True)  # noqa: T201  a command prints
        signal.sigwait({signal.SIGINT, signal.SIGTERM})
    return 0


def main(arguments: list[str]) -> int:
    """Run the command; what cannot go on is one line on standard error."""
    parser = argparse.ArgumentParser(prog="python -m pmo_site.local")
    commands = parser.add_subparsers(required=True)
    only = commands.add_parser("services", help="start PostgreSQL and Valkey alone")
    only.add_argument("folder", type=Path)
    only.add_argument("--scratch", action="store_true", help="sync nothing to disk (tests)")
    only.set_defaults(run=_services)
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except LocalRunError as error:
        print(error, file=sys.stderr)  # noqa: T201  a command prints
    except OSError as error:
        print(f"{error.filename or 'The system'}: {error.strerror}.", file=sys.stderr)  # noqa: T201  a command prints
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
