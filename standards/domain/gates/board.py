"""The gatekeepers: quorum, majority and dissent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil
from types import MappingProxyType

from standards.domain.gates.states import GateError, GateOutcome


@dataclass(frozen=True, slots=True)
class Gatekeeper:
    """A member of the board. Who asks for the decision is `recused`: nobody approves their own request."""

    id: str
    role: str
    present: bool
    vote: GateOutcome | None = None
    recused: bool = False


@dataclass(frozen=True, slots=True)
class QuorumRule:
    """Who must be present: at least `minimum`, at least `share` of those not recused, these roles."""

    minimum: int = 1
    share: Decimal = Decimal("0.5")
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BoardResult:
    """Who was there and what they decided.

    `outcome` has more than half of the votes cast in a quorate session, else None. `dissent` names who voted
    otherwise; `abstained` who was present without a vote.
    """

    present: int
    needed: int
    missing_roles: tuple[str, ...]
    votes: Mapping[GateOutcome, int]
    outcome: GateOutcome | None
    dissent: tuple[str, ...]
    abstained: tuple[str, ...]

    @property
    def quorate(self) -> bool:
        """Enough are present and every required role among them."""
        return self.present >= self.needed and not self.missing_roles


def tally(board: Sequence[Gatekeeper], rule: QuorumRule) -> BoardResult:
    """Count presence and votes; recused gatekeepers count neither as members nor as present.

    Errors: `duplicate_gatekeeper`, `vote_of_absent`, `vote_of_recused` naming the gatekeeper.
    """
    _refuse(board)
    members = [each for each in board if not each.recused]
    present = [each for each in members if each.present]
    needed = max(rule.minimum, ceil(Fraction(rule.share) * len(members)))
    missing = tuple(role for role in rule.roles if role not in {each.role for each in present})
    votes = Counter(each.vote for each in present if each.vote is not None)
    outcome = None
    if len(present) >= needed and not missing and votes:
        leader, count = votes.most_common(1)[0]
        outcome = leader if 2 * count > votes.total() else None
    return BoardResult(
        present=len(present),
        needed=needed,
        missing_roles=missing,
        votes=MappingProxyType(dict(votes)),
        outcome=outcome,
        dissent=tuple(each.id for each in present if outcome and each.vote not in (None, outcome)),
        abstained=tuple(each.id for each in present if each.vote is None),
    )


def _refuse(board: Sequence[Gatekeeper]) -> None:
    seen = set()
    for each in board:
        if each.id in seen:
            raise GateError("duplicate_gatekeeper", each.id)
        seen.add(each.id)
        if each.vote is not None and each.recused:
            raise GateError("vote_of_recused", each.id)
        if each.vote is not None and not each.present:
            raise GateError("vote_of_absent", each.id)
