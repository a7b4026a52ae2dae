"""Writes `docs/notebooks/maps.ipynb`, executed: `python docs/make_notebook.py`.

The cells stand here as plain text, so that changes can be read; outputs are made by running them.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).parent / "notebooks" / "maps.ipynb"

CELLS: tuple[tuple[str, str], ...] = (
    (
        "markdown",
        "# Maps, bodies, and an objective of one's own\n\n"
        "Three things that a researcher does with a model of the pedal stroke.",
    ),
    (
        "code",
        "import matplotlib.pyplot as plt\nimport numpy as np\n\nimport fit_optimizer as pf\n\n"
        "rider = pf.set_up(height_mm=1780, mass_kg=66, power_w=200, cadence_rpm=81)\n"
        "pf.simulate(rider)",
    ),
    (
        "markdown",
        "## A map of knee load over saddle height and cadence\n\n"
        "Peak force behind the kneecap (body weights). A stroke that the rider cannot do is a gap.",
    ),
    (
        "code",
        "def metric(name, **keys):\n"
        "    try:\n"
        "        return pf.metrics(pf.simulate(pf.set_up(rider, **keys)))[name]\n"
        "    except pf.PedalfitError:\n"
        "        return np.nan\n\n\n"
        "heights, cadences = np.arange(725, 771, 9), np.arange(65, 106, 10)\n"
        "load = np.array([[metric('patellofemoral_force_peak_bw', saddle_height_mm=float(h), cadence_rpm=float(c))\n"
        "                  for h in heights] for c in cadences])\n"
        "drawn = plt.contourf(heights, cadences, load, levels=10)\n"
        "plt.colorbar(drawn, label='peak patellofemoral force (BW)')\n"
        "plt.xlabel('saddle height (mm)')\n_ = plt.ylabel('cadence (rpm)')",
    ),
    (
        "markdown",
        "## A Monte-Carlo of body sizes\n\nHeight and mass are drawn together; everything else follows from "
        "body size and custom. The numbers are round ones for men (a guess to draw with, not a survey). Many more "
        'rows are a sweep\'s work (`method = "normal"`).',
    ),
    (
        "code",
        "rng = np.random.default_rng(1)\n"
        "sd, correlation = np.array([65.0, 10.0]), 0.5\n"
        "cov = np.outer(sd, sd) * np.array([[1, correlation], [correlation, 1]])\n"
        "bodies = rng.multivariate_normal([1780, 75], cov, 40)\n"
        "loads = [metric('patellofemoral_force_peak_bw', height_mm=float(h), mass_kg=float(m)) for h, m in bodies]\n"
        "plt.hist(loads, bins=10)\n_ = plt.xlabel('peak patellofemoral force (BW)')\n"
        "print(f'mean {np.nanmean(loads):.2f} BW, standard deviation {np.nanstd(loads):.2f} BW')",
    ),
    (
        "markdown",
        "## An objective of one's own\n\nThe saddle height that unloads the kneecap and leaves the "
        "most torque at the dead centre (lowest over mean), "
        "each relative to today's.",
    ),
    (
        "code",
        "now = pf.metrics(pf.simulate(rider))\n\n\n"
        "def objective(ride):\n"
        "    found = pf.metrics(ride)\n"
        "    return (found['patellofemoral_force_peak_bw'] / now['patellofemoral_force_peak_bw']\n"
        "            - found['dead_centre_size_pct'] / now['dead_centre_size_pct'])\n\n\n"
        "heights = np.arange(705, 771, 8)\n"
        "scores = [objective(pf.simulate(pf.set_up(rider, saddle_height_mm=float(h)))) for h in heights]\n"
        "plt.plot(heights, scores, 'o-')\nplt.xlabel('saddle height (mm)')\n_ = plt.ylabel('objective')\n"
        "print(f'least at a saddle height of {heights[int(np.argmin(scores))]} mm')",
    ),
)


def main() -> None:
    """Execute the cells and write the notebook."""
    book = nbformat.v4.new_notebook()
    make = {"markdown": nbformat.v4.new_markdown_cell, "code": nbformat.v4.new_code_cell}
    book.cells = [
        make[kind](text, id=f"cell-{number}") for number, (kind, text) in enumerate(CELLS)
    ]
    book.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    NotebookClient(book, timeout=600).execute()
    for cell in book.cells:
        cell.metadata = nbformat.NotebookNode()
    NOTEBOOK.parent.mkdir(exist_ok=True)
    nbformat.write(book, NOTEBOOK)
    print(f"{NOTEBOOK}: {len(CELLS)} cells executed", file=sys.stderr)


if __name__ == "__main__":
    main()
