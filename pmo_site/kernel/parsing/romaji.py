"""Kana from Latin letters: who types without an input method finds kana all the same (kikan finds きかん)."""

from __future__ import annotations

import re

from pmo_site.kernel.parsing.folding import fold

_VOWELS = "aiueo"
_ROWS = {
    "": "あいうえお", "k": "かきくけこ", "s": "さしすせそ", "t": "たちつてと", "n": "なにぬねの", "h": "はひふへほ",
    "m": "まみむめも", "r": "らりるれろ", "g": "がぎぐげご", "z": "ざじずぜぞ", "d": "だぢづでど", "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ",
}  # fmt: skip
_SMALL = {"a": "ゃ", "u": "ゅ", "e": "ぇ", "o": "ょ"}
_GLIDES = {
    "ky": "き", "sh": "し", "sy": "し", "ch": "ち", "ty": "ち", "cy": "ち", "ny": "に", "hy": "ひ", "my": "み",
    "ry": "り", "gy": "ぎ", "j": "じ", "zy": "じ", "jy": "じ", "by": "び", "py": "ぴ", "dy": "ぢ",
}  # fmt: skip
_OTHERS = {
    "ya": "や", "yu": "ゆ", "yo": "よ", "ye": "いぇ", "wa": "わ", "wi": "うぃ", "we": "うぇ", "wo": "を",
    "shi": "し", "chi": "ち", "ji": "じ", "tsu": "つ", "fu": "ふ", "fa": "ふぁ", "fi": "ふぃ", "fe": "ふぇ",
    "fo": "ふぉ", "va": "ゔぁ", "vi": "ゔぃ", "vu": "ゔ", "ve": "ゔぇ", "vo": "ゔぉ", "tsa": "つぁ", "tse": "つぇ",
    "tso": "つぉ", "thi": "てぃ", "dhi": "でぃ", "thu": "てゅ", "dhu": "でゅ", "-": "ー",
}  # fmt: skip
SYLLABLES = {
    **{f"{begins}{vowel}": kana for begins, row in _ROWS.items() for vowel, kana in zip(_VOWELS, row, strict=True)},
    **{f"{begins}{vowel}": kana + small for begins, kana in _GLIDES.items() for vowel, small in _SMALL.items()},
    **_OTHERS,
}
_LONGEST = 3
_BEGINNINGS = {syllable[:size] for syllable in SYLLABLES for size in (1, 2) if size < len(syllable)}
_LATIN = re.compile(r"[a-z][a-z'-]*")
_ENOUGH = 2
"""Kana before a syllable that is still being typed; with fewer, too much would be found."""


def romaji_to_kana(text: str) -> str | None:
    """The hiragana that Latin letters spell, in Hepburn or in the spelling of keyboards; None where they spell none.

    Kana between the letters stay. A last syllable that is only begun (kikak) is left out.
    """
    found = _LATIN.sub(lambda letters: _spelled(letters[0]) or "\0", text)
    return None if "\0" in found or found == text else found


def spellings(word: str) -> tuple[str, ...]:
    """The folded texts by which a typed word is looked for: as it is, and in the kana that it spells."""
    folded = fold(word)
    kana = fold(romaji_to_kana(folded) or "")
    return tuple(dict.fromkeys(each for each in (folded, kana) if each))


def _spelled(letters: str) -> str:
    kana = ""
    while letters:
        taken, sound = _next(letters)
        if not taken:
            is_begun = letters in _BEGINNINGS and len(kana) >= _ENOUGH
            return kana if is_begun else ""
        kana, letters = kana + sound, letters[taken:]
    return kana


def _next(letters: str) -> tuple[int, str]:
    """How many letters the next sound takes, and its kana; none where they spell no sound."""
    for size in range(min(_LONGEST, len(letters)), 0, -1):
        if letters[:size] in SYLLABLES:
            return size, SYLLABLES[letters[:size]]
    first, second = letters[0], letters[1:2]
    if first == "n" and second != "y":
        return (2 if second == "'" or letters == "nn" else 1), "ん"
    if first == "m" and second in {"b", "p", "m"}:
        return 1, "ん"
    if (first == second and first not in _VOWELS) or letters.startswith("tch"):
        return 1, "っ"
    return 0, ""
