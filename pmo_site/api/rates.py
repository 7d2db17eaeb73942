"""How often a caller and an organization are served: counted in Valkey, in this process while Valkey is away."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

import redis
import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from redis.commands.core import Script

from pmo_site.accounts.policy import Actor
from pmo_site.api.limits import WINDOW_SECONDS
from pmo_site.api.valkey import valkey
from pmo_site.api.windows import COUNT, Answer, ProcessWindow, Quota
from pmo_site.kernel import clock
from pmo_site.tenancy.bearer import API_PATH

logger = structlog.get_logger()

ANSWER_SECONDS: Final = 0.1
"""Valkey answers within this time or is held to be away."""
AWAY_SECONDS: Final = 5.0
"""It is asked again after so long; meanwhile nobody waits for it."""


class _Valkey:
    """Whether Valkey is asked at all: after a failure it is left alone for a while."""

    def __init__(self) -> None:
        self.asked_from = 0.0
        self.here = ProcessWindow()

    def count(self, quotas: Sequence[Quota]) -> Answer:
        if time.monotonic() >= self.asked_from:
            try:
                return _counted(quotas)
            except (redis.RedisError, OSError) as error:
                self.asked_from = time.monotonic() + AWAY_SECONDS
                logger.warning("rates_in_process", error=str(error))
        return self.here.count(quotas, window=WINDOW_SECONDS, now=int(clock.now().timestamp()))


_counter = _Valkey()


@lru_cache(maxsize=8)
def _script(url: str) -> Script:
    return valkey(url, ANSWER_SECONDS).register_script(COUNT)


def _counted(quotas: Sequence[Quota]) -> Answer:
    keys = [quota.key for quota in quotas]
    limits = [quota.requests for quota in quotas]
    served, place, remaining, reset = _script(settings.REDIS_URL)(keys=keys, args=[WINDOW_SECONDS, *limits])
    return Answer(served=bool(served), limit=limits[place - 1], remaining=remaining, reset=reset)


def quotas_of(actor: Actor) -> list[Quota]:
    """What a request of this actor counts for: the token or the account, and the organization.

    Keys carry the organization, in braces so that a cluster keeps those of one organization together.
    """
    space = f"{settings.REDIS_PREFIX}rate:{{{actor.organization_id}}}"
    if actor.bounds is not None:
        own = Quota(f"{space}:token:{actor.bounds.token_id}", settings.API_RATES["token"])
    else:
        own = Quota(f"{space}:account:{actor.user_id}", settings.API_RATES["account"])
    return [own, Quota(f"{space}:all", settings.API_RATES["organization"])]


class RateMiddleware:
    """Serves a request of the interface if it is within its quotas, and tells what is left of them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Count before anything is done; a refused request does nothing and counts for nothing."""
        actor: Actor | None = getattr(request, "actor", None)
        if actor is None or not request.path_info.startswith(API_PATH):
            return self.get_response(request)
        answer = _counter.count(quotas_of(actor))
        response = self.get_response(request) if answer.served else HttpResponse(status=429)
        for name, value in headers_of(answer).items():
            response.headers[name] = value
        return response


def headers_of(answer: Answer) -> dict[str, str]:
    """What every answer says of the quota that is nearest to its end."""
    told = {
        "RateLimit-Limit": str(answer.limit),
        "RateLimit-Remaining": str(answer.remaining),
        "RateLimit-Reset": str(answer.reset),
        "RateLimit-Policy": f"{answer.limit};w={WINDOW_SECONDS}",
    }
    return told if answer.served else told | {"Retry-After": str(answer.reset)}
