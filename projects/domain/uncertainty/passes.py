"""The two passes over a network for a whole batch of runs at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from projects.domain.precedence import Arc, Precedence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Row = NDArray[np.float64]
    Flags = NDArray[np.bool_]

# Two paths whose lengths differ by less than this share of the finish are equally long.
TOLERANCE = 1e-9


class Passes:
    """Buffers for one size of batch, used again for each batch.

    `durations[i]` is filled by the caller; `forward` gives the finish of each run, `criticality` adds up in how many
    runs each activity lay on a longest path.
    """

    def __init__(self, network: Precedence, size: int) -> None:
        import numpy as np  # noqa: PLC0415  a heavy library, loaded on first use

        count = len(network.order)
        self._np = np
        self._network = network
        self.durations = np.empty((count, size))
        self._finish_buffer = np.empty((count, size))
        self._start_buffer = np.empty((count, size))
        self._critical = np.empty((count, size), dtype=np.bool_)
        self._scratch = np.empty(size)
        self._project_finish = np.empty(size)
        self._start: list[Row] = list(self._start_buffer)
        self._finish: list[Row] = list(self._finish_buffer)
        self._alone = [_sole_plain_predecessor(arcs) for arcs in network.incoming]

    def forward(self) -> Row:
        """Schedule every activity as early as its links allow, from 0; the finish is the latest one."""
        np = self._np
        self._project_finish.fill(0)
        for number in self._network.order:
            alone = self._alone[number]
            if alone is None:
                self._start[number] = self._earliest(number)
            else:
                self._start[number] = self._finish[alone]
            finish = self._finish[number]
            np.add(self._start[number], self.durations[number], out=finish)
            np.maximum(self._project_finish, finish, out=self._project_finish)
        return self._project_finish

    def count_critical(self, counts: list[int]) -> None:
        """Count the runs in which an activity ends the project or a critical one waits for it."""
        np = self._np
        margin = self._project_finish * TOLERANCE
        last = self._project_finish - margin
        np.greater_equal(self._finish_buffer, last, out=self._critical)
        for number in reversed(self._network.order):
            critical = self._critical[number]
            runs = int(np.count_nonzero(critical))
            counts[number] += runs
            alone = self._alone[number]
            if not runs:
                continue
            if alone is None:
                self._pass_on(number, critical, margin)
            else:
                self._critical[alone] |= critical

    def _earliest(self, number: int) -> Row:
        start: Row = self._start_buffer[number]
        start.fill(0)
        for arc in self._network.incoming[number]:
            self._np.maximum(start, self._bound(arc, number), out=start)
        return start

    def _pass_on(self, number: int, critical: Flags, margin: Row) -> None:
        tight = self._start[number] - margin
        for arc in self._network.incoming[number]:
            drives = self._bound(arc, number) >= tight
            drives &= critical
            self._critical[arc.predecessor] |= drives

    def _bound(self, arc: Arc, number: int) -> Row:
        """The earliest start that one link allows: an existing row or the scratch row, to be read at once."""
        earliest = (self._finish if arc.from_finish else self._start)[arc.predecessor]
        if arc.lag:
            self._np.add(earliest, float(arc.lag), out=self._scratch)
            earliest = self._scratch
        if not arc.to_start:
            self._np.subtract(earliest, self.durations[number], out=self._scratch)
            earliest = self._scratch
        return earliest


def _sole_plain_predecessor(arcs: tuple[Arc, ...]) -> int | None:
    """The only predecessor, where its finish is the start of the successor as it stands."""
    if len(arcs) == 1 and arcs[0].from_finish and arcs[0].to_start and not arcs[0].lag:
        return arcs[0].predecessor
    return None
