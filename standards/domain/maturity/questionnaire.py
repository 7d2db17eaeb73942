"""The product's own questionnaire: seven perspectives, one statement per level, in both languages."""

from __future__ import annotations

from standards.domain.maturity.levels import Perspective, Statement

TEXTS: dict[Perspective, tuple[tuple[str, str], ...]] = {
    Perspective.GOVERNANCE: (
        ("We know which projects are running and who is responsible.", "実施中のプロジェクトと責任者を把握している。"),
        ("Each new project gets a charter and a sponsor.", "新規プロジェクトごとに憲章とスポンサーを定めている。"),
        (
            "All projects pass the same gates with recorded decisions.",
            "全プロジェクトが同じゲートを通り、決定を記録している。",
        ),
        ("Projects are chosen and stopped by comparing figures.", "数値を比較してプロジェクトを選定・中止している。"),
        ("The rules of governance are improved from their results.", "統制の結果から規程を継続的に改善している。"),
    ),
    Perspective.CONTROL: (
        ("Work is divided into tasks with owners and dates.", "作業を担当者と期日のあるタスクに分けている。"),
        (
            "Each project keeps a plan, an issue log and reports.",
            "各プロジェクトが計画・課題管理表・進捗報告を備えている。",
        ),
        (
            "One standard method is used and tailored with a reason.",
            "標準手法を用い、理由を添えてテーラリングしている。",
        ),
        (
            "Progress is measured against baselines in all projects.",
            "全プロジェクトで基準計画に対し進捗を測定している。",
        ),
        ("Deviations are foreseen and their causes removed.", "逸脱を予測し、その原因を取り除いている。"),
    ),
    Perspective.BENEFITS: (
        ("Projects state why they are undertaken.", "プロジェクトの実施目的を述べている。"),
        ("Expected benefits are written down with an owner.", "期待する効果を責任者とともに文書化している。"),
        ("Benefits have measures, baselines and target dates.", "効果に指標・基準値・目標期日を定めている。"),
        ("Realized benefits are measured after the project ends.", "終了後に実現効果を測定している。"),
        ("Measured benefits steer which projects are chosen.", "測定した効果を次の投資選定に反映している。"),
    ),
    Perspective.RISK: (
        ("Risks are talked about when they come up.", "リスクが現れた際に話し合っている。"),
        ("Each project keeps a risk log with owners.", "各プロジェクトが責任者つきのリスク管理表を備えている。"),
        (
            "All projects rate risks on one scale and plan responses.",
            "共通の尺度でリスクを評価し対応方針を定めている。",
        ),
        ("Exposure is summed over projects against reserves.", "リスクエクスポージャーを集計し予備費と照らしている。"),
        ("Experience with risks improves plans beforehand.", "リスクの経験を事前の計画改善に生かしている。"),
    ),
    Perspective.STAKEHOLDERS: (
        ("We know whom a project affects.", "プロジェクトの影響を受ける人を把握している。"),
        ("Stakeholders are listed and informed.", "ステークホルダーを一覧にし、情報を伝えている。"),
        ("Expectations and communication follow a common plan.", "期待事項と連絡を共通の計画で管理している。"),
        ("Satisfaction is measured and acted upon.", "満足度を測定し、対策を取っている。"),
        ("Stakeholders take part in improving how we work.", "ステークホルダーが業務改善に参画している。"),
    ),
    Perspective.FINANCE: (
        ("Projects have a budget.", "プロジェクトに予算がある。"),
        ("Actual cost is recorded against the budget.", "予算に対して実績コストを記録している。"),
        ("Business cases and forecasts follow one form.", "ビジネスケースと見込を共通の様式で作成している。"),
        ("Forecasts of all projects are reconciled each period.", "全プロジェクトの見込を毎期突き合わせている。"),
        ("Money moves between projects by value in time.", "価値に応じて適時にプロジェクト間で予算を配分している。"),
    ),
    Perspective.RESOURCES: (
        ("People are assigned to projects by name.", "要員をプロジェクトに割り当てている。"),
        ("Allocation and effort are recorded per project.", "プロジェクトごとに割当と工数実績を記録している。"),
        ("Skills and capacity are planned across projects.", "スキルと要員キャパシティを横断的に計画している。"),
        ("Over-allocation and utilization are controlled by figures.", "過剰割当と稼働率を数値で管理している。"),
        ("Skills are developed ahead of the demand.", "需要に先立ってスキルを育成している。"),
    ),
}

QUESTIONNAIRE = tuple(
    Statement(f"{perspective}-{level}", perspective, level, english, japanese)
    for perspective, texts in TEXTS.items()
    for level, (english, japanese) in enumerate(texts, start=1)
)
"""35 statements, ids like `risk_management-3`."""
