"""`python -m pmo_site.local serve` runs the site, `services FOLDER` the two servers alone; `backup` and `restore`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path

from pmo_site.local import backup, serve, services
from pmo_site.local.failure import LocalRunError
from pmo_site.local.site import ROOT, adopt_running_site, compile_translations


def _serve(options: argparse.Namespace) -> int:
    return serve.serve(options.port, options.state.resolve())


def _services(options: argparse.Namespace) -> int:
    with services.start(options.folder, durable=not options.scratch) as running:
        for name, value in running.environment().items():
            print(f"{name}={value}", flush=True)  # noqa: T201  a command prints
        waited = {signal.SIGINT, signal.SIGTERM}
        signal.pthread_sigmask(signal.SIG_BLOCK, waited)
        signal.sigwait(waited)
    return 0


def _backup(options: argparse.Namespace) -> int:
    adopt_running_site()
    print(backup.backup(options.folder.resolve(), os.environ))  # noqa: T201  a command prints
    return 0


def _restore(options: argparse.Namespace) -> int:
    adopt_running_site()
    backup.restore(options.folder.resolve(), os.environ)
    print(f"{options.folder}: restored")  # noqa: T201  a command prints
    return 0


def _translations(_options: argparse.Namespace) -> int:
    compile_translations()
    return 0


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or not 0 < int(text) < 65536:  # noqa: PLR2004  the highest port there is
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, not {text!r}")
    return int(text)


def main(arguments: list[str]) -> int:
    """Run the command; what cannot go on is one line on standard error."""
    parser = argparse.ArgumentParser(prog="python -m pmo_site.local")
    commands = parser.add_subparsers(required=True)
    whole = commands.add_parser("serve", prog="script/server", help="run the whole site on this machine")
    whole.add_argument("--port", type=_port, default=os.environ.get("PORT") or "8000", help="default: $PORT or 8000")
    whole.add_argument("--state", type=Path, default=ROOT / ".local", help="where data, logs and pid files lie")
    whole.set_defaults(run=_serve)
    only = commands.add_parser("services", help="start PostgreSQL and Valkey alone")
    only.add_argument("folder", type=Path)
    only.add_argument("--scratch", action="store_true", help="sync nothing to disk (tests)")
    only.set_defaults(run=_services)
    out = commands.add_parser("backup", prog="script/backup", help="write a backup of the whole site while it works")
    out.add_argument("folder", type=Path, help="where backups lie; each is a folder named by its moment")
    out.set_defaults(run=_backup)
    back = commands.add_parser("restore", prog="script/restore", help="fill an empty database and folder of files")
    back.add_argument("folder", type=Path, help="one backup")
    back.set_defaults(run=_restore)
    commands.add_parser("translations", help="compile the message catalogs").set_defaults(run=_translations)
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
