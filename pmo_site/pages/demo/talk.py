"""What people of the demo say about records, and what they hang on them; told relative to the day it is loaded."""

from __future__ import annotations

from typing import Final, NamedTuple


class Said(NamedTuple):
    """A comment: the record by its kind and title, who says it, how many days ago."""

    kind: str
    title: str
    by: str
    days_ago: int
    text: str


class Hung(NamedTuple):
    """A link, or a text file where there is no address, on a record."""

    kind: str
    title: str
    by: str
    label: str
    url: str = ""
    content: str = ""


COMMENTS: Final = (
    Said("issue", "現地テスト要員が2名足りない", "pm-other", 6,
         "現地の決算は月末で終わる。翌週からなら2名を出せるとの回答。"),
    Said("issue", "現地テスト要員が2名足りない", "pmo-expert", 5,
         "シンガポールの応援を先に頼むのはどうか。費用は旅費だけで済む。"),
    Said("issue", "問い合わせ分類の基準が決まらない", "pm", 3,
         "営業と保守の分類表を突き合わせた。残る違いは「設定変更」だけ。"),
    Said("risk", "個人情報の国外移転で審査が長びく", "pmo-manager", 8,
         "法務部の見解: 国内リージョンなら事前審査は要らない。見積がそろい次第、切替を決める。"),
    Said("milestone", "正式公開", "pm", 2,
         "負荷試験は本番の1.5倍の同時接続で12分間、応答は2秒以内に収まった。"),
)  # fmt: skip
FILES: Final = (
    Hung("issue", "現地テスト要員が2名足りない", "pm-other", "応援要員の候補_support-staff.txt",
         content="応援の候補: シンガポール 1名、ジャカルタ 1名\n"),
    Hung("risk", "個人情報の国外移転で審査が長びく", "pmo-expert", "国内リージョンの見積条件",
         url="https://example.org/estimates/domestic-region"),
)  # fmt: skip
