"""One Chromium for all browser tests, and a server of the site without a database."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.test import TransactionTestCase, override_settings
from playwright.sync_api import Browser, sync_playwright
from pytest_django import DjangoDbBlocker

from tests.browser.demo_site import READERS, Demo, half_signed_in, load, session_of
from tests.browser.harness import chromium_path, launch


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A running Chromium; its absence fails the test, it never skips."""
    if chromium_path() is None:
        pytest.fail("Chromium is missing: install Debian's chromium, or run script/test --no-browser.")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright's loop runs in this thread; queries here are sequential
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def pictures() -> Path | None:
    """Where pictures go (environment variable PICTURES), or None."""
    folder = os.environ.get("PICTURES")
    if not folder:
        return None
    Path(folder).mkdir(parents=True, exist_ok=True)
    return Path(folder)


class _Quiet(WSGIRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer, then leave no connection behind: the session's database is dropped at the end."""
        super().process_request_thread(request, client_address)
        connections.close_all()


@contextmanager
def served() -> Iterator[str]:
    """The site as it is set up now, with every middleware, on a port of its own."""
    server = make_server("127.0.0.1", 0, WSGIHandler(), server_class=_Server, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def stories_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The stories, served with every middleware of the site."""
    empty = str(tmp_path_factory.mktemp("static"))
    with override_settings(ROOT_URLCONF="tests.browser.story_urls", STORIES=True, STATIC_ROOT=empty), served() as url:
        yield url


@pytest.fixture(scope="module")
def demo(
    chromium: Browser,  # noqa: ARG001  its loop runs first, so that queries beside it are allowed
    django_db_setup: None,  # noqa: ARG001  the session's database
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Demo]:
    """The demo, committed and served; the owner clears it away after the module."""
    empty = str(tmp_path_factory.mktemp("static"))
    with django_db_blocker.unblock():
        parts, invitation, reset = load()
        long = {"ACCOUNT_REAUTHENTICATION_TIMEOUT": 7200, "ACCOUNT_LOGIN_TIMEOUT": 7200}  # a walk takes its time
        with override_settings(STATIC_ROOT=empty, **long), served() as url:
            sessions = {reader: session_of(reader) for reader in READERS}
            yield Demo(url, {**sessions, "half": half_signed_in()}, parts, invitation, reset)
        TransactionTestCase("run")._fixture_teardown()  # type: ignore[attr-defined]  # missing from the stubs; the owner clears away
