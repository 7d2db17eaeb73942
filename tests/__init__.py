"""The tests; hypothesis never judges by time, which says more about the machine than about the code."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("calm", deadline=None)
settings.load_profile("calm")
