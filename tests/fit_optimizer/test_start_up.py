"""Commands, workers and the API load only what they use."""

import subprocess
import sys
from pathlib import Path

import pytest

from fit_optimizer.commands.app import loaded, summary
from fit_optimizer.commands.command_table import COMMANDS
from fit_optimizer.sweep.rows import easy_stroke
from fit_optimizer.workers.pool import worker_pool

TURBO = Path(__file__).parents[2] / "examples" / "turbo_rider.toml"
NOT_FOR_WORKERS = {
    *("matplotlib", "jinja2", "typst", "optuna", "sqlalchemy", "rich", "typer"),
    *("scipy", "trimesh", "pyarrow", "xarray", "fitdecode", "ijson", "asyncio"),
}
"""What draws, searches, reads recordings or talks to a terminal."""


def loaded_by(work: str) -> set[str]:
    """Top-level modules that a new process has loaded after some work."""
    code = f"{work}\nimport sys\nprint(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return {*ended.stdout.split()}


def test_a_worker_that_has_ridden_a_stroke_has_loaded_nothing_that_draws_or_searches():
    with worker_pool(1) as pool:
        pool.submit(easy_stroke).result()
        found = pool.submit(eval, "[*__import__('sys').modules]").result()
    assert not {name.partition(".")[0] for name in found} & NOT_FOR_WORKERS


@pytest.mark.parametrize(
    "work",
    [
        "fit_optimizer.calibration.loss",
        "fit_optimizer.sweep.rows",
        "fit_optimizer.trace_check.bins",
    ],
)
def test_what_workers_compute_loads_nothing_that_draws_or_searches(work):
    assert not loaded_by(f"import fit_optimizer.workers.pool, {work}") & NOT_FOR_WORKERS


def test_the_help_loads_neither_physics_nor_figures():
    asked = "import sys, contextlib, io\nsys.argv = ['pedalfit', '--help']\n"
    run = (
        "from fit_optimizer.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n    main()"
    )
    assert not loaded_by(asked + run) & {"numpy", "pybullet", "scipy", "matplotlib", "optuna"}


def test_the_report_loads_no_physics_and_no_search():
    loaded = loaded_by("import fit_optimizer.report.page, fit_optimizer.report.pdf")
    assert "matplotlib" in loaded
    assert not loaded & {"pybullet", "piqp", "scipy", "optuna", "sqlalchemy", "trimesh", "typer"}


def test_a_stroke_in_the_terminal_builds_no_document_and_reads_no_techniques():
    code = (
        f"import sys, contextlib, io\nsys.argv = ['pedalfit', 'simulate', {str(TURBO)!r}]\n"
        "from fit_optimizer.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n    main()\n"
        "assert 'sim.stroke' in sys.modules\n"
        "print(*(name for name in sys.modules if name.startswith('fit_optimizer.')))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    found = {name.split(".")[1] for name in ended.stdout.split()}
    assert not found & {"documents", "rides", "report", "search", "recommendation"}
    assert "fit_optimizer.setup.techniques" not in ended.stdout.split()


@pytest.mark.parametrize("command", COMMANDS)
def test_the_sentence_that_the_help_shows_is_the_commands_own(command):
    assert summary(command)
    assert summary(command).split("\n")[0] == loaded(command).help.split("\n")[0]
