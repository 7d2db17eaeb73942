"""How the words of menus and registers are read, so that commands are found by kana and Latin letters (kadai: 課題)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

READINGS: Final[Mapping[str, str]] = {
    "追加": "ついか",
    "新規": "しんき",
    "登録": "とうろく",
    "一覧": "いちらん",
    "管理表": "かんりひょう",
    "管理": "かんり",
    "案件": "あんけん",
    "課題": "かだい",
    "対応事項": "たいおうじこう",
    "決定事項": "けっていじこう",
    "意思決定": "いしけってい",
    "進捗報告": "しんちょくほうこく",
    "報告": "ほうこく",
    "人員": "じんいん",
    "部門": "ぶもん",
    "所属": "しょぞく",
    "組織": "そしき",
    "設定": "せってい",
    "通知": "つうち",
    "取込": "とりこみ",
    "出力": "しゅつりょく",
    "受信箱": "じゅしんばこ",
    "受付": "うけつけ",
    "処理": "しょり",
    "健全性": "けんぜんせい",
    "判定基準": "はんていきじゅん",
    "支援依頼": "しえんいらい",
    "支援": "しえん",
    "標準": "ひょうじゅん",
    "教訓": "きょうくん",
    "研修": "けんしゅう",
    "講座": "こうざ",
    "成熟度": "せいじゅくど",
    "診断": "しんだん",
    "会議体": "かいぎたい",
    "会議": "かいぎ",
    "議事録": "ぎじろく",
    "変更要求": "へんこうようきゅう",
    "変更": "へんこう",
    "成果物": "せいかぶつ",
    "不具合": "ふぐあい",
    "要求事項": "ようきゅうじこう",
    "前提条件": "ぜんていじょうけん",
    "提案": "ていあん",
    "予算": "よさん",
    "工数": "こうすう",
    "契約": "けいやく",
    "資産": "しさん",
    "利害関係者": "りがいかんけいしゃ",
    "検索": "けんさく",
    "実行": "じっこう",
    "状況": "じょうきょう",
    "優先": "ゆうせん",
    "効果": "こうか",
    "依存": "いぞん",
    "監査": "かんさ",
    "適用除外": "てきようじょがい",
    "起案": "きあん",
    "決裁": "けっさい",
    "評価": "ひょうか",
    "改善": "かいぜん",
    "指導": "しどう",
}
"""The words of docs and menus that are written in characters; a text's other parts are read as they stand."""

_WORDS = re.compile("|".join(sorted(READINGS, key=len, reverse=True)))


def reading_of(text: str) -> str:
    """The reading of a text whose words are known; empty where none is."""
    found = _WORDS.sub(lambda word: READINGS[word[0]], text)
    return "" if found == text else found
