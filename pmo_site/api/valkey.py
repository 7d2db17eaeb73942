"""Talking to Valkey without ever waiting for it for long."""

from __future__ import annotations

from functools import lru_cache

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry


@lru_cache(maxsize=8)
def valkey(url: str, seconds: float) -> redis.Redis:
    """A client that asks once and gives up after so many seconds; its connections are kept.

    Celery and the client write the address of a socket in different ways.
    """
    address = url.replace("redis+socket://", "unix://").replace("virtual_host=", "db=")
    return redis.Redis.from_url(
        address, socket_timeout=seconds, socket_connect_timeout=seconds, retry=Retry(NoBackoff(), 0)
    )
