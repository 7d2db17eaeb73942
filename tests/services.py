"""The servers of a test run: those of the environment, or a PostgreSQL and Valkey of its own.

The own ones live in .local/test of the checkout, so that the next run finds its cluster and the template made.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from pytest_django import DjangoDbBlocker

from pmo_site.local import services
from pmo_site.local.failure import FolderInUseError, LocalRunError
from tests import databases

ROOT = Path(__file__).resolve().parent.parent
STATE = ROOT / ".local"
_ADDRESSES = ("DATABASE_URL", "DATABASE_ADMIN_URL", "REDIS_URL")


def start() -> services.Services | None:
    """Start the run's own servers and name them in the environment; None where it names some already."""
    if all(os.environ.get(name) for name in _ADDRESSES):
        return None
    running = _start_in_first_free_folder()
    with redis.Redis(unix_socket_path=str(running.valkey.address)) as queue:
        queue.flushall()  # what the last run left in its queues is not this run's
    os.environ.update(running.environment() | {"DATABASE_BACKUP_URL": running.database_backup_url})
    return running


def _start_in_first_free_folder() -> services.Services:
    """One run at a time has the kept folder; another one beside it takes a folder that goes with it."""
    _sweep()
    kept = STATE / "test"
    try:
        return services.start(kept, durable=False, copies=STATE / "programs")
    except FolderInUseError:
        return services.start(STATE / f"test-{os.getpid()}", durable=False, copies=STATE / "programs")
    except LocalRunError:
        services.discard(kept)  # a cluster that is never synced does not outlive a crash of the machine
        return services.start(kept, durable=False, copies=STATE / "programs")


def _sweep() -> None:
    """Clear away the folders of runs that were killed."""
    for folder in STATE.glob("test-*"):
        services.discard(folder)


def stop(running: services.Services) -> None:
    """Stop the run's own servers; only the kept folder stays."""
    running.stop()
    if running.folder.name != "test":
        services.discard(running.folder)


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,  # noqa: ARG001  Django's own set-up comes first
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Give the session a database cloned from the migrated template; tests run in it as the app role."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    with django_db_blocker.unblock():
        name = databases.clone_template(f"test_{os.getpid()}_{worker}")
    with databases.cleaned_by_the_owner(name):
        yield
    with django_db_blocker.unblock():
        databases.drop(name)
