"""Somebody who signs in and sends requests at a steady pace, and the log that is later held against the database."""

from __future__ import annotations

import http.client
import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlencode

from pmo_site.pages.demo.cast import DEMO_PASSWORD

_THREADS = 8
_TIMEOUT = 30


@dataclass(frozen=True, slots=True)
class Answer:
    """One request as its sender saw it; status 0 is no answer at all."""

    mark: str
    sent_at: float
    seconds: float
    status: int
    retry_after: str
    body: bytes


@dataclass(slots=True)
class Person:
    """A signed-in member of an organization of the demo."""

    port: int
    slug: str
    key: str
    cookies: dict[str, str] = field(default_factory=dict)

    def sign_in(self) -> None:
        """Sign in by the form, as a browser does."""
        self.send("GET", "/accounts/login/")
        form = {"login": f"{self.key}@{self.slug}.example", "password": DEMO_PASSWORD}
        self.post("/accounts/login/", form)
        found = self.send("GET", f"/api/v1/organizations/{self.slug}/jobs/")
        if found.status != 200:  # noqa: PLR2004  signed in and let in
            raise RuntimeError(f"{self.key} could not sign in: {found.status}")

    def post(self, path: str, form: dict[str, str]) -> Answer:
        """Send a form."""
        fields = {**form, "csrfmiddlewaretoken": self._token()}
        return self.send("POST", path, urlencode(fields).encode(), "application/x-www-form-urlencoded")

    def create_project(self, name: str) -> Answer:
        """A write that must cause one job: the health of the new project."""
        body = json.dumps({"name": name}).encode()
        return self.send("POST", f"/api/v1/organizations/{self.slug}/projects/", body, "application/json", mark=name)

    def list_projects(self) -> Answer:
        """A read."""
        return self.send("GET", f"/api/v1/organizations/{self.slug}/projects/")

    def send(self, method: str, path: str, body: bytes | None = None, content_type: str = "", mark: str = "") -> Answer:
        """Send one request on a connection of its own and keep what cookies it sets."""
        began = time.time()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_TIMEOUT)
        try:
            connection.request(method, path, body, self._headers(content_type))
            response = connection.getresponse()
            text = response.read()
            for cookie in response.headers.get_all("Set-Cookie") or ():
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            status, retry_after = response.status, response.headers.get("Retry-After", "")
        except (OSError, http.client.HTTPException):
            status, retry_after, text = 0, "", b""
        finally:
            connection.close()
        return Answer(mark, began, time.time() - began, status, retry_after, text)

    def _headers(self, content_type: str) -> dict[str, str]:
        headers = {
            "Host": f"localhost:{self.port}",
            "Referer": f"http://localhost:{self.port}/",
            "Accept": "*/*",
            "Cookie": "; ".join(f"{name}={value}" for name, value in dict(self.cookies).items()),
            "X-CSRFToken": self._token(),
        }
        return headers | ({"Content-Type": content_type} if content_type else {})

    def _token(self) -> str:
        return next((value for name, value in self.cookies.items() if re.search("csrf", name)), "")


@dataclass(slots=True)
class Load:
    """Requests at so many a second, whether they are answered or not, until it is stopped."""

    rate: float
    request: Callable[[int], Answer]
    answers: list[Answer] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)
    _next: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _began: float = 0.0

    def __enter__(self) -> Self:
        self._began = time.monotonic()
        self._threads = [threading.Thread(target=self._run) for _ in range(_THREADS)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            with self._lock:
                number, self._next = self._next, self._next + 1
            wait = self._began + number / self.rate - time.monotonic()
            if wait > 0 and self._stop.wait(wait):
                return
            self.answers.append(self.request(number))
