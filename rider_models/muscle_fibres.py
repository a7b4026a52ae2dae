"""Slow-twitch share of each muscle's fibres, as read from `data/muscle_fibres.csv`."""

from __future__ import annotations

from functools import cache

from rider_models.data_tables import DATA, table_rows


@cache
def slow_twitch_shares() -> dict[str, float]:
    """Share of slow fibres (0 to 1) by the muscle's name in the reference model.

    Slow and fast fibres differ in heat and in shortening velocity. The shares are those that Uchida et al. 2016
    gathered from biopsies; muscles that nobody counted have half of each.
    """
    rows = table_rows(DATA / "muscle_fibres.csv")
    return {row["muscle"]: float(row["slow_twitch_share"]) for row in rows}
