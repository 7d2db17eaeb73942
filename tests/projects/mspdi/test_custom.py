from __future__ import annotations

from decimal import Decimal

from projects.domain.mspdi import read
from projects.domain.mspdi.custom import custom_values
from tests.projects.mspdi.samples import HEAD, moment, sample


def _definition(field_id: int, name: str, more: str = "") -> str:
    return f"<ExtendedAttribute><FieldID>{field_id}</FieldID><FieldName>{name}</FieldName>{more}</ExtendedAttribute>"


def _value(field_id: int, value: str) -> str:
    return f"<ExtendedAttribute><FieldID>{field_id}</FieldID>{value}</ExtendedAttribute>"


def _custom(definitions: str, values: str) -> dict[str, object]:
    plan = read(
        f"{HEAD}<ExtendedAttributes>{definitions}</ExtendedAttributes>"
        f"<Tasks><Task><UID>1</UID>{values}</Task></Tasks></Project>"
    ).plan
    return dict(custom_values(plan, plan.tasks[0]))


def test_values_take_the_type_of_their_field_by_its_name() -> None:
    names = ("Cost1", "Date2", "Duration3", "Flag20", "Number4", "Text30", "Outline Code1")
    values = ("100", "2026-04-01T09:00:00", "PT8H0M0S", "1", "2.50", "1", "A.1")
    definitions = "".join(_definition(number, name) for number, name in enumerate(names))
    assert _custom(definitions, "".join(_value(number, f"<Value>{v}</Value>") for number, v in enumerate(values))) == {
        "Cost1": Decimal(1),
        "Date2": moment("2026-04-01T09:00"),
        "Duration3": 480,
        "Flag20": True,
        "Number4": Decimal("2.5"),
        "Text30": "1",
        "Outline Code1": "A.1",
    }


def test_a_declared_type_and_an_alias_come_before_the_name() -> None:
    definitions = _definition(1, "Text1", "<CFType>5</CFType><Alias>工数</Alias>")
    assert _custom(definitions, _value(1, "<Value>3</Value>")) == {"工数": Decimal(3)}


def test_a_value_of_another_type_is_none_and_one_without_a_definition_is_text() -> None:
    values = _value(1, "<Value>soon</Value>") + _value(2, "") + _value(9, "<Value>7</Value>")
    definitions = _definition(1, "Date1") + _definition(2, "Text1")
    assert _custom(definitions, values) == {"Date1": None, "Text1": None, "9": "7"}


def test_the_custom_costs_of_the_sample_are_money() -> None:
    plan = sample("task-costs-project2019-mspdi.xml").plan
    found = [custom_values(plan, task) for task in plan.tasks if task.custom_values]
    assert found == [{f"Cost{number}": Decimal(number)} for number in range(1, 11)]
