"""The projects of the demo, told relative to the day it is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from projects.domain.project import GovernanceTier, ProjectStatus


@dataclass(frozen=True, slots=True)
class DemoMilestone:
    """A milestone: days from today of its promise, its forecast and, where reached, its date."""

    name: str
    baseline: int
    forecast: int
    reached: int | None = None


@dataclass(frozen=True, slots=True)
class DemoProject:
    """A project: what it is, days from today of its dates, and its money in millions of yen."""

    name: str
    purpose: str
    department: str
    status: ProjectStatus
    tier: GovernanceTier
    start: int
    baseline_finish: int
    forecast_finish: int
    budget: tuple[int, int, int] | None
    percent: int | None
    milestones: tuple[DemoMilestone, ...] = ()

    def money(self, place: int) -> Decimal | None:
        """Original budget, latest budget or actual cost; unknown where the project has none."""
        return None if self.budget is None else Decimal(self.budget[place] * 1_000_000)


_ACTIVE, _FULL, _STANDARD, _LIGHT = (
    ProjectStatus.ACTIVE,
    GovernanceTier.FULL,
    GovernanceTier.STANDARD,
    GovernanceTier.LIGHT,
)

PROJECTS: tuple[DemoProject, ...] = (
    DemoProject(
        "基幹系刷新（会計・購買）",
        "会計と購買の基幹システムを入れ替え、月次決算を5営業日から3営業日に縮める。",
        "経営基盤部",
        _ACTIVE,
        _FULL,
        -420,
        120,
        190,
        (1850, 2104, 1120),
        53,
        (
            DemoMilestone("要件定義完了", -300, -300, -296),
            DemoMilestone("基本設計完了", -220, -213, -213),
            DemoMilestone("開発完了", -110, -104, -104),
            DemoMilestone("データ移行リハーサル1", -60, -62, -62),
            DemoMilestone("結合テスト完了", 5, 5),
            DemoMilestone("受入テスト開始", 20, 52),
            DemoMilestone("データ移行リハーサル2", 60, 92),
            DemoMilestone("本番稼働", 120, 190),
        ),
    ),
    DemoProject(
        "海外拠点統合（タイ・ベトナム）",
        "海外2拠点の会計を本社の勘定科目にそろえ、連結作業を自動にする。",
        "グローバル事業部",
        _ACTIVE,
        _FULL,
        -300,
        60,
        75,
        (540, 690, 380),
        48,
        (DemoMilestone("タイ稼働", -30, 10), DemoMilestone("ベトナム稼働", 60, 75)),
    ),
    DemoProject(
        "全社データ基盤構築",
        "部門ごとに散らばる実績データを1か所に集め、意思決定に使えるようにする。",
        "DX推進部",
        _ACTIVE,
        _STANDARD,
        -200,
        200,
        222,
        (655, 655, 260),
        45,
        (DemoMilestone("α版公開", -40, -40, -38), DemoMilestone("β版公開", 45, 45)),
    ),
    DemoProject(
        "顧客ポータル再構築",
        "問い合わせの7割を自己解決できるポータルに作り替える。",
        "営業本部",
        _ACTIVE,
        _STANDARD,
        -150,
        90,
        90,
        (415, 415, 230),
        60,
        (DemoMilestone("β公開", -10, -12, -12), DemoMilestone("正式公開", 90, 90)),
    ),
    DemoProject(
        "電子契約・電帳法対応",
        "契約と証憑を電子で保存し、法令に沿った検索ができるようにする。",
        "法務部",
        ProjectStatus.COMPLETED,
        _LIGHT,
        -320,
        -40,
        -40,
        (84, 84, 80),
        100,
        (DemoMilestone("全社展開", -40, -40, -42),),
    ),
    DemoProject(
        "量子計画最適化 PoC",
        "配車計画に量子計算が使えるかを確かめ、続けるかどうかを決める材料を得る。",
        "研究開発部",
        ProjectStatus.PLANNED,
        _LIGHT,
        15,
        200,
        200,
        None,
        None,
    ),
)
