"""Strength of hip extensors against hip flexion in plain Python."""

import math
from itertools import pairwise


def strength_in_flexion(group: str, hip_flexion_rad: float) -> float:
    """By hand: straight lines between the factors of the one-joint hip extensors."""
    if group not in ("gluteus_maximus", "adductor_magnus"):
        return 1.0
    table = [(30, 0.84), (45, 0.82), (60, 1.0), (75, 1.42), (90, 1.78), (100, 1.91), (112, 1.76)]
    hip = min(max(math.degrees(hip_flexion_rad), table[0][0]), table[-1][0])
    for (low, before), (high, after) in pairwise(table):
        if low <= hip <= high:
            return before + (after - before) * (hip - low) / (high - low)
    raise AssertionError(hip)
