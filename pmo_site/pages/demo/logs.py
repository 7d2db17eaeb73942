"""The risks, issues and actions of the demo, told relative to the day it is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class DemoRisk:
    """A risk: its project, words, ratings (before, now, target), loss in millions of yen, answer and due day."""

    project: int
    title: str
    cause: str
    effect: str
    before: tuple[int, int]
    now: tuple[int, int]
    target: tuple[int, int]
    strategy: str
    response: str
    owner: str
    due: int
    loss: int | None = None
    state: str = "responding"
    trend: str = "same"
    kind: str = "threat"
    window: tuple[int | None, int | None] = (None, None)

    @property
    def loss_amount(self) -> Decimal | None:
        """The loss in yen; None where nobody estimated it."""
        return None if self.loss is None else Decimal(self.loss * 1_000_000)


@dataclass(frozen=True, slots=True)
class DemoIssue:
    """An issue; `of_risk` is the place of the risk that became it."""

    project: int
    title: str
    description: str
    category: str
    priority: str
    owner: str
    entered: int
    due: int
    state: str = "acting"
    progress: str = ""
    asked: int | None = None
    of_risk: int | None = None


@dataclass(frozen=True, slots=True)
class DemoAction:
    """An action; `of_issue` and `of_risk` are places of what it was made from."""

    project: int
    title: str
    owner: str
    due: int
    state: str = "open"
    of_issue: int | None = None
    of_risk: int | None = None
    result: str = ""


@dataclass(frozen=True, slots=True)
class DemoRaised:
    """What a member or a stakeholder raised and nobody has decided about."""

    project: int
    kind: str
    title: str
    happens: str
    concern: str
    by: str
    days_ago: int


RISKS: tuple[DemoRisk, ...] = (
    DemoRisk(
        0, "移行データの品質不足で受入テストが遅れる", "購買マスターに重複と欠損が多い。",
        "受入テストの開始が5週間遅れる。",
        (5, 5), (5, 4), (2, 4), "mitigate", "先行クレンジングを2回に分けて行う。", "lead", 8, 120, trend="worse",
        window=(-12, 49),
    ),
    DemoRisk(
        0, "購買SaaSのAPI制限が要件を満たさない", "1時間当たりの呼出し上限が契約に書かれている。",
        "日次連携が終わらない。",
        (4, 4), (4, 4), (1, 4), "avoid", "代替方式（一括連携）を検証する。", "assistant", -8, 80, trend="worse",
        window=(None, 20),
    ),
    DemoRisk(
        0, "業務キーパーソンの退職", "経理部の設計責任者が1名しかいない。", "業務判断が止まる。",
        (3, 4), (3, 4), (2, 3), "mitigate", "設計書に判断の理由を残し、副担当を置く。", "pm", 19, 25,
    ),
    DemoRisk(
        0, "年末調整と並行稼働の負荷集中", "12月に人事業務と重なる。", "利用部門が検証に参加できない。",
        (4, 3), (3, 3), (2, 2), "mitigate", "検証日程を2回に分ける。", "assistant", 5, 12, trend="better",
        window=(5, 34),
    ),
    DemoRisk(
        0, "委託先の要員交代", "委託先の主担当が3月で異動する。", "引継ぎで2週間失う。",
        (4, 2), (4, 2), (3, 2), "accept", "", "pm", 45, 8, state="open",
        window=(95, 125),
    ),
    DemoRisk(
        0, "帳票基盤の共同利用で開発費を抑えられる", "人事システムも同じ帳票を要する。",
        "帳票開発の費用が3割下がる。",
        (3, 3), (3, 3), (4, 3), "share", "人事システム側と共同で見積を取る。", "lead", 25, 30, state="open",
        kind="opportunity",
    ),
    DemoRisk(
        1, "現地規制の改正で会計要件が変わる", "ベトナムで電子インボイスの規則が改正される。",
        "仕様の見直しに1か月かかる。",
        (4, 5), (4, 5), (3, 4), "transfer", "現地会計事務所に改正対応を委託する。", "pm-other", 14, 90,
    ),
    DemoRisk(
        1, "円安で海外ライセンス費が予算を超える", "契約が米ドル建てである。", "年間費用が1割増える。",
        (4, 4), (4, 4), (2, 3), "transfer", "為替予約を経理部に依頼する。", "pm-other", -9, 40, trend="worse",
        window=(-60, -2),
    ),
    DemoRisk(
        2, "個人情報の国外移転で審査が長びく", "分析基盤の一部が国外のリージョンにある。", "公開が四半期遅れる。",
        (4, 4), (3, 4), (2, 4), "mitigate", "国内リージョンでの構成を並行して見積もる。", "pm-other", 24, 35,
    ),
    DemoRisk(
        3, "検収条件の解釈が食い違う", "性能の合否基準が契約に書かれていない。", "検収が延びる。",
        (3, 4), (2, 4), (1, 3), "avoid", "合否基準を覚書にする。", "pm", 12, 15,
    ),
    DemoRisk(
        3, "工場停電で計測データが欠ける", "計測器が無停電電源につながっていない。", "分析の精度が落ちる。",
        (3, 3), (2, 3), (1, 3), "mitigate", "無停電電源を借りる。", "pm", 29, None, trend="better",
    ),
    DemoRisk(
        2, "法改正の施行日が前倒しになる", "国会の審議が早まっている。", "機能の一部を先に出すことになる。",
        (2, 4), (1, 4), (1, 3), "accept", "", "pm-other", 19, None, state="open",
    ),
    DemoRisk(
        0, "税区分の不一致が結合テストで見つかる", "旧システムの税区分が一意でない。", "再テストが必要になる。",
        (4, 4), (5, 4), (2, 3), "mitigate", "変換表を作り、差異を洗い出す。", "lead", -4, 18, state="occurred",
    ),
)  # fmt: skip

ISSUES: tuple[DemoIssue, ...] = (
    DemoIssue(
        0, "税区分の不一致 214件", "結合テストで購買伝票の税区分が合わない。", "technical", "urgent", "lead", -16, -4,
        progress="変換表の第1版で 160件を解消した。", of_risk=12,
    ),
    DemoIssue(
        0, "テスト環境の速度が目標の6割", "夜間バッチが朝までに終わらない。", "technical", "high", "assistant", -9, 3,
        progress="メモリーを増設する見積を依頼した。",
    ),
    DemoIssue(
        0, "未承認の帳票 12枚", "利用部門の承認者が決まらない。", "scope", "medium", "pm", -24, 10,
        asked=-15,
    ),
    DemoIssue(
        1, "現地テスト要員が2名足りない", "決算期と重なり現地から人を出せない。", "people", "high",
        "pm-other", -12, -2,
        asked=-12,
    ),
    DemoIssue(
        2, "部門コードの対応表が古い", "組織改編後の対応表が届いていない。", "quality", "medium", "pm-other", -6, 9,
    ),
    DemoIssue(
        3, "問い合わせ分類の基準が決まらない", "営業と保守で分類が違う。", "scope", "low", "pm", -20, -1,
        state="resolved", progress="両部門の合意を得た。完了確認を待つ。",
    ),
    DemoIssue(
        0, "検証端末の貸出が遅れている", "情報システム部の在庫がない。", "vendor", "low", "assistant", -40, -20,
        state="closed", progress="借用で対応した。",
    ),
)  # fmt: skip

ACTIONS: tuple[DemoAction, ...] = (
    DemoAction(0, "税区分の変換表 第2版を作る", "lead", -2, "doing", of_issue=0),
    DemoAction(0, "決裁用に2案を比べる資料を作る", "pm", 2),
    DemoAction(0, "移行要員の増員をPSOに依頼する", "assistant", 5, of_risk=0),
    DemoAction(
        0, "委託先の変更条件を確認する", "lead", -5, "done", result="契約は変えず、覚書で足りると委託先と合意した。"
    ),
    DemoAction(1, "為替予約の条件を経理部に確認する", "pm-other", -3, of_risk=7),
    DemoAction(2, "組織改編後の部門コードを人事部から取り寄せる", "pm-other", 6, of_issue=4),
)

RAISED: tuple[DemoRaised, ...] = (
    DemoRaised(
        0, "risk", "倉庫の端末が新しい画面を開けない", "倉庫の端末は古く、試しに開くと表示が崩れました。",
        "本番の日に出荷が止まるおそれがあります。", "stakeholder", 1,
    ),
    DemoRaised(
        0, "issue", "研修の日程が月末締めと重なっている", "案内された研修日が締め日と同じです。",
        "経理の担当者が参加できません。", "member", 3,
    ),
)  # fmt: skip
