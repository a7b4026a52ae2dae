"""Electromyograms made for tests: noise under envelopes that are known, on a crank that turns as told."""

from pathlib import Path

import numpy as np

HEADER = "time_s,crank_angle_deg,vastus_lateralis,biceps_femoris,soleus_left"
SHAPES = {
    "vastus_lateralis": (40.0, 6.0),
    "biceps_femoris": (130.0, 3.0),
    "soleus_left": (80.0, 5.0),
}
"""Peak (deg of the right crank) and sharpness of each envelope."""


def envelope_at(name: str, angle_deg):
    """The envelope that was put in (0 to 1)."""
    peak, sharp = SHAPES[name]
    return np.exp(sharp * (np.cos(np.deg2rad(angle_deg - peak)) - 1))


def recording(
    rate_hz=1000.0, seconds=20.0, rpm=80.0, start_deg=100.0, seed=1, raw=True, wobble=0.0
):
    """Columns by name: times, crank angle from 0 to 360 and three channels, raw (mV) or envelopes."""
    rng = np.random.default_rng(seed)
    time = np.arange(int(rate_hz * seconds)) / rate_hz
    angle = start_deg + 6 * rpm * time + wobble * np.sin(2 * np.pi * 0.1 * time)
    columns = {"time_s": time, "crank_angle_deg": angle % 360}
    for name in SHAPES:
        under = envelope_at(name, angle)
        noise = rng.standard_normal(len(time))
        columns[name] = 0.8 * under * noise + 0.004 * noise if raw else 0.5 * under
    return columns


def written(path: Path, columns, sign=",", decimal="."):
    """The file with the columns as a text table."""
    rows = [sign.join(columns)]
    for row in zip(*columns.values(), strict=True):
        rows.append(sign.join(f"{value:.6g}".replace(".", decimal) for value in row))
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path
