"""What people of the demo's company write in logs and reports; `{thing}`, `{partner}` and `{users}` are a project's."""

from __future__ import annotations

from typing import Final, NamedTuple


class RiskText(NamedTuple):
    """A risk in words, its ratings when it was found and after the response began, and how it is answered."""

    title: str
    cause: str
    effect: str
    strategy: str
    response: str
    found: tuple[int, int]
    later: tuple[int, int]


class IssueText(NamedTuple):
    """An issue in words, and what was done about it."""

    title: str
    description: str
    category: str
    priority: str
    progress: str


class DecisionText(NamedTuple):
    """A decision, what it is about, and why."""

    title: str
    subject: str
    reason: str


RISKS: Final[dict[str, tuple[RiskText, ...]]] = {
    "it": (
        RiskText("{thing}の移行で欠損が見つかる", "旧システムの入力規則が部門ごとに違う。",
                 "移行の再実行で2週間失う。",
                 "mitigate", "件数と合計を毎回突き合わせ、差を一覧にする。", (4, 4), (3, 3)),
        RiskText("{partner}の主担当が交代する", "期末に異動が予定されている。", "引継ぎの間、設計の判断が止まる。",
                 "mitigate", "設計の理由を文書に残し、副担当を会議に入れる。", (3, 4), (2, 3)),
        RiskText("{users}の検証の時間が取れない", "繁忙期と受入テストが重なる。", "不具合が本番後に見つかる。",
                 "mitigate", "検証を3回に分け、繁忙期を外す。", (4, 3), (3, 3)),
        RiskText("{thing}の夜間の処理が朝までに終わらない", "件数が見積の1.4倍ある。", "翌朝の業務に間に合わない。",
                 "avoid", "処理を分け、先に性能試験を行う。", (3, 4), (2, 4)),
        RiskText("{partner}との連携の仕様が変わる", "{partner}が次の版を予告している。",
        "連携の作り直しに1か月かかる。",
                 "transfer", "仕様変更の費用を契約で{partner}の負担とする。", (3, 3), (2, 3)),
        RiskText("{thing}の部品の共同利用で費用を抑えられる", "他の案件も同じ機能を要する。", "開発費の1割を減らせる。",
                 "share", "関係する案件と共同で見積を取る。", (3, 3), (3, 3)),
    ),
    "plant": (
        RiskText("{thing}の納期が延びる", "半導体の調達に時間がかかっている。", "据付が1か月遅れる。",
                 "mitigate", "先行発注し、代替品を{partner}と確かめる。", (4, 4), (3, 4)),
        RiskText("{thing}の工事中に操業が止まる", "停電を伴う切替が3回ある。", "出荷が1日止まる。",
                 "avoid", "切替を連休に寄せる。", (3, 5), (2, 4)),
        RiskText("{users}の安全教育が間に合わない", "対象者の勤務が交替制である。", "立上げ後の事故につながる。",
                 "mitigate", "教育を勤務の組ごとに2回ずつ行う。", (3, 4), (2, 3)),
        RiskText("{thing}の資材が値上がりする", "鋼材の価格が上がり続けている。", "設備費が6%増える。",
                 "transfer", "{partner}と固定価格で契約する。", (4, 3), (3, 3)),
        RiskText("{thing}の既設の図面と現物が違う", "増築の記録が残っていない。", "配線の設計をやり直す。",
                 "mitigate", "着工の前に現地を実測する。", (3, 3), (2, 2)),
    ),
    "change": (
        RiskText("{users}の協力が得られない", "負担が増えるとの声がある。", "試行の参加者が足りない。",
                 "mitigate", "部門ごとに説明会を開き、やめる作業を先に決める。", (4, 4), (3, 3)),
        RiskText("法令の解釈が分かれる", "所管官庁の指針がまだ案である。", "{thing}の見直しが要る。",
                 "transfer", "{partner}の意見書を取る。", (3, 4), (2, 3)),
        RiskText("決める人が多く方針が決まらない", "5つの部門が承認に関わる。", "展開が四半期遅れる。",
                 "escalate", "経営会議に選択肢を3つ出す。", (3, 3), (2, 3)),
        RiskText("試行の効果が数字に表れない", "測り方が決まっていない。", "全社展開の判断ができない。",
                 "mitigate", "開始の前に測る項目と目標を決める。", (3, 3), (2, 2)),
    ),
}  # fmt: skip

ISSUES: Final[dict[str, tuple[IssueText, ...]]] = {
    "it": (
        IssueText("{thing}の件数が旧システムと合わない", "差は全体の0.3%で、原因は3種類に分かれる。", "quality",
                  "high",
                  "2種類は直し、残りは{users}と確かめている。"),
        IssueText("{thing}の試験環境が週に2度止まる", "夜間の更新と重なっている。", "technical", "medium",
                  "更新の時刻をずらした。"),
        IssueText("画面の文言に{users}の用語が使われていない", "問い合わせが増えている。", "scope", "low",
                  "用語の一覧を作り、直す順を決めた。"),
        IssueText("{partner}の回答が遅れている", "質問11件のうち6件が期限を過ぎた。", "vendor", "medium",
                  "週2回の定例に切り替えた。"),
        IssueText("{thing}の権限の設計が部門の実態と違う", "兼務者が必要な画面を開けない。", "scope", "high",
                  "兼務の一覧を人事部から受け取った。"),
    ),
    "plant": (
        IssueText("{thing}の搬入口が狭い", "扉の幅が6cm足りない。", "technical", "high",
                  "分割して搬入する案を{partner}が作った。"),
        IssueText("{thing}の騒音が基準を超える", "夜間の測定で2デシベル高い。", "quality", "medium",
        "防音板を試している。"),
        IssueText("{users}の配置が決まらない", "新しい持ち場の人数が未定である。", "people", "medium",
                  "2案を比べる資料を作った。"),
        IssueText("{partner}の部材の検収で不良が出た", "12点のうち1点が寸法を外れた。", "vendor", "medium",
                  "交換品の納入日が決まった。"),
    ),
    "change": (
        IssueText("{users}への周知が届いていない", "説明会の参加が6割に留まる。", "people", "medium",
                  "録画と要約を配った。"),
        IssueText("{thing}の様式が部門で違う", "4種類の様式が使われている。", "scope", "medium",
                  "共通の様式の案を出した。"),
        IssueText("試行の問い合わせが窓口に集中する", "1日40件を超えた。", "people", "low",
                  "よくある質問を公開した。"),
    ),
}  # fmt: skip

UNDECIDED: Final = IssueText(
    "{partner}との追加契約の可否", "範囲を広げるか、次の年度に回すかの決定を待っている。", "cost", "high",
    "2案の費用と日程を比べた資料を提出した。",
)  # fmt: skip

ACTIONS: Final = (
    "{thing}の点検表を作る", "{partner}と次の山場の段取りを決める", "{users}への説明資料を直す",
    "見積の前提を書き直す",
    "先月の会議で出た質問に答える", "{thing}の責任者を決めて知らせる", "受入の条件を{users}と確かめる",
)  # fmt: skip

DECISIONS: Final = (
    DecisionText("{partner}への委託範囲を設計までとする", "scope",
                 "運用は社内で担えると判断した。次の契約更新で見直す。"),
    DecisionText("{users}の検証を2回に分ける", "schedule", "繁忙期を避ける。全体の日程は変えない。"),
    DecisionText("{thing}の対象を主要な拠点に絞る", "scope", "残りは次の年度に行う。効果の8割を先に得る。"),
    DecisionText("予備費から調査費を出す", "cost", "上限5百万円。結果を次の会議で報告する。"),
    DecisionText("合否の基準を文書にする", "quality", "{users}の責任者が承認する。"),
)  # fmt: skip

TURNS: Final = {
    "cancelled": DecisionText(
        "実証を中止する", "scope", "1便当たりの費用が目標の4倍で、下がる見込みがない。残る予算は戻す。"
    ),
    "on_hold": DecisionText(
        "現地の会計制度が固まるまで保留する", "schedule", "改正の施行が半年延びた。再開は四半期ごとに判断する。"
    ),
}
"""The decisions by which a project was stopped or put on hold, by its new status."""

ON_PLAN: Final = (
    "「{stone}」に向けて計画どおり進んでいる。進捗は{percent}%。",
    "進捗は{percent}%。次の節目「{stone}」の準備が整いつつある。",
    "進捗は{percent}%。{users}との確認も予定の範囲で終えた。",
)
SLIPPING: Final = (
    "「{stone}」が{days}日遅れる見込み。{partner}と立て直しの案を作っている。進捗は{percent}%。",
    "進捗は{percent}%。「{stone}」の遅れ{days}日は縮まっていない。{thing}の作業を分けて並行に進める。",
)
COSTLY: Final = (
    "進捗は{percent}%で日程は守れているが、費用が計画を上回っている。",
    "進捗は{percent}%。追加の作業で費用が増えており、{partner}と単価を見直している。",
)
CHEERFUL: Final = (
    "進捗は{percent}%。一部に調整が残るが、全体として順調。",
    "{thing}の作業は山を越えた。進捗は{percent}%。引き続き計画どおり進める。",
)
ACHIEVED: Final = (
    "{thing}の確認を終え、残りを一覧にした。", "{partner}との定例で未決の6件を4件に減らした。",
    "{users}への説明会を開き、31名が参加した。", "次の工程に入るための条件を文書にまとめた。",
)  # fmt: skip
NEXT: Final = (
    "「{stone}」の条件を満たす作業に入る。", "{thing}の残りを{users}と確かめる。",
    "{partner}の作業の遅れを取り戻す日程を決める。", "受入の手順を試し、結果を次の報告で示す。",
)  # fmt: skip
ASKS: Final[dict[int, tuple[str, str, int]]] = {
    18: ("移行の2か月延期と追加費用75百万円を決めてください。決まるまで並行稼働の準備に入れません。",
         "延期を承認する。範囲を削る案より移行の失敗の危険が小さい。", 3),
    21: ("給与計算の並行稼働を1か月延ばすかを決めてください（48百万円）。", "承認する。予備費の範囲に収まる。", 9),
    24: ("取引先の参加を任意とするか必須とするかを決めてください。", "主要120社は必須とする。", 6),
    26: ("開示請求の窓口を法務部とカスタマーセンターのどちらに置くかを決めてください。",
         "カスタマーセンターに置き、法務部が難しい案件を受け持つ。", -3),
    28: ("代替拠点の通信回線を二重にするかを決めてください（年12百万円）。",
    "二重にする。48時間の目標には欠かせない。", 12),
}  # fmt: skip
"""What the newest report of a project asks of the board: the ask, the recommendation, days from today."""
