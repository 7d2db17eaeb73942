"""The demo's company: its tree of departments, its people, its portfolios and programs."""

from __future__ import annotations

from typing import Final, NamedTuple

DEPARTMENTS: Final[tuple[tuple[str, str], ...]] = (
    ("コーポレート本部", ""), ("経営基盤部", "コーポレート本部"), ("経営企画部", "コーポレート本部"),
    ("経理部", "コーポレート本部"), ("人事部", "コーポレート本部"), ("法務部", "コーポレート本部"),
    ("総務部", "コーポレート本部"), ("購買部", "コーポレート本部"), ("営業本部", ""), ("東日本営業部", "営業本部"),
    ("西日本営業部", "営業本部"), ("EC事業部", "営業本部"), ("生産本部", ""), ("生産技術部", "生産本部"),
    ("品質保証部", "生産本部"), ("物流部", "生産本部"), ("技術本部", ""), ("DX推進部", "技術本部"),
    ("情報システム部", "技術本部"), ("研究開発部", "技術本部"), ("グローバル事業部", ""),
)  # fmt: skip
"""Each department with the one above it."""


class Somebody(NamedTuple):
    """A person of the company without an account: names, readings, department."""

    key: str
    family: str
    given: str
    family_reading: str
    given_reading: str
    department: str


PEOPLE: Final[tuple[Somebody, ...]] = (
    Somebody("kuroda", "黒田", "正彦", "くろだ", "まさひこ", "コーポレート本部"),
    Somebody("ueno", "上野", "久美子", "うえの", "くみこ", "営業本部"),
    Somebody("hirano", "平野", "剛", "ひらの", "つよし", "生産本部"),
    Somebody("murata", "村田", "聡", "むらた", "さとし", "情報システム部"),
    Somebody("nomura", "野村", "理恵", "のむら", "りえ", "研究開発部"),
    Somebody("fujii", "藤井", "浩二", "ふじい", "こうじ", "グローバル事業部"),
    Somebody("ono", "小野", "真由", "おの", "まゆ", "人事部"),
    Somebody("sakai", "酒井", "大輔", "さかい", "だいすけ", "生産技術部"),
    Somebody("hayashi", "林", "彩", "はやし", "あや", "情報システム部"),
    Somebody("nishida", "西田", "啓太", "にしだ", "けいた", "東日本営業部"),
    Somebody("kubota", "久保田", "誠", "くぼた", "まこと", "経理部"),
    Somebody("maruyama", "丸山", "智子", "まるやま", "ともこ", "西日本営業部"),
    Somebody("oka", "岡", "俊介", "おか", "しゅんすけ", "物流部"),
    Somebody("shimizu", "清水", "香織", "しみず", "かおり", "グローバル事業部"),
    Somebody("morita", "森田", "健吾", "もりた", "けんご", "EC事業部"),
    Somebody("ishikawa", "石川", "美咲", "いしかわ", "みさき", "品質保証部"),
    Somebody("maeda", "前田", "洋平", "まえだ", "ようへい", "購買部"),
    Somebody("aoki", "青木", "紗季", "あおき", "さき", "法務部"),
    Somebody("ogawa", "小川", "亮太", "おがわ", "りょうた", "研究開発部"),
    Somebody("ogata", "緒方", "文子", "おがた", "ふみこ", "総務部"),
    Somebody("kondo", "近藤", "慎也", "こんどう", "しんや", "経営企画部"),
    Somebody("takeuchi", "竹内", "沙耶", "たけうち", "さや", "情報システム部"),
    Somebody("hara", "原", "翔", "はら", "しょう", "情報システム部"),
    Somebody("miyamoto", "宮本", "由紀", "みやもと", "ゆき", "生産技術部"),
    Somebody("sugawara", "菅原", "拓海", "すがわら", "たくみ", "物流部"),
    Somebody("chiba", "千葉", "奈々", "ちば", "なな", "研究開発部"),
    Somebody("iwasaki", "岩崎", "修", "いわさき", "おさむ", "DX推進部"),
    Somebody("sano", "佐野", "絵里", "さの", "えり", "経理部"),
)

LEADS: Final = ("takeuchi", "hara", "miyamoto", "sugawara", "chiba", "iwasaki", "sano")
"""Who leads the work of a project, in turn."""

PORTFOLIOS: Final[tuple[tuple[str, str, str, str], ...]] = (
    ("PF-CORE", "基幹・業務改革", "止まらない基幹と、手作業の少ない業務をつくる。", "kuroda"),
    ("PF-PLANT", "生産・物流", "つくる力と届ける力を、人手に頼らず伸ばす。", "hirano"),
    ("PF-GROWTH", "成長投資", "新しい顧客と市場への投資を、1つの枠で選び続ける。", "ueno"),
)
"""Code, name, purpose and owner."""

PROGRAMS: Final[tuple[tuple[str, str, str, str, str], ...]] = (
    ("PG-ERP", "基幹刷新プログラム", "会計・購買・販売・人事の基幹を2年で入れ替える。", "kuroda", "PF-CORE"),
    ("PG-SEC", "安全な働き方プログラム", "どこからでも安全に働けるようにする。", "murata", "PF-CORE"),
    ("PG-SMART", "スマート工場プログラム", "工程と設備と品質のデータをつなぐ。", "hirano", "PF-PLANT"),
    ("PG-GLOBAL", "海外拠点統合プログラム", "海外拠点の業務と数字を本社とそろえる。", "fujii", "PF-GROWTH"),
)
"""Code, name, purpose, manager and portfolio."""

PROGRAM_OF: Final = {
    1: "PG-ERP", 18: "PG-ERP", 21: "PG-ERP", 24: "PG-ERP", 9: "PG-SEC", 30: "PG-SEC", 26: "PG-SEC", 22: "PG-SMART",
    29: "PG-SMART", 20: "PG-SMART", 39: "PG-SMART", 2: "PG-GLOBAL", 16: "PG-GLOBAL", 33: "PG-GLOBAL",
    19: "PG-GLOBAL",
}  # fmt: skip
"""Projects in programs, by number."""

PORTFOLIO_OF: Final = {
    7: "PF-CORE", 11: "PF-CORE", 14: "PF-CORE", 23: "PF-CORE", 28: "PF-CORE", 32: "PF-CORE", 35: "PF-CORE",
    37: "PF-CORE", 38: "PF-CORE", 40: "PF-CORE", 5: "PF-CORE", 8: "PF-PLANT", 13: "PF-PLANT", 15: "PF-PLANT",
    17: "PF-PLANT", 27: "PF-PLANT", 31: "PF-PLANT", 36: "PF-PLANT", 6: "PF-PLANT", 3: "PF-GROWTH", 4: "PF-GROWTH",
    10: "PF-GROWTH", 12: "PF-GROWTH", 25: "PF-GROWTH", 34: "PF-GROWTH",
}  # fmt: skip
"""Projects placed in a portfolio on their own, by number."""

INVESTS = "投資の判断 / Decides on the investment"
"""Why somebody who pays for a project reads its reports."""
