"""What the terminal says of progress and of files: counts that come, and where things were written."""

from __future__ import annotations

from pathlib import Path

from fit_optimizer.commands.terminal import OneBar, console, tell_written

TRYING, AROUND = "strokes tried", "around the choice"


def test_a_stage_counts_its_own_strokes_and_not_those_the_bar_takes_for_the_rest() -> None:
    shown: list[tuple[str, float, float]] = []
    bar = OneBar({"getting ready": 40, TRYING: 288, AROUND: 40}, lambda *one: shown.append(one))
    bar.at(TRYING, 144, of=288)
    assert shown[-1] == (f"{TRYING}, 144 of 288", 40 + 144, 368)
    bar.at(TRYING, 288, of=288)
    assert shown[-1][0] == f"{TRYING}, 288 of 288"
    bar.step(AROUND, 50)
    assert shown[-1] == (f"{AROUND}, 50", 368, 368)


def test_every_file_written_is_told_with_its_whole_name() -> None:
    name = Path("a" * 120) / "stroke.json"
    with console.capture() as found:
        tell_written(name, None, Path("b.png"))
    assert found.get().splitlines() == [f"Written: {name}", "Written: b.png"]


def test_a_name_between_colons_is_no_picture(run_here):
    code, _, said = run_here("fit", ":smile:.toml", "--storage", "file:x:")
    assert code == 2
    assert ":smile:.toml" in said
    console.print("rider :x:")
    code, shown, _ = run_here("new", ":smile:.toml")
    assert code == 0
    assert "rider :x:\n" in shown
    assert ":smile:.toml" in shown
