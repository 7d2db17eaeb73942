"""How often callers are served: exact in parallel, apart by organization, and never a reason to fail."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings

from pmo_site.accounts import limits as account_limits
from pmo_site.api import limits, rates
from pmo_site.api.windows import Answer, ProcessWindow, Quota
from tests.accounts.tokens import make_token, program
from tests.api.world import World, make_world, problem

AT_ONCE = 8
ASKED = 64
PLENTY = 1_000_000


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What other tests counted does not count here."""
    monkeypatch.setattr(rates, "_counter", rates._Valkey())
    yield
    rates._script.cache_clear()


def served(**numbers: int) -> Any:
    return override_settings(API_RATES={"token": PLENTY, "account": PLENTY, "organization": PLENTY, **numbers})


def people(client: Client, world: World) -> Any:
    return client.get(f"/api/v1/organizations/{world.organization.slug}/departments/")


def in_parallel(ask: Callable[[], Any], *, times: int = ASKED) -> Counter[int]:
    """Statuses of so many requests by threads with connections of their own, which begin together."""
    found: Counter[int] = Counter()
    lock, start = threading.Lock(), threading.Barrier(AT_ONCE)

    def work() -> None:
        start.wait()
        for _ in range(times // AT_ONCE):
            status = ask().status_code
            with lock:
                found[status] += 1
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_the_documented_limits_are_those_of_the_code() -> None:
    documented = json.loads((Path(__file__).parents[2] / "docs" / "limits.json").read_text(encoding="utf-8"))
    assert documented["rates"] == {
        "window_seconds": limits.WINDOW_SECONDS,
        "token_requests": limits.TOKEN_REQUESTS,
        "account_requests": limits.ACCOUNT_REQUESTS,
        "organization_requests": limits.ORGANIZATION_REQUESTS,
    }
    assert documented["tokens"] == {
        "days": account_limits.TOKEN_DAYS,
        "days_most": account_limits.TOKEN_DAYS_MOST,
        "live_of_a_member": account_limits.TOKENS_MOST,
        "networks": account_limits.TOKEN_NETWORKS_MOST,
        "undo_seconds": account_limits.TOKEN_UNDO_SECONDS,
        "last_use_step_seconds": account_limits.TOKEN_USE_STEP_SECONDS,
    }


@pytest.mark.fault("W04")
def test_a_token_is_served_so_often_and_no_more_however_many_ask_at_once(committed_world: World) -> None:
    first, second = (make_token(committed_world.manager).key for _ in range(2))
    with served(token=20):
        assert in_parallel(lambda: people(program(first), committed_world)) == {200: 20, 429: ASKED - 20}
        assert people(program(second), committed_world).status_code == 200


def test_an_account_is_served_so_often_and_no_more_however_many_sessions_it_has(committed_world: World) -> None:
    with served(account=20):
        found = in_parallel(lambda: committed_world.caller(committed_world.pm).get("departments/"))
        assert found == {200: 20, 429: ASKED - 20}
        assert committed_world.caller(committed_world.lead).get("departments/").status_code == 200


@pytest.mark.fault("W04")
def test_an_organization_that_is_used_up_takes_nothing_from_another(committed_world: World) -> None:
    south = make_world("south")
    keys = [make_token(member).key for member in (committed_world.manager, committed_world.pm)]
    with served(organization=10):
        statuses = Counter(people(program(key), committed_world).status_code for key in keys * 8)
        assert statuses == {200: 10, 429: 6}
        assert people(program(make_token(south.manager).key), south).status_code == 200


def test_an_answer_tells_what_is_left_and_a_refusal_how_long_to_wait(world: World) -> None:
    client = program(make_token(world.manager).key)
    with served(token=2):
        left = [people(client, world).headers["RateLimit-Remaining"] for _ in range(2)]
        refused = people(client, world)
    assert left == ["1", "0"]
    problem(refused, 429, "too_many_requests")
    assert refused.headers["RateLimit-Limit"] == "2"
    assert refused.headers["RateLimit-Policy"] == "2;w=60"
    assert 1 <= int(refused.headers["Retry-After"]) <= limits.WINDOW_SECONDS + 1


@pytest.mark.fault("W04")
def test_a_forged_address_is_no_way_around(world: World) -> None:
    client = program(make_token(world.manager).key)
    with served(token=3):
        found = [
            client.get("/api/v1/organizations/north/departments/", headers={"X-Forwarded-For": f"203.0.113.{host}"})
            for host in range(6)
        ]
    assert Counter(answer.status_code for answer in found) == {200: 3, 429: 3}


def test_a_refused_write_writes_nothing(world: World) -> None:
    client = program(make_token(world.manager).key)
    path = f"/api/v1/organizations/{world.organization.slug}/projects/"
    with served(token=1):
        people(client, world)
        body = json.dumps({"code": "P-9", "name": "New", "currency": "JPY"})
        problem(client.post(path, body, content_type="application/json"), 429, "too_many_requests")
    codes = {row["code"] for row in client.get(path).json()["items"]}
    assert codes == {"P-1", "P-2"}


@override_settings(REDIS_URL="redis://127.0.0.1:1/0")
def test_without_valkey_a_process_serves_and_keeps_the_limit_alone(committed_world: World) -> None:
    key = make_token(committed_world.manager).key
    with served(token=20):
        assert in_parallel(lambda: people(program(key), committed_world)) == {200: 20, 429: ASKED - 20}


def test_valkey_is_left_alone_after_a_failure_and_asked_again_later(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = program(make_token(world.manager).key)
    asked = []
    counted = rates._counted

    def watched(quotas: Sequence[Quota]) -> Answer:
        asked.append(quotas)
        return counted(quotas)

    monkeypatch.setattr(rates, "_counted", watched)
    with override_settings(REDIS_URL="redis://127.0.0.1:1/0"):
        assert [people(client, world).status_code for _ in range(3)] == [200] * 3
    assert len(asked) == 1
    rates._counter.asked_from = 0.0
    assert settings.REDIS_URL != "redis://127.0.0.1:1/0"
    assert [people(client, world).status_code for _ in range(2)] == [200] * 2
    assert len(asked) == 3


def test_pages_are_not_counted(world: World) -> None:
    with served(account=1):
        client = world.caller(world.manager).client
        answers = [client.get(f"/o/{world.organization.slug}/projects/") for _ in range(3)]
    assert [(answer.status_code, "RateLimit-Limit" in answer.headers) for answer in answers] == [(200, False)] * 3


def test_no_window_wherever_it_begins_holds_more_than_the_limit() -> None:
    window, quota = ProcessWindow(), [Quota("a", 10), Quota("all", 15)]
    times = [second for second in range(200) if window.count(quota, window=60, now=second).served]
    for begin in range(140):
        assert len([second for second in times if begin <= second <= begin + 60]) <= 10
    assert len(times) >= 30


def test_a_request_that_one_quota_refuses_counts_for_no_other() -> None:
    window = ProcessWindow()
    narrow, wide = Quota("token", 1), Quota("all", 3)
    answers = [window.count([narrow, wide], window=60, now=5).served for _ in range(5)]
    assert answers == [True, False, False, False, False]
    assert window.count([wide], window=60, now=5).remaining == 1
