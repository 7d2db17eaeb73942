"""Folding decision trees back, against the example that the field teaches with."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support_office.domain.risk import (
    Chance,
    Decision,
    Event,
    Option,
    Outcome,
    ProbabilityError,
    TreeError,
    fold_back,
)

D = Decimal


def demand(name: str, strong: tuple[str, str], weak: tuple[str, str]) -> Chance:
    """A chance of strong or weak demand: (probability, revenue) each."""
    return Chance(
        name,
        (
            Event(f"{name}_strong", D(strong[0]), Outcome(f"{name}_strong_end", D(strong[1]))),
            Event(f"{name}_weak", D(weak[0]), Outcome(f"{name}_weak_end", D(weak[1]))),
        ),
    )


# PMBOK Guide, decision tree diagram: a new plant for $120M or an upgrade for $50M.
PLANT = Decision(
    "invest",
    (
        Option("build", demand("build", ("0.60", "200"), ("0.40", "90")), D(-120)),
        Option("upgrade", demand("upgrade", ("0.60", "120"), ("0.40", "60")), D(-50)),
    ),
)


def test_the_published_plant_is_upgraded_for_46_million() -> None:
    folded = fold_back(PLANT)
    assert (folded.value, folded.choices) == (D(46), {"invest": "upgrade"})
    assert folded.values["build"] - 120 == D(36)


def test_the_outcomes_of_the_best_choice_carry_their_probabilities() -> None:
    folded = fold_back(PLANT)
    assert folded.outcomes == {"upgrade_strong_end": (D(70), D(".6")), "upgrade_weak_end": (D(10), D(".4"))}
    assert sum(payoff * probability for payoff, probability in folded.outcomes.values()) == folded.value


def test_a_tie_goes_to_the_smaller_option_id() -> None:
    tie = Decision("d", (Option("b", Outcome("x", D(5))), Option("a", Outcome("y", D(6)), D(-1))))
    assert fold_back(tie).choices == {"d": "a"}


def test_a_later_decision_is_made_with_what_is_known_then() -> None:
    later = Decision("later", (Option("go", Outcome("gain", D(100))), Option("stop", Outcome("nothing", D(0)))))
    bad = Decision("bad", (Option("go_on", Outcome("loss", D(-100))), Option("stop", Outcome("cut", D(-10)))))
    root = Chance("test", (Event("good", D(".5"), later), Event("poor", D(".5"), bad)))
    folded = fold_back(root)
    assert folded.value == D(45)
    assert folded.choices == {"later": "go", "bad": "stop"}


@pytest.mark.parametrize(
    ("tree", "error", "item"),
    [
        (Decision("empty", ()), TreeError, "empty"),
        (Chance("c", (Event("only", D(".9"), Outcome("x", D(1))),)), ProbabilityError, "c"),
        (Chance("c", (Event("wild", D("1.2"), Outcome("x", D(1))),)), ProbabilityError, "wild"),
        (Decision("d", (Option("a", Outcome("d", D(1))),)), TreeError, "d"),
        (Decision("d", (Option("a", Outcome("x", D(1))), Option("a", Outcome("y", D(1))))), TreeError, "d"),
    ],
)
def test_a_broken_tree_is_refused_by_node(
    tree: Decision | Chance, error: type[ProbabilityError | TreeError], item: str
) -> None:
    with pytest.raises(error) as refusal:
        fold_back(tree)
    assert refusal.value.item == item


@given(st.lists(st.tuples(st.integers(-1000, 1000), st.integers(-1000, 1000)), min_size=1, max_size=8))
def test_a_decision_is_worth_its_best_option(options: list[tuple[int, int]]) -> None:
    tree = Decision(
        "d", tuple(Option(f"o{n}", Outcome(f"e{n}", D(pay)), D(cost)) for n, (pay, cost) in enumerate(options))
    )
    assert fold_back(tree).value == max(pay + cost for pay, cost in options)
