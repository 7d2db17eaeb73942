"""A full name in one cell is told apart by its own writing, or not at all."""

from __future__ import annotations

import pytest

from pmo_site.kernel.parsing import split_name


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("山田 太郎", ("山田", "太郎")),
        ("山田　太郎", ("山田", "太郎")),
        ("  山田　 太郎 ", ("山田", "太郎")),
        ("ヤマダ タロウ", ("ヤマダ", "タロウ")),
        ("ﾔﾏﾀﾞ ﾀﾛｳ", ("ﾔﾏﾀﾞ", "ﾀﾛｳ")),
        ("やまだ　たろう", ("やまだ", "たろう")),
        ("田中 John", ("田中", "John")),
        ("ジョン・スミス", ("スミス", "ジョン")),
        ("ｼﾞｮﾝ･ｽﾐｽ", ("ｽﾐｽ", "ｼﾞｮﾝ")),
        ("Taro Yamada", ("Yamada", "Taro")),
        ("Ｔａｒｏ　Ｙａｍａｄａ", ("Ｙａｍａｄａ", "Ｔａｒｏ")),
        ("YAMADA Taro", ("YAMADA", "Taro")),
        ("Taro YAMADA", ("YAMADA", "Taro")),
        ("TARO YAMADA", ("YAMADA", "TARO")),
        ("Yamada, Taro", ("Yamada", "Taro")),
        ("山田，太郎", ("山田", "太郎")),
        ("O'Neil, Mary Ann", ("O'Neil", "Mary Ann")),
        ("John F. Kennedy", ("Kennedy", "John F.")),
        ("Ludwig van Beethoven", ("van Beethoven", "Ludwig")),
        ("Vincent van der Berg", ("van der Berg", "Vincent")),
    ],
)
def test_the_writing_tells_where_the_family_name_ends(typed: str, expected: tuple[str, str]) -> None:
    assert split_name(typed) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "山田太郎", "山田", "Yamada", "山田 太郎 次郎", "Maria Garcia Lopez", "ジョン・エフ・ケネディ",
        "Yamada,", ", Taro", "a, b, c", "東・西", "山田 太郎（営業）様 殿",
    ],
)  # fmt: skip
def test_what_could_end_in_two_places_is_not_told_apart(typed: str) -> None:
    assert split_name(typed) is None
