"""Which package may import which: data flows one way, and a worker loads no more than it needs."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("rider_models", "sim", "fit_optimizer")
MOST_LINES = 400
MOST_AT_THE_TOP = 5

NEVER = {
    "rider_models": ("sim", "fit_optimizer"),
    "sim": ("fit_optimizer",),
    "fit_optimizer/report": (
        "fit_optimizer.search",
        "fit_optimizer.recommendation",
        "fit_optimizer.criteria",
    ),
    "fit_optimizer/calibration": ("fit_optimizer.report", "fit_optimizer.search"),
    "fit_optimizer/documents": ("fit_optimizer.setup",),
    "fit_optimizer/drawing": ("fit_optimizer.report",),
    "fit_optimizer/traces": ("fit_optimizer.setup",),
    "fit_optimizer/rides": ("fit_optimizer.search", "fit_optimizer.report"),
}
"""What modules below a folder never import."""


def modules_below(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def imported_by(module: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return found


@pytest.mark.parametrize("folder", NEVER)
def test_no_import_runs_upward(folder):
    upward = [
        f"{module.relative_to(ROOT)} imports {name}"
        for module in modules_below(folder)
        for name in imported_by(module)
        if any(name == never or name.startswith(f"{never}.") for never in NEVER[folder])
    ]
    assert modules_below(folder)
    assert not upward


def test_no_module_grows_beyond_what_is_read_at_one_sitting():
    lengths = {
        str(module.relative_to(ROOT)): len(module.read_text(encoding="utf-8").splitlines())
        for package in PACKAGES
        for module in modules_below(package)
    }
    assert {name: n for name, n in lengths.items() if n > MOST_LINES} == {}


def test_the_top_of_fit_optimizer_stays_small():
    assert len(list((ROOT / "fit_optimizer").glob("*.py"))) <= MOST_AT_THE_TOP
