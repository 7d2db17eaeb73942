from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_site.kernel.parsing import fold, romaji_to_kana, spellings
from pmo_site.kernel.parsing.romaji import SYLLABLES

CASES = json.loads((Path(__file__).parent / "romaji.json").read_text(encoding="utf-8"))
"""The same cases hold for the page's own folding, see tests/browser."""


@pytest.mark.parametrize(("letters", "kana"), CASES)
def test_latin_letters_spell_kana_or_nothing(letters: str, kana: str | None) -> None:
    assert romaji_to_kana(letters) == kana


@pytest.mark.parametrize("typed", ["kikan", "ｋｉｋａｎ", "KIKAN", "キカン", "きかん", "ｷｶﾝ", "kiｋａn"])
def test_a_reading_is_looked_for_however_it_was_typed(typed: str) -> None:
    assert "きかん" in spellings(typed)


def test_a_word_is_looked_for_as_it_is_as_well() -> None:
    assert spellings("Data") == ("data", "だた")
    assert spellings("P-0012") == ("p-0012",)
    assert spellings("") == ()


@given(st.lists(st.sampled_from(sorted(set(SYLLABLES) - {"-"})), min_size=1))
def test_every_run_of_syllables_spells_kana_and_no_letter_is_left(syllables: list[str]) -> None:
    kana = romaji_to_kana("".join(syllables))
    assert kana
    assert not any("a" <= mark <= "z" for mark in kana)


@given(st.text())
def test_any_text_has_folded_spellings(text: str) -> None:
    assert all(fold(each) == each for each in spellings(text))
