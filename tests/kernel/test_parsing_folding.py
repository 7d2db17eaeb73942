from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_site.kernel.parsing import fold, narrow


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("サーバー", "サーバ"),
        ("ｻｰﾊﾞｰ", "さーば"),
        ("ＰＭＯ", "pmo"),
        ("プロジェクト", "ぷろじぇくと"),
        ("ァヴヵヶヽヾ", "ぁゔゕゖゝゞ"),
        ("データ・センター", "データセンタ"),
        ("基幹　システム", "基幹 システム"),
        ("㈱羅針盤", "(株)羅針盤"),
        ("Straße", "STRASSE"),
        ("か\u3099", "が"),
        ("zero\u200bwidth", "ZeroWidth"),
        ("  two   spaces ", "two spaces"),
        ("第１四半期", "第1四半期"),
    ],
)
def test_what_looks_or_sounds_the_same_folds_to_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("ハード", "バード"), ("つき", "っき"), ("一", "ー"), ("R-01", "R01")])
def test_different_words_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text() | st.text("アァーがガｶﾞ・゛ ゙ヽヾAａßİ\u200b　"))
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text("あいうアイウー "))
def test_a_text_is_found_in_any_width_and_case(text: str, kana: str) -> None:
    assert fold(narrow(kana)) == fold(kana)
    assert fold(f" {text} ") == fold(text)
