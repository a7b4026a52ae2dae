"""How much muscle a leg has, and how it is shared out among its muscles (Handsfield et al. 2014)."""

from __future__ import annotations

from functools import cache

from rider_models.data_tables import DATA, table_rows
from rider_models.muscle_table import muscle_rows


def leg_muscle_volume_cm3(height_m: float, mass_kg: float) -> float:
    """Volume of one leg's muscles (cm3): 47 x height x mass + 1285 (Handsfield et al. 2014, J Biomech 47:631)."""
    return 47.0 * height_m * mass_kg + 1285.0


@cache
def volume_shares() -> dict[str, float]:
    """Share of each muscle of the reference model in the volume of a leg's muscles (0 to 1), by its name.

    Measured (`data/muscle_volumes.csv`), and not the reference model's force times fibre length: its fibres of vasti,
    gastrocnemius and semimembranosus are 14 to 25 % longer than dissected ones (Ward et al. 2009, Clin Orthop Relat Res
    467:1074; lengthened for deep flexion, Lai et al. 2017, Ann Biomed Eng 45:2762) at the same forces, so that these
    muscles would be so much too heavy. Parts of one muscle share its volume as their own force times length.
    """
    size = {
        row.name: row.max_isometric_force_n * row.optimal_fibre_length_m for row in muscle_rows()
    }
    shares: dict[str, float] = {}
    for row in table_rows(DATA / "muscle_volumes.csv"):
        parts = row["parts"].split()
        whole = sum(size[part] for part in parts)
        shares |= {part: float(row["share_pct"]) / 100 * size[part] / whole for part in parts}
    return shares
