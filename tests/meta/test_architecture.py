"""The rules of the house, checked on every module; and each rule finds a module that breaks it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.meta import exemptions, sources
from tests.meta.sources import Module

MODULES = sources.modules()
Rule = Callable[[Module], Iterator[str]]


@pytest.mark.parametrize("rule", sources.RULES, ids=lambda rule: rule.__name__)
def test_no_module_breaks_a_rule_of_the_house(rule: Rule) -> None:
    assert [place for module in MODULES for place in rule(module)] == []


def test_writes_stand_in_services_and_every_exemption_is_needed() -> None:
    found = {place for module in MODULES for place in sources.writes_outside_services(module)}
    assert found == set(exemptions.WRITES)


def test_the_checkers_are_told_to_look_away_ever_less_often() -> None:
    count = sum(len(re.findall(r"# type: ignore\[", module.text)) for module in MODULES)
    assert count <= exemptions.TYPE_IGNORES


BROKEN: list[tuple[Rule, str, str]] = [
    (sources.too_long, "projects/x.py", "x = 1\n" * 301),
    (sources.too_long, "projects/x.py", "def long():\n" + "    pass\n" * 40),
    (sources.grab_bag, "projects/utils.py", ""),
    (sources.grab_bag, "projects/helpers/dates.py", ""),
    (sources.inner_imports, "projects/x.py", "def f():\n    from portfolio import models\n"),
    (sources.inner_imports, "projects/x.py", "def f():\n    if True:\n        import pmo_site.pages.views\n"),
    (sources.writes_outside_services, "projects/views/x.py", "project.save()"),
    (sources.writes_outside_services, "projects/tasks.py", "Project.objects.filter(pk=1).update(name='x')"),
    (sources.writes_outside_services, "projects/selectors.py", "Project.objects.bulk_create([])"),
    (sources.writes_outside_services, "projects/api/x.py", "self.record.delete()"),
    (sources.queries_in_faces, "projects/views/x.py", "rows = Project.objects.all()"),
    (sources.queries_in_faces, "projects/api/x.py", "rows = Project.objects.all()"),
    (sources.queries_in_faces, "projects/forms.py", "rows = Project._default_manager.all()"),
    (sources.signals, "projects/x.py", "@receiver(post_save)"),
    (sources.signals, "projects/x.py", "post_save.connect(f)"),
    (sources.silent_ignores, "projects/x.py", "x = 1  # type: ignore"),
    (sources.silent_ignores, "projects/x.py", "x = 1  # type: ignore[misc]"),
    (sources.silent_ignores, "projects/x.py", "x = 1  # noqa"),
    (sources.silent_ignores, "projects/x.py", "x = 1  # noqa: E501"),
    (sources.formatted_messages, "projects/x.py", "_(f'{count} projects')"),
    (sources.formatted_messages, "projects/x.py", "gettext_lazy(f'{count} projects')"),
]


@pytest.mark.parametrize(
    ("rule", "name", "text"), BROKEN, ids=lambda value: getattr(value, "__name__", str(value)[:40])
)
def test_a_rule_finds_what_breaks_it(rule: Rule, name: str, text: str) -> None:
    assert list(rule(Module(sources.ROOT / Path(name), text)))


def test_a_service_may_write_and_a_set_may_be_updated() -> None:
    service = Module(sources.ROOT / "projects/services/x.py", "project.save()")
    view = Module(sources.ROOT / "projects/views/x.py", "found.update(more)")
    assert [*sources.writes_outside_services(service), *sources.writes_outside_services(view)] == []
