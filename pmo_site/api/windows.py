"""A sliding window of requests by whole seconds: the rule, once for Valkey and once for one process alone."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Quota:
    """What is counted, and how many requests of it are served in a window."""

    key: str
    requests: int


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a request is served; of the quota that is nearest to its end: its limit, the rest, and the wait."""

    served: bool
    limit: int
    remaining: int
    reset: int


COUNT: Final = """
local now = tonumber(redis.call('TIME')[1])
local window = tonumber(ARGV[1])
local tightest, left, oldest_of = 1, nil, now
for place, key in ipairs(KEYS) do
  local used, oldest = 0, now
  local held = redis.call('HGETALL', key)
  for i = 1, #held, 2 do
    local second = tonumber(held[i])
    if second < now - window then
      redis.call('HDEL', key, held[i])
    else
      used = used + tonumber(held[i + 1])
      oldest = math.min(oldest, second)
    end
  end
  local rest = tonumber(ARGV[place + 1]) - used
  if left == nil or rest < left then
    tightest, left, oldest_of = place, rest, oldest
  end
end
local reset = oldest_of + window + 1 - now
if left < 1 then
  return {0, tightest, 0, reset}
end
for _, key in ipairs(KEYS) do
  redis.call('HINCRBY', key, now, 1)
  redis.call('EXPIRE', key, window + 2)
end
return {1, tightest, left - 1, reset}
"""
"""Counts a request for every quota, or for none where one is used up. One script, so nothing comes between.

A second counts until it lies wholly outside the window: no window of this length, wherever it begins, ever holds
more than the limit. The memory of a quota is one number a second, whatever the limit.
"""


class ProcessWindow:
    """The same count in the memory of one process, for the time that Valkey is away."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: dict[str, dict[int, int]] = {}

    def count(self, quotas: Sequence[Quota], *, window: int, now: int) -> Answer:
        """Count a request for every quota, or for none where one is used up."""
        with self._lock:
            self._forget(now - window)
            found = [(quota, self._held.setdefault(quota.key, {})) for quota in quotas]
            quota, seconds = min(found, key=lambda each: each[0].requests - sum(each[1].values()))
            rest = quota.requests - sum(seconds.values())
            reset = min(seconds, default=now) + window + 1 - now
            if rest < 1:
                return Answer(served=False, limit=quota.requests, remaining=0, reset=reset)
            for _, held in found:
                held[now] = held.get(now, 0) + 1
            return Answer(served=True, limit=quota.requests, remaining=rest - 1, reset=reset)

    def _forget(self, before: int) -> None:
        for key, seconds in list(self._held.items()):
            for second in [each for each in seconds if each < before]:
                del seconds[second]
            if not seconds:
                del self._held[key]
