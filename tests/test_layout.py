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
    "fit_optimizer/setup": (
        "fit_optimizer.technique",
        "fit_optimizer.criteria",
        "fit_optimizer.recommendation",
        "fit_optimizer.report",
    ),
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


CALLED_BY_NAME = {("api", "sweep")}
"""`pf.sweep(...)` is a call, and `sweep` a folder: the folder answers the call as `api` does."""


def test_no_two_folders_import_each_other():
    """Modules at the top are folders of their own."""
    arrows = set()
    for module in modules_below("fit_optimizer"):
        of = module.relative_to(ROOT / "fit_optimizer").with_suffix("").parts[0]
        named = (name.split(".") for name in imported_by(module))
        arrows |= {(of, name[1]) for name in named if name[0] == "fit_optimizer" and len(name) > 1}
    both = {(a, b) for a, b in arrows if a < b and (b, a) in arrows}
    assert len(arrows) > 100
    assert both == CALLED_BY_NAME


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


def anything_by_name(annotation: ast.expr) -> bool:
    """Whether a type is, or holds, a dict or a Mapping of text to Any."""
    return any(
        isinstance(node, ast.Subscript)
        and ast.unparse(node.value).rpartition(".")[2] in ("dict", "Mapping", "MutableMapping")
        and ast.unparse(node.slice).endswith("str, Any)")
        for node in ast.walk(annotation)
    )


def untyped_documents(source: str) -> list[str]:
    """Functions of a module that take or return a `dict[str, Any]`, and names that stand for one."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            types = [one.annotation for one in every if one.annotation is not None]
            if any(map(anything_by_name, [*types, *([node.returns] if node.returns else [])])):
                found.append(node.name)
        elif isinstance(node, ast.Assign) and anything_by_name(node.value):
            found.append(ast.unparse(node.targets[0]))
    return found


LIBRARIES_ASK_FOR_IT = {
    "fit_optimizer/search/checked_journal.py: append_logs",  # Optuna's journal
    "fit_optimizer/studio/app.py: Answers",  # FastAPI's `responses`
    "fit_optimizer/studio/desk.py: _called",  # arguments of any function, as of `Executor.submit`
}
"""Signatures that another library, or Python's own, has made."""


def test_documents_and_tables_have_types_where_they_are_handed_on():
    untyped = {
        f"{module.relative_to(ROOT).as_posix()}: {name}"
        for package in PACKAGES
        for module in modules_below(package)
        for name in untyped_documents(module.read_text(encoding="utf-8"))
    }
    assert untyped == LIBRARIES_ASK_FOR_IT


def test_an_untyped_document_would_be_found():
    source = "def a(x: list[dict[str, Any]]) -> None: ...\ndef b() -> Mapping[str, Any] | None: ...\nJ = dict[str, Any]"
    assert untyped_documents(source) == ["a", "b", "J"]
    assert untyped_documents("def c(x: dict[str, float], y: Any) -> dict[str, object]: ...") == []


def undocumented(module: Path) -> list[str]:
    """Public functions without a docstring, or that raise an error of their own and do not say so.

    Methods that stand in a base class have its docstring; those of `commands` are what the help shows.
    """
    found = []
    for holder in [tree := ast.parse(module.read_text(encoding="utf-8")), *classes_of(tree)]:
        derived = isinstance(holder, ast.ClassDef) and bool(holder.bases)
        for node in holder.body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            said = ast.get_docstring(node) or ""
            if node.name.startswith("_") or (derived and not said):
                continue
            if not said or (raises(node) and "aise" not in said and "efuse" not in said):
                found.append(node.name)
    return found


def classes_of(tree: ast.Module) -> list[ast.ClassDef]:
    return [one for one in tree.body if isinstance(one, ast.ClassDef) and one.name[0] != "_"]


def raises(node: ast.AST) -> bool:
    """Whether a function raises an error that it makes itself."""
    made = (one.exc for one in ast.walk(node) if isinstance(one, ast.Raise))
    return any(
        isinstance(one, ast.Call) and ast.unparse(one.func)[0].isupper() and one.args
        for one in made
    )


@pytest.mark.parametrize("package", PACKAGES)
def test_every_public_function_says_what_it_returns_and_raises(package):
    silent = {
        f"{module.relative_to(ROOT).as_posix()}: {name}"
        for module in modules_below(package)
        if "commands" not in module.parts
        for name in undocumented(module)
    }
    assert silent == set()
