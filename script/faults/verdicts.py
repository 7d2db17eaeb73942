"""What a case saw, beside what was to be seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap

HEADS = ("case", "did", "expected", "seen", "verdict")
WIDTHS = (5, 34, 34, 44, 7)


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the table; `holds` None is a case that was left out, which is said aloud."""

    case: str
    did: str
    expected: str
    seen: str
    holds: bool | None

    @property
    def verdict(self) -> str:
        """The word for it."""
        return {True: "ok", False: "FAILED", None: "LEFT OUT"}[self.holds]

    def cells(self) -> tuple[str, ...]:
        """Its columns."""
        return (self.case, self.did, self.expected, self.seen, self.verdict)


def table(findings: Iterable[Finding]) -> str:
    """Every finding as a row whose cells are wrapped."""
    rows = [_row(HEADS), "-+-".join("-" * width for width in WIDTHS)]
    for finding in findings:
        rows += [_row(finding.cells()), ""]
    return "\n".join(rows)


def _row(cells: Sequence[str]) -> str:
    wrapped = [wrap(cell, width) or [""] for cell, width in zip(cells, WIDTHS, strict=True)]
    height = max(len(lines) for lines in wrapped)
    return "\n".join(
        " | ".join(
            (lines[number] if number < len(lines) else "").ljust(width)
            for lines, width in zip(wrapped, WIDTHS, strict=True)
        ).rstrip()
        for number in range(height)
    )


def p95(seconds: Sequence[float]) -> float:
    """The value that 95 of a hundred stay below; 0 of nothing."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))] if ordered else 0.0
