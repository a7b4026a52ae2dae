"""A search of two cheap objectives, for tests of the storage."""

import os
import sys
import time

from optuna.samplers import NSGAIISampler

from fit_optimizer.search.trial_storage import StoredStudy, TrialStore, open_store

BATCH, TRIALS = 6, 14


def small_sampler(seed: int) -> NSGAIISampler:
    """NSGA-II with a small population."""
    return NSGAIISampler(population_size=BATCH, seed=seed)


def halfway(documents: list, batch: int) -> list[dict[str, float]]:
    """Two fits that depend on all finished trials, from the second batch on; the sampler draws the rest."""
    if batch == 0 or not documents:
        return []
    x, y = (sum(d[key] for d in documents) / len(documents) for key in "xy")
    return [{"x": x, "y": y}, {"x": x**2, "y": y**2}]


def run(store: TrialStore, seed: int = 1, trials: int = TRIALS, pause_s: float = 0.0):
    """Search; what the study's trials tried, in order."""
    study = StoredStudy(store, "search", 2, small_sampler, seed, {"x": 0.5, "y": 0.5}, halfway)
    while asked := study.ask(BATCH, trials):
        points = [(t.suggest_float("x", 0, 1), t.suggest_float("y", 0, 1)) for t in asked]
        for trial, (x, y) in zip(asked, points, strict=True):
            time.sleep(pause_s)
            document = {"x": x, "y": y, "by": os.getpid()}
            study.tell(trial, [x + y**2, (1 - x) ** 2 + y], {"limit": 0.1 - y}, document)
    return [(d["x"], d["y"]) for d in study.documents()]


if __name__ == "__main__":
    with open_store(sys.argv[1]) as opened:
        for point in run(opened, trials=int(sys.argv[2]), pause_s=0.05):
            print(*point)
