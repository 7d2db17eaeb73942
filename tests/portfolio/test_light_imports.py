from __future__ import annotations

import subprocess
import sys

import pytest

from tests.shared_data import ROOT

HEAVY = ("numpy", "scipy", "ortools", "django")


@pytest.mark.parametrize(
    "module",
    [
        "portfolio.domain.prioritization",
        "portfolio.domain.selection",
        "portfolio.domain.investment",
        "standards.domain.gates",
        "standards.domain.maturity",
        "standards.domain.classification",
    ],
)
def test_importing_the_rules_loads_no_heavy_library(module: str) -> None:
    program = f"import sys, {module}; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603  our own interpreter, no shell
    assert done.stdout.strip() == "[]"
