"""The 40 leg muscles: Hill parameters, paths and passive curves, as read from `data/`."""

from __future__ import annotations

from pathlib import Path

DATA = Path(__file__).parent / "data"

COORDINATES = (
    "hip_flexion",
    "hip_adduction",
    "hip_rotation",
    "knee_flexion",
    "ankle_dorsiflexion",
    "subtalar_inversion",
)

MUSCLES_BY_GROUP = {
    "gluteus_maximus": ("glmax1", "glmax2", "glmax3"),
    "adductor_magnus": ("addmagDist", "addmagIsch", "addmagMid", "addmagProx"),
    "short_adductors": ("addbrev", "addlong", "grac"),
    "hip_abductors": ("glmed1", "glmed2", "glmed3", "glmin1", "glmin2", "glmin3", "piri", "tfl"),
    "iliopsoas": ("iliacus", "psoas", "sart"),
    "rectus_femoris": ("recfem",),
    "vasti": ("vasint", "vaslat", "vasmed"),
    "hamstrings": ("bflh", "semimem", "semiten"),
    "biceps_femoris_short_head": ("bfsh",),
    "gastrocnemius": ("gaslat", "gasmed"),
    "soleus": ("soleus", "fdl", "fhl", "tibpost", "perbrev", "perlong"),
    "dorsiflexors": ("tibant", "edl", "ehl"),
}
FUNCTIONAL_GROUP = {m: group for group, members in MUSCLES_BY_GROUP.items() for m in members}
