"""Decision trees: from the outcomes backwards to the choice that is worth most on average."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from support_office.domain.risk.errors import ProbabilityError, TreeError

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """An end of the tree and what it pays, costs being negative."""

    id: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Event:
    """One branch of a chance: its probability, what it pays at once, and what follows."""

    id: str
    probability: Decimal
    then: Node
    amount: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Chance:
    """A node where the world decides; the probabilities sum to exactly 1."""

    id: str
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One branch of a decision: what choosing it pays at once (a cost is negative), and what follows."""

    id: str
    then: Node
    amount: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Decision:
    """A node where we decide."""

    id: str
    options: tuple[Option, ...]


Node = Outcome | Chance | Decision


@dataclass(frozen=True, slots=True)
class FoldedTree:
    """The tree folded back: `value` of the root in the payoffs' unit, and what leads there.

    `values` is the expected value of each node, seen from that node; `choices` the best option of each
    decision, also of those that the best path never reaches; `outcomes` the payoff of each reachable end,
    with all amounts on the way, and its probability under the best choices.
    """

    value: Decimal
    values: Mapping[str, Decimal]
    choices: Mapping[str, str]
    outcomes: Mapping[str, tuple[Decimal, Decimal]]


@dataclass(slots=True)
class _Folding:
    values: dict[str, Decimal] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)
    outcomes: dict[str, tuple[Decimal, Decimal]] = field(default_factory=dict)

    def fold(self, node: Node) -> Decimal:
        """Value a node: an end by its payoff, a chance by its mean, a decision by its best option."""
        if node.id in self.values:
            raise TreeError(node.id, "two nodes have this id")
        self.values[node.id] = ZERO
        match node:
            case Outcome():
                value = node.value
            case Chance():
                value = self._mean(node)
            case Decision():
                value = self._best(node)
        self.values[node.id] = value
        return value

    def _mean(self, node: Chance) -> Decimal:
        for event in node.events:
            if not ZERO <= event.probability <= 1:
                raise ProbabilityError(event.id, f"probability {event.probability} lies outside 0..1")
        total = sum((event.probability for event in node.events), ZERO)
        if total != 1:
            raise ProbabilityError(node.id, f"the probabilities sum to {total}, not to 1")
        return sum((event.probability * (event.amount + self.fold(event.then)) for event in node.events), ZERO)

    def _best(self, node: Decision) -> Decimal:
        if not node.options:
            raise TreeError(node.id, "a decision needs an option")
        worth = {option.id: option.amount + self.fold(option.then) for option in node.options}
        if len(worth) < len(node.options):
            raise TreeError(node.id, "two options have one id")
        choice = min(worth, key=lambda option_id: (-worth[option_id], option_id))
        self.choices[node.id] = choice
        return worth[choice]

    def follow(self, node: Node, paid: Decimal, probability: Decimal) -> None:
        """Walk the best choices down to the ends that they can reach."""
        match node:
            case Outcome():
                self.outcomes[node.id] = (paid + node.value, probability)
            case Chance():
                for event in node.events:
                    if event.probability:
                        self.follow(event.then, paid + event.amount, probability * event.probability)
            case Decision():
                option = next(option for option in node.options if option.id == self.choices[node.id])
                self.follow(option.then, paid + option.amount, probability)


def fold_back(root: Node) -> FoldedTree:
    """Fold a decision tree back, choosing the highest expected value; a tie goes to the smaller option id.

    Source: PMBOK Guide, decision tree analysis. Raises TreeError and ProbabilityError, naming the node.
    """
    folding = _Folding()
    value = folding.fold(root)
    folding.follow(root, ZERO, Decimal(1))
    return FoldedTree(value, folding.values, folding.choices, folding.outcomes)
