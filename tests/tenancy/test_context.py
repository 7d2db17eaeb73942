"""A tenant's context ends with its piece of work: nested, failed, streamed or suspended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DataError, connection, transaction
from django.http import HttpRequest, StreamingHttpResponse
from django.test import Client, RequestFactory

from pmo_site.accounts.policy import platform_actor
from pmo_site.accounts.services.organizations import organization_resume, organization_suspend
from pmo_site.kernel import clock
from pmo_site.tenancy.context import NoTenantError, account, current_organization_id, require_organization_id, tenant
from pmo_site.tenancy.middleware import TenantMiddleware
from portfolio.models import ProjectHealth
from portfolio.tasks import compute_daily_health
from projects.models import Project
from tests.tenancy.pair import Pair, Side
from tests.tenancy.test_walls import client_of, unguarded


def told() -> str:
    """What the database knows of the tenant."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.organization', true)")
        row = cursor.fetchone()
    return (row and row[0]) or ""


def test_leaving_an_inner_context_restores_the_outer_one(pair: Pair) -> None:
    north, south = pair.north.organization.id, pair.south.organization.id
    with tenant(north):
        with tenant(south):
            assert (told(), Project.objects.get().name) == (str(south), pair.south.word)
        assert (told(), Project.objects.get().name) == (str(north), pair.north.word)
        with account(pair.south.manager.user.pk):
            assert (told(), current_organization_id()) == ("", None)
        assert (told(), require_organization_id()) == (str(north), north)
    assert (told(), current_organization_id()) == ("", None)


def test_an_inner_context_that_fails_restores_the_outer_one_too(pair: Pair) -> None:
    north, south = pair.north.organization.id, pair.south.organization.id
    with tenant(north):
        with pytest.raises(ZeroDivisionError), tenant(south):
            _ = 1 / 0
        assert (told(), Project.objects.get().name) == (str(north), pair.north.word)
        with (
            pytest.raises(DataError),
            tenant(south),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT 1 / 0")
        assert (told(), Project.objects.get().name) == (str(north), pair.north.word)
    assert told() == ""


def test_a_request_leaves_nothing_to_the_next_one_on_its_connection(pair: Pair) -> None:
    client = client_of(pair.north.manager)
    for path, status in (("/o/north/projects/", 200), ("/o/south/projects/", 404), ("/o/north/nowhere/", 404)):
        assert client.get(path).status_code == status
        assert (told(), current_organization_id()) == ("", None)
        assert list(unguarded()) == []
        with pytest.raises(NoTenantError):
            Project.objects.all()


IN_TURNS = ("projects/", "milestones/", "portfolio/", "search/?q=CANARY", "palette/?q=CANARY", "")


@pytest.mark.fault("T08")
def test_requests_of_two_organizations_take_turns_on_one_connection(pair: Pair) -> None:
    clients = [(side, client_of(side.manager)) for side in (pair.north, pair.south)]
    shown = set()
    for path in IN_TURNS * 2:
        for side, client in clients:
            body = client.get(f"/o/{side.organization.slug}/{path}").content.decode()
            words = {each.word for each in (pair.north, pair.south) if each.word in body}
            assert words <= {side.word}, path
            shown |= {(path, word) for word in words}
    assert {path for path, _ in shown} >= {"projects/", "milestones/", "search/?q=CANARY"}
    assert len(shown) % 2 == 0


@pytest.mark.fault("T08")
def test_a_version_that_another_organization_knows_is_news_here(pair: Pair) -> None:
    tags: dict[str, str] = {}
    for side in (pair.north, pair.south):
        client = client_of(side.manager)
        path = f"/api/v1/organizations/{side.organization.slug}/projects/{side.project.pk}/"
        own = client.get(path).headers["ETag"]
        assert client.get(path, headers={"If-None-Match": own}).status_code == 304
        assert [client.get(path, headers={"If-None-Match": tag}).status_code for tag in tags.values()] == [200] * len(
            tags
        )
        tags[side.word] = own


@pytest.mark.fault("T05")
def test_a_header_a_host_or_a_cookie_does_not_choose_the_organization(pair: Pair) -> None:
    client = client_of(pair.north.manager)
    client.cookies["tenant"] = "south"
    headers = {"X-Tenant-ID": str(pair.south.organization.id), "X-Forwarded-Host": "south.example"}
    body = client.get("/o/north/projects/?tenant=south&organization=south", headers=headers).content.decode()
    assert pair.north.word in body
    assert pair.south.word not in body


def test_what_streams_after_the_transaction_sees_no_tenant(pair: Pair) -> None:
    def lines() -> Iterator[str]:
        yield from (project.name for project in Project.objects.all())

    def view(_request: HttpRequest) -> StreamingHttpResponse:
        return StreamingHttpResponse(lines())

    request: Any = RequestFactory().get("/o/north/export/")
    request.user = pair.north.manager.user
    response: Any = TenantMiddleware(view)(request)
    with pytest.raises(NoTenantError):
        list(response.streaming_content)
    assert list(unguarded()) == []


def test_work_after_the_transaction_sees_no_tenant(pair: Pair) -> None:
    seen: list[object] = []
    with transaction.atomic():
        with tenant(pair.north.organization.id):
            transaction.on_commit(lambda: seen.append((current_organization_id(), told(), list(unguarded()))))
        assert seen == []
    assert seen == [(None, "", [])]


def suspend(side: Side) -> None:
    actor = platform_actor(side.organization.id, None, "operator", today=clock.now().date())
    organization_suspend(actor=actor, organization_id=side.organization.id, reason="unpaid")


def resume(side: Side) -> None:
    actor = platform_actor(side.organization.id, None, "operator", today=clock.now().date())
    organization_resume(actor=actor, organization_id=side.organization.id, reason="paid")


def pages_of(client: Client, *paths: str) -> list[int]:
    return [client.get(path).status_code for path in paths]


@pytest.mark.fault("T12")
def test_a_suspended_organization_is_closed_from_the_next_request_on(pair: Pair) -> None:
    client, other = client_of(pair.north.manager), client_of(pair.south.manager)
    paths = ("/o/north/", "/o/north/projects/", f"/o/north/projects/{pair.north.project.pk}/")
    assert pages_of(client, *paths) == [200, 200, 200]
    suspend(pair.north)
    assert pages_of(client, *paths) == [403, 403, 403]
    assert pair.north.word not in client.get(paths[1]).content.decode()
    assert pages_of(other, "/o/south/projects/", "/o/north/projects/") == [200, 404]
    resume(pair.north)
    assert pages_of(client, *paths) == [200, 200, 200]


def test_a_task_of_a_suspended_organization_does_nothing(pair: Pair) -> None:
    suspend(pair.north)
    for side in (pair.north, pair.south):
        compute_daily_health(str(side.organization.id))
    counts = []
    for side in (pair.north, pair.south):
        with tenant(side.organization.id):
            counts.append(ProjectHealth.objects.count())
    assert counts == [0, 1]
