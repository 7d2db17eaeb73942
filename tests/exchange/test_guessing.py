from __future__ import annotations

from decimal import Decimal

import pytest

from pmo_site.exchange.guessing import Choice, Target, guess, known_names
from pmo_site.exchange.headers import fingerprint, scale_of
from pmo_site.exchange.mapping import RowMapper
from pmo_site.exchange.reading import read_table
from pmo_site.resources.fields import label_of
from pmo_site.resources.resource import Resource
from projects.import_targets import MILESTONE_TARGETS, TARGETS
from projects.imports import PROJECTS
from projects.resources import milestones, projects


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("案件番号", "code"),
        ("Project ID", "code"),
        ("project_name", "name"),
        ("ﾌﾟﾛｼﾞｪｸﾄ名", "name"),
        ("所管部署", "department"),
        ("予算（千円）", "latest_budget"),
        ("完了 予定日", "baseline_finish"),
        ("進捗率(%)", "percent_complete"),
        ("ステータス", "status"),
        ("ヨミ", "reading"),
        ("ﾌﾘｶﾞﾅ", "reading"),
        ("読み仮名", "reading"),
        ("案件名（カナ）", "reading"),
        ("データ基準日", "data_as_of"),
        ("Smell", None),
        ("PM", None),
    ],
)
def test_columns_are_known_by_the_names_that_people_give_them(header: str, target: str | None) -> None:
    assert guess([header], TARGETS) == ({} if target is None else {header: target})


def test_no_two_columns_go_to_one_target() -> None:
    assert guess(["予算", "予算額"], TARGETS) == {"予算": "latest_budget"}


@pytest.mark.parametrize(("register", "targets"), [(projects, TARGETS), (milestones, MILESTONE_TARGETS)])
def test_an_import_knows_fields_by_the_words_of_their_register_alone(
    register: Resource, targets: tuple[Target, ...]
) -> None:
    fields = {field.name: field for field in register.fields}
    shared = [target for target in targets if target.key in fields]
    assert len(shared) > 4
    for target in shared:
        assert target.names == fields[target.key].names
        assert str(target.label) == str(label_of(fields[target.key], register.model))


def test_a_running_number_gives_way_to_a_number_of_the_project() -> None:
    assert guess(["No", "案件番号"], TARGETS) == {"案件番号": "code"}
    assert guess(["No", "案件名"], TARGETS) == {"No": "code", "案件名": "name"}


def test_a_name_and_its_reading_stand_side_by_side() -> None:
    assert guess(["案件名", "案件名（フリガナ）"], TARGETS) == {"案件名": "name", "案件名（フリガナ）": "reading"}


def test_no_name_leads_to_two_targets() -> None:
    assert len(known_names(TARGETS)) == len(
        {(name, target.key) for target in TARGETS for name in known_names([target])}
    )


def test_a_fingerprint_knows_the_columns_whatever_their_order_and_width() -> None:
    assert fingerprint(["コード", "名称"]) == fingerprint(["名称", "ｺｰﾄﾞ"]) != fingerprint(["コード"])


@pytest.mark.parametrize(
    ("header", "scale"),
    [("予算（千円）", 1000), ("予算(単位：百万円)", 10**6), ("Budget [k]", 1000), ("予算（税込）", 1)],
)
def test_the_unit_that_a_header_tells_is_understood(header: str, scale: int) -> None:
    assert scale_of(header) == Decimal(scale)


def test_cells_are_understood_in_the_unit_of_their_column_and_words_in_both_languages() -> None:
    table = read_table(
        (
            "コード,予算（千円）,状態,進捗率\nP-1,1200,進行中,55％\nP-2,３百万円,In Progress,0.5\nP-3,-1,踊り中,140\n"
        ).encode()
    )
    mapped = RowMapper(PROJECTS.mapping(Choice(guess(table.header, TARGETS))))(table.rows)
    assert [dict(row.values) for row in mapped.rows] == [
        {
            "code": "P-1",
            "latest_budget": Decimal(1_200_000),
            "status": "active",
            "percent_complete": Decimal(55),
            "currency": "JPY",
        },
        {
            "code": "P-2",
            "latest_budget": Decimal(3_000_000),
            "status": "active",
            "percent_complete": Decimal("0.5"),
            "currency": "JPY",
        },
    ]
    assert [(each.row, each.column, each.code) for each in mapped.rejections] == [
        (4, "予算（千円）", "negative"),
        (4, "状態", "unknown_word"),
        (4, "進捗率", "over_100"),
    ]


def only_row(written: str) -> dict[str, object]:
    """What a list brings in which a word stands in every cell but the code's."""
    head = "コード,名称,部門,予算（千円）,完了見込日,進捗率,状態"
    table = read_table(f"{head}\nP-1,{written},{written},{written},{written},{written},{written}\n".encode())
    mapped = RowMapper(PROJECTS.mapping(Choice(guess(table.header, TARGETS))))(table.rows)
    assert mapped.rejections == ()
    (row,) = mapped.rows
    return dict(row.values)


@pytest.mark.parametrize("written", ["未定", "-", "―", "－", "TBD"])
def test_a_word_for_unknown_is_as_good_as_an_empty_cell_and_makes_no_department(written: str) -> None:
    assert only_row(written) == {"code": "P-1", "name": written, "currency": "JPY"}


@pytest.mark.parametrize("written", ["NA", "n/a", "Ｎ／Ａ", "不明"])
def test_a_department_may_be_called_as_an_unknown_number_is(written: str) -> None:
    assert only_row(written) == {"code": "P-1", "name": written, "department": written, "currency": "JPY"}
