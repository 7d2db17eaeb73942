"""Plans drawn at random, from the declarations of the records themselves."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Any, Final

from hypothesis import strategies as st

from projects.domain.mspdi import Plan, enumerations
from projects.domain.mspdi.fields import Element, Kept, Record, Shape, record_of
from projects.domain.mspdi.values import CLOCK, DURATION, INTEGER, MOMENT, MONEY, NUMBER, SWITCH, TENTHS, TEXT

_SAFE = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
TEXTS = st.text(_SAFE | st.sampled_from("\t\n\r&<>\"']"), max_size=6)
_WHOLE = st.integers(-(10**11), 10**11)

_VALUES: Final[Mapping[str, st.SearchStrategy[Any]]] = {
    TEXT.name: TEXTS,
    INTEGER.name: _WHOLE,
    NUMBER.name: st.decimals(-(10**12), 10**12, places=5),
    SWITCH.name: st.booleans(),
    MOMENT.name: st.datetimes(),
    CLOCK.name: st.times().map(lambda time: time.replace(microsecond=0)),
    DURATION.name: st.integers(-(10**9), 10**9).map(lambda seconds: seconds / 60),
    TENTHS.name: _WHOLE.map(lambda tenths: tenths / 10),
    MONEY.name: st.decimals(-(10**12), 10**12, places=4),
    "baseline_number": st.integers(0, 10),
} | {
    name: st.sampled_from(members)
    for name, members in vars(enumerations).items()
    if isinstance(members, type) and issubclass(members, IntEnum) and members is not IntEnum
}
_NAMES = st.sampled_from(["GUID", "Extra", "Views"])


def _kept(names: st.SearchStrategy[str]) -> st.SearchStrategy[Kept]:
    leaves = st.builds(Kept, names, TEXTS)
    inner = st.lists(st.builds(Kept, _NAMES, TEXTS), min_size=1, max_size=2).map(tuple)
    return leaves | st.builds(Kept, names, st.just(""), inner)


def _kept_in(record: Record) -> st.SearchStrategy[tuple[Kept, ...]]:
    names = [name for name in (*record.places, "Unheard") if name not in record.elements]
    some = st.lists(_kept(st.sampled_from(names)), max_size=2)
    return some.map(lambda kept: tuple(sorted(kept, key=lambda one: record.place(one.name))))


def _content(element: Element) -> st.SearchStrategy[Any]:
    if element.kind is not None:
        return _VALUES[element.kind.name]
    inner = records(element.record) if element.record else st.nothing()
    if element.shape is Shape.ONE:
        return st.none() | inner
    unique = (lambda one: getattr(one, element.unique)) if element.unique else None
    return st.lists(inner, max_size=2, unique_by=unique).map(tuple)


def records(cls: type[Any]) -> st.SearchStrategy[Any]:
    """Records of one class with any of their fields set."""
    record = record_of(cls)
    needed = {element.name for element in record.required}
    parts = {element.name for element in record.elements.values() if element.kind is None}
    strategies = {element.name: _content(element) for element in record.elements.values()}
    required = {record.attributes[name]: strategies[name] for name in needed | parts}
    optional = {record.attributes[name]: strategies[name] for name in record.elements if name not in needed | parts}
    drawn = st.fixed_dictionaries(required, optional={**optional, "kept": _kept_in(record)})
    return drawn.map(lambda chosen: cls(**chosen))


PLANS: st.SearchStrategy[Plan] = records(Plan)
