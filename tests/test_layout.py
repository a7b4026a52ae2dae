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
    "fit_optimizer/pose": ("fit_optimizer.setup", "fit_optimizer.report"),
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


def numbers_at_the_top(module: Path) -> dict[str, bool]:
    """The numeric constants of a module, and whether a docstring stands below each or below its group."""
    body = ast.parse(module.read_text(encoding="utf-8")).body
    found = {}
    for place, node in enumerate(body):
        if isinstance(node, ast.Assign | ast.AnnAssign) and is_number(node.value):
            group = [node]
            for after in body[place + 1 :]:
                if after.lineno - (group[-1].end_lineno or 0) > 1:
                    break
                group.append(after)
                if not isinstance(after, ast.Assign | ast.AnnAssign):
                    break
            last = group[-1]
            said = isinstance(last, ast.Expr) and isinstance(last.value, ast.Constant)
            found[ast.unparse(node)[:60]] = said
    return found


def is_number(value: ast.expr | None) -> bool:
    """Whether an expression is a number, or numbers within each other."""
    if isinstance(value, ast.Constant):
        return isinstance(value.value, int | float) and not isinstance(value.value, bool)
    if isinstance(value, ast.UnaryOp):
        return is_number(value.operand)
    if isinstance(value, ast.BinOp):
        return is_number(value.left) and is_number(value.right)
    inner: list[ast.expr] = []
    if isinstance(value, ast.Tuple | ast.List):
        inner = value.elts
    elif isinstance(value, ast.Dict):
        inner = value.values
    elif isinstance(value, ast.Call) and not value.keywords:
        inner = value.args
    return bool(inner) and all(map(is_number, inner))


@pytest.mark.parametrize("package", PACKAGES)
def test_every_number_says_where_it_comes_from(package):
    silent = {
        f"{module.relative_to(ROOT)}: {name}"
        for module in modules_below(package)
        for name, said in numbers_at_the_top(module).items()
        if not said
    }
    assert silent == set()
