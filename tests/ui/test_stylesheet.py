"""No class without style, no style sheet that differs from its lock, and the purge itself."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from pmo_site.ui.parts import LEVELS
from pmo_site.ui.sprite import ICONS, OWN_SYMBOLS
from pmo_site.ui.stylesheet import classes_defined, classes_used, parse, purge
from pmo_site.ui.templatetags.pm import BANNERS, SCORES
from tests.ui.sources import OWN_SCRIPTS, ROOT, STYLES, TEMPLATES, name

VENDOR = ROOT / "static" / "vendor"
DEFINED = frozenset[str]().union(*(classes_defined(path.read_text(encoding="utf-8")) for path in STYLES))
PYTHON = sorted((ROOT / "pmo_site" / "ui").rglob("*.py"))


@pytest.mark.parametrize("path", [*TEMPLATES, *OWN_SCRIPTS, *PYTHON], ids=name)
def test_every_class_has_style(path: Path) -> None:
    """A missing class of the vendor's sheet means: run script/vendor-assets; one of ours: write it."""
    assert sorted(classes_used(path.read_text(encoding="utf-8")) - DEFINED) == []


def test_every_class_put_together_at_run_time_has_style() -> None:
    families = [f"pm-{prefix}{level}" for prefix in ("", "mark-", "f-", "c-", "s-") for level in LEVELS]
    families += [f"pm-g{share}" for share in range(1, 41)]
    families += [f"pm-banner-{kind}" for kind in BANNERS] + [f"pm-score-{band}" for _least, band in SCORES]
    families += ["pm-toast-success", "pm-toast-error", "pm-toast-warning"]
    families += ["form-control", "form-select", "form-check-input", "pm-icon-sm", "pm-icon-lg"]
    assert [each for each in families if each not in DEFINED] == []


def test_what_the_lock_says_is_what_is_shipped() -> None:
    recorded = json.loads((VENDOR / "VENDOR.lock").read_text(encoding="utf-8"))
    shipped = {path.name for path in VENDOR.iterdir()} - {"VENDOR.lock"}
    assert shipped == set(recorded["files"])
    wrong = [
        file
        for file, checksum in recorded["files"].items()
        if hashlib.sha256((VENDOR / file).read_bytes()).hexdigest() != checksum
    ]
    assert wrong == []
    assert {each["license"] for each in recorded["packages"]} <= {"MIT", "0BSD"}


def test_the_sprite_holds_exactly_the_icons_that_are_named() -> None:
    found = set(re.findall(r'<symbol id="([\w-]+)"', (VENDOR / "icons.svg").read_text(encoding="utf-8")))
    assert found == ICONS | set(OWN_SYMBOLS)


def test_our_own_names_carry_the_prefix() -> None:
    ours = frozenset[str]().union(*(classes_defined(path.read_text(encoding="utf-8")) for path in STYLES[1:]))
    borrowed = {each for each in ours if not each.startswith("pm-")}
    assert borrowed <= {
        "btn",
        "btn-primary",
        "btn-danger",
        "btn-sm",
        "form-check-input",
        "form-control",
        "form-select",
        "htmx-request",
    }


def test_no_sheet_of_ours_loads_anything() -> None:
    for path in STYLES[1:]:
        assert not re.search(r"@import|url\(", path.read_text(encoding="utf-8"))


def test_printed_values_hide_half_a_name_but_choices_do_not() -> None:
    source = '<b class="one {% if x == "a" %}two{% endif %} pm-{{ level }} {{ extra }} three">'
    assert classes_used(source) == {"one", "two", "three"}


def test_a_style_sheet_is_read_with_strings_and_nested_blocks() -> None:
    css = '@charset "x";/* .no */.a::before{content:"}.b{"}@media (min-width:1px){.c:not(.d),.e>f{top:0}}'
    assert classes_defined(css) == {"a", "c", "d", "e"}
    assert parse(css)[1].prelude.startswith("@media")


def test_the_purge_keeps_used_rules_and_the_variables_they_need() -> None:
    css = ":root{--used:var(--through);--through:1px;--unused:2px}.a{top:var(--used)}.a .b,.c{left:0}.d,.a{right:0}"
    kept = purge(css, {"a", "c"})
    assert kept == ":root{--used:var(--through);--through:1px}\n.a{top:var(--used)}\n.c{left:0}\n.a{right:0}\n"


def test_the_purge_drops_empty_blocks_and_foreign_themes() -> None:
    assert purge("@media print{.x{top:0}}[data-bs-theme=dark] .a{top:0}@font-face{src:url(x)}", {"a"}) == ""
