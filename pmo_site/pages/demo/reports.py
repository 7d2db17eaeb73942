"""The status reports of the demo, told relative to the day it is loaded."""

from __future__ import annotations

from dataclasses import dataclass, field

from support_office.domain.report import ReportState
from support_office.domain.reporting import Cadence


@dataclass(frozen=True, slots=True)
class DemoReport:
    """One report: what its manager says, and how far it came."""

    summary: str
    achievements: str
    next_steps: str
    overall: str
    declared: dict[str, tuple[str, str]] = field(default_factory=dict)
    ask: tuple[str, str, int] | None = None
    state: ReportState = ReportState.ACCEPTED


@dataclass(frozen=True, slots=True)
class DemoReporting:
    """How a project reports: its place among the demo's projects, its cadence, days from today of the first due day."""

    project: int
    manager: str
    cadence: Cadence
    first_due: int
    reports: tuple[DemoReport, ...] = ()


REPORTING: tuple[DemoReporting, ...] = (
    DemoReporting(
        0,
        "pm",
        Cadence.WEEKLY,
        -20,
        (
            DemoReport(
                "結合テストの環境が整い、会計領域のシナリオ1から着手した。購買領域は移行データの受領を待っている。",
                "結合テスト環境の構築を完了。会計のテストシナリオ40件を確定。",
                "会計シナリオ1〜3の実施。移行データの名寄せ方針を決める。",
                "green",
                {"schedule": ("green", "計画どおり"), "cost": ("amber", "追加要員の見積を確認中")},
            ),
            DemoReport(
                "結合テストは会計領域で41%まで進んだ。購買領域は移行データの名寄せが遅れ、受入テストの開始に影響が出る見込み。",
                "会計シナリオ1〜3を完了。重大な不具合はなし。",
                "名寄せの前倒し要員を手配する。受入テスト開始日の見直し案を作る。",
                "amber",
                {
                    "schedule": ("amber", "受入テスト開始が遅れる見込み"),
                    "cost": ("amber", "移行要員の追加費用"),
                    "people": ("amber", "移行担当1.5人月不足"),
                },
                (
                    "移行要員の追加予算254百万円を決めてください。決定が1週間遅れるごとに本稼働は約5日遅れます。",
                    "追加予算の承認",
                    12,
                ),
            ),
            DemoReport(
                "結合テストは62%まで進み、会計領域はほぼ計画どおり。購買領域は移行データの名寄せが遅れ、受入テスト開始を見直した。"
                "追加の移行要員がない場合、本稼働は約10週遅れる見込み。",
                "会計領域の結合テストを完了。名寄せツールの試行で照合率91%を確認。",
                "購買領域の結合テストを再開。経営会議向けの選択肢A・B比較を提出する。",
                "amber",
                {
                    "schedule": ("red", "本稼働10週遅れ予測"),
                    "cost": ("red", "見込が承認予算を超える"),
                    "scope": ("amber", "変更要求3件を審査中"),
                    "quality": ("amber", "重大な不具合4件"),
                    "risk": ("amber", "移行データ品質"),
                    "people": ("amber", "移行担当1.5人月不足"),
                },
                (
                    "追加予算254百万円、または購買フェーズの延期を決めてください。決定が1週間遅れるごとに本稼働は約5日遅れます。",
                    "追加予算の承認。購買の延期より総費用が約60百万円小さい。",
                    5,
                ),
            ),
        ),
    ),
    DemoReporting(
        1,
        "pm-other",
        Cadence.WEEKLY,
        -13,
        (
            DemoReport(
                "タイ拠点の並行稼働を始めた。勘定科目の対応表に未確定が12件残る。",
                "タイ拠点の環境を引き渡した。",
                "未確定の科目を現地経理と決める。",
                "green",
                {"schedule": ("green", "")},
            ),
        ),
    ),
    DemoReporting(2, "pm-other", Cadence.BIWEEKLY, -31),
    DemoReporting(
        3,
        "pm",
        Cadence.WEEKLY,
        -6,
        (
            DemoReport(
                "β公開後の問い合わせの62%が自己解決で終わった。目標の7割まで検索の改善を続ける。",
                "よくある質問の検索を改善。利用者テストを2回実施。",
                "正式公開に向けた負荷試験。",
                "green",
                {"schedule": ("green", ""), "quality": ("green", "重大な不具合なし")},
                state=ReportState.SUBMITTED,
            ),
        ),
    ),
)
