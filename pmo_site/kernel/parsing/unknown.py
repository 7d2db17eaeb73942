"""What people write where a number, a day or a name is not known: nothing is known by it, and nothing is wrong."""

from __future__ import annotations

import re
from typing import Final

from pmo_site.kernel.parsing.folding import fold

_SIGNS: Final = re.compile(r"[\-‐‑‒–—―−ー~〜?*.…・/]+")
_WORDS: Final = frozenset(
    fold(word)
    for word in (
        "n/a", "na", "n.a.", "tbd", "tba", "tbc", "unknown", "undecided", "not known", "not available", "pending",
        "未定", "不明", "未確定", "未確認", "未設定", "未入力", "未記入", "確認中", "調整中", "検討中", "該当なし",
        "対象外",
    )
)  # fmt: skip


def says_unknown(text: str) -> bool:
    """Whether a cell says that its value is not known: by a word, or by signs alone."""
    folded = fold(text)
    return folded in _WORDS or _SIGNS.fullmatch(folded) is not None


_NO_NAME: Final = re.compile(r"[\-‐‑‒–—―−ー]+")
_NOT_YET_NAMED: Final = frozenset({"tbd", "未定"})


def says_no_name(text: str) -> bool:
    """Whether a cell says that a name is still to come; every other word can be somebody's name, "NA" as well."""
    folded = fold(text)
    return folded in _NOT_YET_NAMED or _NO_NAME.fullmatch(folded) is not None
