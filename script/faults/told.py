"""Counts in the words of the table."""

from __future__ import annotations

from collections.abc import Mapping


def told(tally: Mapping[tuple[int, int, int], int]) -> str:
    """How many projects had how many jobs, how many done, and how many snapshots."""
    return "; ".join(f"{count} x {jobs} job, {done} done, {kept} effect" for (jobs, done, kept), count in tally.items())
