"""A file is held by one process at a time."""

import subprocess
import sys

from fit_optimizer.platforms.file_lock import held_alone

TRY = (
    "import sys; from fit_optimizer.platforms.file_lock import held_alone\n"
    "print(held_alone(open(sys.argv[1], 'ab')))"
)


def held_elsewhere(path) -> str:
    """What another process is told that wants to hold the file."""
    asked = [sys.executable, "-c", TRY, str(path)]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()


def test_a_file_that_is_held_is_refused_to_another_process_until_it_is_closed(tmp_path):
    path = tmp_path / "held"
    with path.open("ab") as file:
        assert held_alone(file)
        assert held_elsewhere(path) == "False"
    assert held_elsewhere(path) == "True"
