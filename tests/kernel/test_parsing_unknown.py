"""Words and signs by which people say that a value is not known; a zero and a no are values."""

from __future__ import annotations

import pytest

from pmo_site.kernel.parsing import says_no_name, says_unknown


@pytest.mark.parametrize(
    "typed", ["-", "－", "ー", "—", "--", "?", "N/A", "ｎ／ａ", "tbd", " TBD ", "未定", "不明", "対象外", "…"]
)
def test_it_says_that_nothing_is_known(typed: str) -> None:
    assert says_unknown(typed)


@pytest.mark.parametrize("typed", ["", "0", "-1", "−3%", "▲5", "なし", "無", "none", "2026-", "未定稿", "1/2", "A-1"])
def test_a_value_is_one(typed: str) -> None:
    assert not says_unknown(typed)


@pytest.mark.parametrize("typed", ["-", "－", "ー", "—", "--", "tbd", " TBD ", "ＴＢＤ", "未定"])
def test_it_says_that_a_name_is_still_to_come(typed: str) -> None:
    assert says_no_name(typed)


@pytest.mark.parametrize("typed", ["NA", "N/A", "ｎ／ａ", "Pending", "不明", "?", "未定課", "A-1", "T.B.D."])
def test_whatever_can_be_a_name_is_one(typed: str) -> None:
    assert not says_no_name(typed)
