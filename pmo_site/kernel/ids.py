"""Identifiers: UUID version 7 (RFC 9562), so that keys sort by the time of their making."""

from __future__ import annotations

import os
import secrets
import threading
import time
from uuid import UUID

RANDOM_BITS = 74
RAND_B_BITS = 62
STEP_BYTES = 5
VERSION_7 = 0x7
VARIANT_RFC = 0b10


class IdSource:
    """A source of UUIDv7 that never goes back, even within one millisecond or when the clock does.

    RFC 9562 section 6.2, method 2: within a millisecond the 74 random bits grow by a random step; where they run
    over, or the clock stands behind the last identifier, the last timestamp is kept and moved on.
    """

    __slots__ = ("_last_ms", "_last_random", "_lock")

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last_ms = -1
        self._last_random = 0

    def next(self, now_ms: int | None = None) -> UUID:
        """Make the next identifier; `now_ms` (Unix time in milliseconds) is for tests."""
        return self.several(1, now_ms)[0]

    def several(self, number: int, now_ms: int | None = None) -> list[UUID]:
        """Make the next few, in their order; the randomness of all their steps is drawn at once."""
        moment = time.time_ns() // 1_000_000 if now_ms is None else now_ms
        drawn = secrets.token_bytes(STEP_BYTES * number)
        with self._lock:
            return [
                self._grown(moment, int.from_bytes(drawn[at : at + STEP_BYTES]))
                for at in range(0, len(drawn), STEP_BYTES)
            ]

    def _grown(self, moment: int, step: int) -> UUID:
        if moment > self._last_ms:
            self._last_ms = moment
            # The top bit starts at 0, so that there is room to grow within the millisecond.
            self._last_random = secrets.randbits(RANDOM_BITS - 1)
        else:
            self._last_random += 1 + step
            if self._last_random >> RANDOM_BITS:
                self._last_ms += 1
                self._last_random = secrets.randbits(RANDOM_BITS - 1)
        return _uuid7(self._last_ms, self._last_random)


def _uuid7(milliseconds: int, random: int) -> UUID:
    rand_a = random >> RAND_B_BITS
    rand_b = random & ((1 << RAND_B_BITS) - 1)
    return UUID(int=milliseconds << 80 | VERSION_7 << 76 | rand_a << 64 | VARIANT_RFC << 62 | rand_b)


class _Process:
    """The one source of this process; a forked child starts its own."""

    source = IdSource()

    @classmethod
    def renew(cls) -> None:
        cls.source = IdSource()


os.register_at_fork(after_in_child=_Process.renew)


def new_id() -> UUID:
    """Make an identifier (UUIDv7), later than every one that this process made before."""
    return _Process.source.next()


def new_ids(number: int) -> list[UUID]:
    """Make several at once, which costs less than one after the other."""
    return _Process.source.several(number)
