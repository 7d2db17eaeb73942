"""Goal: JSON at 30 % or more of the bare limit, HTML at 10 % or more, two workers within 200 MiB.

1,000 projects with 50,000 issues, asked by an ordinary member of 200 of them. The bare limit of a page is a plain WSGI
callable in the same process that sends one SQL statement (script/limits.py), which builds the same JSON under the same
visibility; that both answer alike is checked before either is measured. A page of HTML is held against the JSON of what
it shows. All calls of the page come before those of its limit; the share is the processor time of the limit, Python and
database, over that of the page. Memory is the proportional set size of the server as script/server starts it, its
master and two workers, after each page was asked for some times.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit, urlunsplit

import limits
from ground import Rows, best, caught, imported, organization, site, vacuum, with_history, without_history

PROJECTS, OWN, ROWS = 1_000, 200, Rows(milestones=6, issues=50)
SLUG, JSON_GOAL, HTML_GOAL, MEMORY_GOAL = "requests", 30, 10, 200
ROUNDS = 20
ROOT = Path(__file__).resolve().parent.parent.parent
PORT = 18765


class Asked(NamedTuple):
    """A page, the statement that answers the same from the database alone, and what of it must stand in a page."""

    name: str
    path: str
    bare: str
    goal: int = JSON_GOAL
    body: dict[str, str] | None = None


class Ground(NamedTuple):
    """Who asks: the session, and what the statements are told."""

    cookie: str
    caller: dict[str, Any]


def run() -> Iterator[str]:
    """Each page beside its limit, then the memory of the real server."""
    with site():
        ground = _ground()
        pages = _pages(ground)
        application = imported("pmo_site.wsgi").application
        for page in pages:
            _refuse_unlike(page, ground, application)
        for page in pages:
            yield _compared(page, ground, application)
        memory = _memory(ground, [page.path for page in pages if page.body is None])
        yield f"gunicorn's master and two workers: {memory:.0f} MiB PSS (goal ≤ {MEMORY_GOAL})"


def _pages(ground: Ground) -> list[Asked]:
    api, pages = f"/api/v1/organizations/{SLUG}", f"/o/{SLUG}"
    own = f"{api}/projects/{ground.caller['project']}/"
    new = {"title": "A new issue", "priority": "medium"}
    return [
        Asked("API, 25 visible projects", f"{api}/projects/?limit=25", limits.projects(25)),
        Asked("API, 100 visible projects", f"{api}/projects/?limit=100", limits.projects(100)),
        Asked("API, 25 issues", f"{api}/issues/?limit=25", limits.issues(25)),
        Asked("API, 100 issues", f"{api}/issues/?limit=100", limits.issues(100)),
        Asked("API, one project", own, limits.PROJECT),
        Asked("API, an issue written", f"{own}issues/", limits.ISSUE_WRITTEN, body=new),
        Asked("API, portfolio summary", f"{api}/portfolio/summary/", limits.SUMMARY),
        Asked("HTML, 50 projects", f"{pages}/projects/", limits.projects(50), HTML_GOAL),
        Asked("HTML, portfolio", f"{pages}/portfolio/", limits.overview(25), HTML_GOAL),
    ]


def _ground() -> Ground:
    """The organization, judged, and its ordinary member: manager of one project, plain member of the others."""
    without_history()
    key = organization(SLUG, PROJECTS, ROWS)
    with_history()
    accounts, context = imported("tests.accounts.world"), imported("pmo_site.tenancy.context")
    role, models = imported("pmo_site.accounts.roles").ProjectRole, imported("projects.models")
    found = imported("pmo_site.tenancy.models").Organization.objects.get(pk=key)
    member = accounts.make_member(found, email="member@bench.example")
    today = imported("pmo_site.kernel.clock").now().date()
    with context.tenant(key):
        imported("portfolio.services.health").health_compute_day(day=today)
        own = list(models.Project.objects.order_by("id").values_list("pk", flat=True)[:OWN])
        rows = [
            models.ProjectMember(
                project_id=each, person=member.person, starts_on=today - timedelta(days=90),
                role=role.MEMBER if number else role.PROJECT_MANAGER,
            )
            for number, each in enumerate(own)
        ]  # fmt: skip
        models.ProjectMember.objects.bulk_create(rows)
    vacuum()
    client = accounts.client_of(member)
    with context.tenant(key):
        caller = limits.caller(member, project_id=own[0])
    return Ground(client.cookies["sessionid"].value, caller)


def _refuse_unlike(page: Asked, ground: Ground, application: Callable[..., Any]) -> None:
    """Stop where a page and its limit tell different things: only equals are compared."""
    ours = _called(application, _environ(page, ground)())
    limit = json.loads(_called(_bare_callable(page.bare, ground), _environ(page, ground)()))
    if page.goal == HTML_GOAL:
        text = ours.decode()
        missing = [each["code"] for each in limit["items"] if each["code"] not in text]
        if missing:
            raise RuntimeError(f"{page.name} does not show {missing}.")
        return
    told = json.loads(ours)
    told, limit = ({"items": told["items"]}, limit) if "items" in told else (told, limit)
    if page.body is not None:
        told, limit = ({k: v for k, v in each.items() if k not in limits.OWN_TO_ONE} for each in (told, limit))
    if limits.plain(told) != limits.plain(limit):
        raise RuntimeError(f"{page.name} answers {limits.plain(told)}, its limit {limits.plain(limit)}.")


def _compared(page: Asked, ground: Ground, application: Callable[..., Any]) -> str:
    """Call the page, then its limit; the cheapest call of each counts."""
    bare = _bare_callable(page.bare, ground)
    environ = _environ(page, ground)
    statements = len(caught(lambda: _called(application, environ())))
    ours = [best(lambda: _called(application, environ()), 1) for _ in range(ROUNDS)]
    limit = [best(lambda: _called(bare, environ()), 1) for _ in range(ROUNDS)]
    mine, floor = min(ours, key=lambda each: each.work), min(limit, key=lambda each: each.work)
    share = 100 * floor.work / mine.work
    return (
        f"{page.name}: {share:.0f} % of the limit (goal ≥ {page.goal}); {statements} queries;"
        f" Python {1000 * mine.python:.1f} ms and database {1000 * mine.server:.1f} ms,"
        f" limit {1000 * floor.python:.1f} ms and {1000 * floor.server:.1f} ms"
    )


def _bare_callable(statement: str, ground: Ground) -> Callable[..., Any]:
    """A plain WSGI callable: one statement within the tenant, its answer sent as it comes."""
    connection = imported("django.db").connection
    connection.ensure_connection()
    session, facts = connection.connection, ground.caller

    def answer(_environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        with session.cursor() as cursor:
            cursor.execute(statement, facts)
            body = cursor.fetchone()[0].encode()
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    with session.cursor() as cursor:
        cursor.execute("SELECT set_config('app.organization', %s, false)", [facts["organization"]])
    return answer


def _environ(page: Asked, ground: Ground) -> Callable[[], dict[str, Any]]:
    """What a server hands over for one request."""
    path, _, query = page.path.partition("?")
    body = b"" if page.body is None else json.dumps(page.body).encode()

    def made() -> dict[str, Any]:
        return {
            "REQUEST_METHOD": "POST" if page.body else "GET", "PATH_INFO": path, "QUERY_STRING": query,
            "SCRIPT_NAME": "", "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "localhost", "HTTP_ACCEPT_LANGUAGE": "en", "REMOTE_ADDR": "127.0.0.1",
            "HTTP_COOKIE": f"sessionid={ground.cookie}; csrftoken={'c' * 32}", "HTTP_X_CSRFTOKEN": "c" * 32,
            "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body),
            "wsgi.errors": sys.stderr, "wsgi.url_scheme": "http", "wsgi.version": (1, 0),
        }  # fmt: skip

    return made


def _called(application: Callable[..., Any], environ: dict[str, Any]) -> bytes:
    status: list[str] = []
    answer = application(environ, lambda line, _headers, _error=None: status.append(line))
    body = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    if not status[0].startswith("2"):
        raise RuntimeError(f"{environ['PATH_INFO']} answered {status[0]}: {body[:300]!r}")
    return body


def _memory(ground: Ground, paths: list[str]) -> float:
    """MiB of a server as it is run, after each page was asked for some times."""
    database = imported("django.db").connection.settings_dict["NAME"]
    scheme, host, _path, query, fragment = urlsplit(os.environ["DATABASE_URL"])
    turned = urlunsplit((scheme, host, f"/{database}", query, fragment))
    web = next(each for each in imported("pmo_site.local.site").programs(PORT, ROOT) if each.name == "web")
    command = [sys.executable, *web.arguments]
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "DATABASE_URL": turned}, stderr=log)  # noqa: S603  our own interpreter
        try:
            for path in paths * 6:
                _fetched(path, ground)
            return sum(_pss(pid) for pid in (server.pid, *_children(server.pid)))
        finally:
            server.terminate()
            server.wait()


def _fetched(path: str, ground: Ground) -> None:
    """Ask the server, waiting for it at the start."""
    for _ in range(120):
        connection = HTTPConnection("127.0.0.1", PORT, timeout=30)
        try:
            connection.request("GET", path, headers={"Cookie": f"sessionid={ground.cookie}", "Host": "localhost"})
            status = connection.getresponse().status
        except ConnectionRefusedError:
            time.sleep(0.5)
            continue
        finally:
            connection.close()
        if status != 200:  # noqa: PLR2004  the page must stand
            raise RuntimeError(f"{path} answered {status}")
        return
    raise RuntimeError("The server did not start.")


def _children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


def _pss(pid: int) -> float:
    """The proportional set size of a process in MiB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
