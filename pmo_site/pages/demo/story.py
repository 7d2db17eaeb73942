"""The projects of the demo's company, told relative to the day it is loaded: what they promised and how they went."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from pmo_site.pages.demo.course import Plan, Slip, Words
from projects.domain.project import GovernanceTier, ProjectStatus

_LIGHT, _STANDARD, _FULL = GovernanceTier.LIGHT, GovernanceTier.STANDARD, GovernanceTier.FULL

FIRST_TOLD: Final = {1: -33, 2: -47, 3: -26, 4: 0, 5: 0, 6: 0}
"""For each of the first projects the day on which its re-plan was told."""

FIRST_ENGLISH: Final = {
    1: "Core ERP renewal", 2: "Overseas site integration", 3: "Enterprise data platform", 4: "Customer portal rebuild",
    5: "e-Contract and e-ledger", 6: "Quantum planning PoC",
}  # fmt: skip
"""What the first projects are called in English."""

PAST: tuple[Plan, ...] = (
    Plan(
        7, "勤怠システム刷新", "Time and attendance", "打刻から給与までの転記をなくし、残業の見える化を翌日にする。",
        Words("勤怠データ", "勤怠ベンダー", "各部の管理職"), "人事部", _LIGHT, "it", "ono", "kuroda", -900, 300,
        ((-900, 96),),
    ),
    Plan(
        8, "名古屋工場 太陽光発電", "Nagoya solar plant", "工場屋根の太陽光で購入電力を年12%減らす。",
        Words("発電設備", "設備会社", "工場の保全班"), "生産技術部", _STANDARD, "plant", "sakai", "hirano", -880, 400,
        ((-880, 320), (-640, 332)), (Slip(-640, 2, 28),),
    ),
    Plan(
        9, "ゼロトラスト基盤 第1期", "Zero trust, phase 1", "社外からの接続を端末と本人の確認に置き換える。",
        Words("認証基盤", "セキュリティ会社", "全社員"), "情報システム部", _FULL, "it", "hayashi", "murata",
        -860, 460,
        ((-860, 280), (-600, 305)), (Slip(-590, 3, 35),), Decimal("1.04"),
    ),
    Plan(
        10, "営業支援（SFA）導入", "Sales force automation", "商談の進みを1か所で見て、見込みの精度を上げる。",
        Words("商談データ", "SFAベンダー", "営業担当"), "東日本営業部", _STANDARD, "it", "nishida", "ueno", -840, 360,
        ((-840, 150),),
    ),
    Plan(
        11, "監査データ連携", "Audit data link", "監査法人への資料提出を自動にし、決算の手戻りを減らす。",
        Words("仕訳データ", "監査法人", "経理担当"), "経理部", _LIGHT, "it", "kubota", "kuroda", -700, 240,
        ((-700, 42),),
    ),
    Plan(
        12, "コールセンター統合", "Contact center merger", "3か所の窓口を2か所にまとめ、応答率を95%にする。",
        Words("応対履歴", "電話基盤の会社", "オペレーター"), "西日本営業部", _STANDARD, "change", "maruyama", "ueno",
        -690, 420, ((-690, 210), (-430, 226)), (Slip(-430, 2, 45),), Decimal("1.03"),
    ),
    Plan(
        13, "北関東倉庫移転", "North Kanto warehouse move", "賃借倉庫2棟を1棟にまとめ、出荷の締めを2時間延ばす。",
        Words("移転計画", "運送会社", "出荷担当"), "物流部", _FULL, "plant", "oka", "hirano", -650, 380,
        ((-650, 860), (-420, 890)), (Slip(-420, 3, 18),),
    ),
    Plan(
        14, "社内FAQチャット", "Staff FAQ chat", "人事・総務への問い合わせの半分をチャットで終わらせる。",
        Words("FAQ", "チャットの会社", "全社員"), "人事部", _LIGHT, "it", "ono", "kuroda", -480, 300, ((-480, 38),),
    ),
    Plan(
        15, "ドローン配送実証", "Drone delivery trial", "離島への部品配送をドローンで試し、事業にするかを決める。",
        Words("飛行計画", "機体メーカー", "離島の営業所"), "物流部", _LIGHT, "change", "oka", "hirano", -420, 380,
        ((-420, 64), (-230, 78)), (Slip(-250, 2, 90),), Decimal("1.28"), ((-150, ProjectStatus.CANCELLED),),
    ),
    Plan(
        16, "中国拠点 原価管理", "China plant costing", "中国2工場の原価を本社と同じ単位で毎月つかむ。",
        Words("原価データ", "現地の会計事務所", "現地経理"), "グローバル事業部", _STANDARD, "it", "shimizu", "fujii",
        -330, 420, ((-330, 180),), turns=((-45, ProjectStatus.ON_HOLD),),
    ),
)  # fmt: skip

TROUBLED: tuple[Plan, ...] = (
    Plan(
        17, "物流センター自動化", "Logistics center automation", "仕分けと搬送を自動にし、出荷能力を1.5倍にする。",
        Words("自動倉庫", "搬送機メーカー", "庫内作業者"), "物流部", _FULL, "plant", "oka", "hirano", -360, 480,
        ((-360, 1240), (-88, 1460)), (Slip(-118, 2, 30), Slip(-32, 3, 45)), Decimal("1.14"), cheerful=True, slack=-40,
    ),
    Plan(
        18, "販売在庫クラウド移行", "Sales and stock to cloud",
        "販売・在庫の基幹をクラウドに移し、夜間停止をなくす。",
        Words("在庫データ", "移行ベンダー", "受注担当"), "情報システム部", _FULL, "it", "hayashi", "murata",
        -300, 430,
        ((-300, 720), (-19, 795)), (Slip(-19, 3, 70),), Decimal("1.07"), slack=-24, undecided=-16,
    ),
    Plan(
        19, "北米EC基盤統合", "North America EC platform", "米国とカナダのECを1つにし、在庫を共有する。",
        Words("注文データ", "現地の開発会社", "北米の営業"), "EC事業部", _STANDARD, "it", "morita", "fujii",
        -270, 400,
        ((-270, 410),), (Slip(-12, 2, 55),), Decimal("1.05"), silent=(0, 1), slack=-50,
    ),
    Plan(
        20, "品質検査AI 第2期", "Quality inspection AI, phase 2", "外観検査の見逃しを1万分の1に下げる。",
        Words("検査画像", "AIの開発会社", "検査員"), "品質保証部", _STANDARD, "it", "ishikawa", "hirano", -240, 330,
        ((-240, 165), (-20, 176)), (Slip(-62, 2, 32),), Decimal("1.06"), cheerful=True, slack=-60,
    ),
    Plan(
        21, "人事給与クラウド移行", "HR and payroll to cloud", "給与計算の手作業を月80時間減らす。",
        Words("給与データ", "給与SaaSの会社", "人事担当"), "人事部", _STANDARD, "it", "ono", "kuroda", -310, 420,
        ((-310, 290), (-75, 338)), (), Decimal("1.08"), undecided=-18,
    ),
    Plan(
        22, "製造実行システム更新", "MES renewal", "工程の実績をその場で集め、仕掛りを2割減らす。",
        Words("工程実績", "MESベンダー", "製造の班長"), "生産技術部", _FULL, "it", "sakai", "hirano", -280, 520,
        ((-280, 640), (-60, 668)), (), Decimal("1.12"),
    ),
    Plan(
        23, "経費精算自動化", "Expense automation", "領収書の入力をなくし、精算を3日で終える。",
        Words("経費明細", "精算SaaSの会社", "申請者"), "経理部", _LIGHT, "it", "kubota", "kuroda", -190, 320,
        ((-190, 58),), silent=(0,),
    ),
    Plan(
        24, "サプライヤーポータル", "Supplier portal", "見積から検収までを取引先と1つの画面で行う。",
        Words("取引先マスター", "ポータルの会社", "購買担当"), "購買部", _STANDARD, "it", "maeda", "kuroda",
        -200, 380,
        ((-200, 190),), waiting=True, undecided=-17,
    ),
    Plan(
        25, "店舗POS入替（西日本）", "POS replacement, West", "182店のPOSを入れ替え、価格変更を即日にする。",
        Words("POS端末", "端末メーカー", "店舗の従業員"), "西日本営業部", _STANDARD, "plant", "maruyama",
        "ueno", -230, 370,
        ((-230, 480), (-54, 523)), (), Decimal("1.01"),
    ),
    Plan(
        26, "個人情報保護対応", "Data protection", "改正法に合わせ、開示請求に10日で答える。",
        Words("個人情報の台帳", "法律事務所", "各部の責任者"), "法務部", _STANDARD, "change", "aoki", "kuroda",
        -180, 300,
        ((-180, 72),), undecided=-19, silent=(4,),
    ),
    Plan(
        27, "設計CAD統合", "CAD consolidation", "3種類のCADを1つにし、設計の流用率を上げる。",
        Words("図面データ", "CADの代理店", "設計者"), "研究開発部", _STANDARD, "it", "ogawa", "nomura", -260, 400,
        ((-260, 230),), (Slip(-128, 2, 38), Slip(-52, 2, -38)),
    ),
    Plan(
        28, "大阪BCP拠点整備", "Osaka BCP site", "本社が止まっても48時間で受注を再開できるようにする。",
        Words("代替拠点", "設備会社", "初動対応班"), "総務部", _STANDARD, "plant", "ogata", "kuroda", -210, 420,
        ((-210, 360),), (), Decimal("1.13"),
    ),
)  # fmt: skip

STEADY: tuple[Plan, ...] = (
    Plan(
        29, "工場IoT見える化 第2期", "Factory IoT, phase 2", "設備の停止を1分で知らせ、稼働率を5ポイント上げる。",
        Words("設備データ", "センサーの会社", "保全班"), "生産技術部", _FULL, "plant", "sakai", "hirano", -250, 450,
        ((-250, 372),),
    ),
    Plan(
        30, "ゼロトラスト基盤 第2期", "Zero trust, phase 2", "工場と海外拠点も同じ認証に移す。",
        Words("接続規則", "セキュリティ会社", "海外拠点の社員"), "情報システム部", _FULL, "it", "hayashi",
        "murata", -220, 460,
        ((-220, 305),), silent=(6,),
    ),
    Plan(
        31, "配車最適化", "Delivery route optimization", "配送距離を8%減らし、運転者の残業を月10時間減らす。",
        Words("配車計画", "配車アプリの会社", "配車担当"), "物流部", _STANDARD, "it", "oka", "hirano", -190, 340,
        ((-190, 262),), silent=(3,),
    ),
    Plan(
        32, "脱炭素ダッシュボード", "Carbon dashboard", "排出量を拠点ごとに毎月つかみ、開示に使う。",
        Words("排出量データ", "算定の会社", "拠点の総務"), "経営企画部", _LIGHT, "it", "kondo", "kuroda", -170, 290,
        ((-170, 74),),
    ),
    Plan(
        33, "ASEAN人事制度統一", "ASEAN HR policy", "5か国の等級をそろえ、域内の異動を可能にする。",
        Words("等級制度", "人事コンサル", "現地の人事"), "グローバル事業部", _STANDARD, "change", "shimizu",
        "fujii", -160, 350,
        ((-160, 88),),
    ),
    Plan(
        34, "会員アプリ刷新", "Member app renewal", "アプリ経由の売上を2倍にする。",
        Words("会員データ", "アプリの開発会社", "店舗の販促"), "EC事業部", _STANDARD, "it", "morita", "ueno",
        -140, 270,
        ((-140, 198),),
    ),
    Plan(
        35, "文書管理ペーパーレス", "Paperless documents", "紙の保管を7割減らし、契約の検索を1分にする。",
        Words("保管文書", "スキャンの会社", "各部の庶務"), "総務部", _LIGHT, "change", "ogata", "kuroda", -130, 260,
        ((-130, 46),),
    ),
    Plan(
        36, "新商品開発PLM", "PLM for new products", "企画から量産までの部品表を1つにする。",
        Words("部品表", "PLMベンダー", "設計者"), "研究開発部", _FULL, "it", "ogawa", "nomura",
        -120, 480, ((-120, 540),),
    ),
    Plan(
        37, "契約審査AI", "Contract review AI", "定型契約の審査を3日から半日にする。",
        Words("契約書", "AIの開発会社", "法務担当"), "法務部", _LIGHT, "it", "aoki", "kuroda", -90, 210, ((-90, 32),),
    ),
    Plan(
        38, "第二データセンター縮小", "Second data center exit", "設置費を年6千万円減らし、機器を4割に減らす。",
        Words("移設対象の機器", "データセンター会社", "運用班"), "情報システム部", _STANDARD, "plant",
        "hayashi", "murata",
        -75, 400, ((-75, 240),),
    ),
    Plan(
        39, "次期生産計画システム", "Next production planning", "需要の変化を翌日の計画に映す。",
        Words("生産計画", "計画ソフトの会社", "生産管理"), "生産技術部", _FULL, "it", "sakai", "hirano",
        20, 500, ((0, 880),),
    ),
    Plan(
        40, "社員教育プラットフォーム", "Learning platform", "研修の受講と評価を1か所で見る。",
        Words("受講記録", "教育SaaSの会社", "各部の教育担当"), "人事部", _LIGHT, "it", "ono", "kuroda", 40, 240, (),
    ),
)  # fmt: skip

PLANS: tuple[Plan, ...] = (*PAST, *TROUBLED, *STEADY)
