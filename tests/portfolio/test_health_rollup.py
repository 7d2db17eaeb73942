from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from pmo_site.kernel.evidence import Key
from pmo_site.kernel.money import Money
from portfolio.domain.health import (
    DEFAULT_POLICY,
    Dimension,
    Evidence,
    Level,
    Limit,
    Movement,
    ProjectLight,
    Tier,
    movements,
    preview,
    rollup,
)

DAY = date(2026, 4, 1)


def yen(amount: int) -> Money:
    return Money(Decimal(amount), "JPY")


def test_levels_are_counted_with_grey_shown() -> None:
    lights = [ProjectLight("a", Level.RED), ProjectLight("b", Level.GREY), ProjectLight("c", Level.RED)]
    assert dict(rollup(lights).counts) == {
        Level.RED: 2,
        Level.AMBER: 0,
        Level.GREY: 1,
        Level.GREEN: 0,
        Level.BLUE: 0,
    }
    assert next(iter(rollup(lights).counts)) is Level.RED


def test_indices_are_ratios_of_sums_never_means_of_ratios() -> None:
    lights = [
        ProjectLight("a", Level.RED, pv=yen(200), ev=yen(100), ac=yen(200)),
        ProjectLight("b", Level.GREEN, pv=yen(800), ev=yen(800), ac=yen(400)),
    ]
    indices = rollup(lights).indices["JPY"]
    # The means of ratios would be 1.25 and 0.75.
    assert (indices.cpi, indices.spi) == (Decimal("1.5"), Decimal("0.9"))


def test_an_index_leaves_out_projects_that_lack_one_of_its_figures() -> None:
    lights = [
        ProjectLight("a", Level.RED, ev=yen(100), ac=yen(200)),
        ProjectLight("b", Level.GREEN, pv=yen(800), ev=yen(800)),
        ProjectLight("c", Level.GREEN, ac=yen(900)),
    ]
    indices = rollup(lights).indices["JPY"]
    assert (indices.cpi, indices.cpi_projects) == (Decimal("0.5"), 1)
    assert (indices.spi, indices.spi_projects) == (Decimal(1), 1)


def test_an_index_over_nothing_is_undefined() -> None:
    lights = [ProjectLight("a", Level.GREEN, ev=yen(0), ac=yen(0))]
    assert rollup(lights).indices["JPY"].cpi is None
    assert rollup(lights).indices["JPY"].spi is None
    assert rollup([]).indices == {}


def test_money_stands_at_each_level_by_currency_and_unknown_is_not_zero() -> None:
    lights = [
        ProjectLight("a", Level.RED, amount=yen(10)),
        ProjectLight("b", Level.RED, amount=yen(5)),
        ProjectLight("c", Level.RED, amount=Money(Decimal(7), "CAD")),
        ProjectLight("d", Level.RED),
    ]
    red = rollup(lights).money[Level.RED]
    assert red.sums == (Money(Decimal(7), "CAD"), yen(15))
    assert (red.known, red.unknown) == (3, 1)
    assert rollup(lights).money[Level.BLUE].sums == ()


def test_the_share_of_data_is_summed_over_projects() -> None:
    lights = [
        ProjectLight("a", Level.RED, dimensions_known=1, dimensions_counted=3),
        ProjectLight("b", Level.RED, dimensions_known=2, dimensions_counted=5),
    ]
    assert rollup(lights).data_share == Decimal("0.375")
    assert rollup([]).data_share is None


def test_movements_name_who_changed_came_and_went() -> None:
    before: dict[Key, Level] = {"a": Level.GREEN, "b": Level.GREEN, "c": Level.RED}
    after: dict[Key, Level] = {"a": Level.RED, "b": Level.GREEN, "d": Level.AMBER}
    assert movements(before, after) == (
        Movement("a", Level.GREEN, Level.RED),
        Movement("d", None, Level.AMBER),
        Movement("c", Level.RED, None),
    )
    lights = [ProjectLight("a", Level.RED)]
    assert rollup(lights, previous={"a": Level.GREEN}, left_out=3).moved == (Movement("a", Level.GREEN, Level.RED),)
    assert rollup(lights, left_out=3).moved == ()
    assert (rollup(lights).left_out, rollup(lights, left_out=3).left_out) == (0, 3)


def test_a_preview_shows_who_would_change_under_another_policy() -> None:
    evidence = [Evidence(Dimension.COST, "cpi", {"cpi": Decimal("0.93")}, DAY)]
    calm = [Evidence(Dimension.COST, "cpi", {"cpi": Decimal("0.5")}, DAY)]
    strict = replace(
        DEFAULT_POLICY, limits={"cpi": Limit("cpi", Decimal("0.98"), Decimal("0.94"), higher_is_better=True)}
    )
    cases = [("a", evidence, Tier.LIGHT), ("b", calm, Tier.LIGHT)]
    assert preview(cases, DEFAULT_POLICY, strict, DAY) == (Movement("a", Level.AMBER, Level.RED),)
