"""The words by which headings of text tables are recognised."""

from __future__ import annotations

import re

SHORT_HEADINGS = {
    "lte": "left torque effectiveness",
    "rte": "right torque effectiveness",
    "lps": "left smoothness",
    "rps": "right smoothness",
    "lpco": "left pco",
    "rpco": "right pco",
    "lppb": "left power phase start",
    "rppb": "right power phase start",
    "lppe": "left power phase end",
    "rppe": "right power phase end",
    "lpppb": "left peak power phase start",
    "rpppb": "right peak power phase start",
    "lpppe": "left peak power phase end",
    "rpppe": "right peak power phase end",
    "lrbalance": "balance left pct",
    "nm": "torque nm",
    "minutes": "time min",
    "ms": "time ms",
    "epochms": "time ms",
    "unixtime": "time",
    "epoch": "time",
    "msec": "time ms",
    "utc": "time",
    "ts": "time",
    "rpm": "cadence rpm",
    "w": "power w",
}
"""GoldenCheetah's short headings, and others of one word, spelt out (its lrbalance is the left leg's
percentage)."""

WORDS_OF = {
    "left": {"left", "l", "lh", "links", "linkes", "linke"},
    "right": {"right", "r", "rh", "rechts", "rechtes", "rechte"},
    "both": {"total", "both", "combined", "sum", "gesamt"},
    "start": {"start", "begin", "onset", "from"},
    "end": {"end", "finish", "stop", "to"},
    "time": {
        "time",
        "secs",
        "sec",
        "seconds",
        "timestamp",
        "t",
        "zeit",
        "elapsed",
        "datetime",
        "epoch",
        "unix",
    },
    "angle": {"angle", "theta", "crank", "kurbelwinkel", "winkel"},
    "torque": {"torque", "torq", "moment", "torques", "drehmoment"},
    "force": {"force", "ft", "kraft"},
    "cadence": {"cadence", "cad", "rpm", "trittfrequenz", "kadenz", "drehzahl"},
    "power": {"power", "watts", "watt", "leistung", "pwr"},
    "legs": {"leg", "legs", "pedal", "pedals", "side", "bein"},
}
NOT_OF_THE_CRANK = {
    "hip",
    "knee",
    "ankle",
    "foot",
    "shank",
    "thigh",
    "torso",
    "trunk",
    "joint",
    "muscle",
}
NOT_DRIVING = {"radial", "fr", "vertical", "horizontal", "normal", "ap", "shear", "lateral"}
STATISTICS = {"sd", "std", "se", "sem", "min", "max", "var", "lap", "session", "avg", "maximum"}
STATISTICS |= {"minimum", "count"}

NOT_THE_POWER = {
    "a target": {"target", "goal", "planned", "prescribed", "set", "setpoint", "demand", "erg"}
    | {"required", "workout", "soll", "sollleistung", "sollwert", "ziel", "zielleistung", "cible"}
    | {"commanded", "requested", "desired", "reference"},
    "a peak": {"peak", "max", "maximum", "best", "spitze", "maximal"},
    "an average": {"average", "avg", "mean", "rolling", "smoothed", "smooth", "weighted", "lap"}
    | {"session", "interval", "durchschnitt", "mittel", "moyenne", "ø"},
    "an accumulated power": {
        "accumulated",
        "accum",
        "accumulative",
        "cumulative",
        "cumulated",
        "work",
    },
    "a normalised power": {"normalized", "normalised", "np", "xpower", "iso", "adjusted"},
    "a limit or a zone": {"threshold", "ftp", "cp", "critical", "zone", "zones", "reserve"}
    | {"limit"},
    "an estimate": {"estimated", "virtual", "predicted", "theoretical", "modelled", "modeled"},
    "a part of the power": {"aero", "air", "gravity", "friction", "heat", "min", "minimum", "loss"},
    "another power than the rider's": {"battery", "motor", "assist", "offset", "drift", "delta"}
    | {"difference", "source", "state", "status", "type", "previous"},
}
"""What a column headed power holds where one of these words stands in its heading."""

LONGEST_HEADING = 200
"""Characters of a heading that are looked at (a guess)."""

OVER_SECONDS = re.compile(r"\b\d+ ?(?:s|sec|secs|second|seconds|min)\b")
"""A power over so many seconds is an average."""

DESCRIBING = {"crank", "pedal", "tangential", "effective", "net", "mean", "average", "measured"}
DESCRIBING |= {"record", "of", "the", "on", "at", "leg", "side", "propulsive", "instantaneous"}
DESCRIBING |= {"filtered", "raw", "smoothed", "axis", "arm", "value", "signal", "channel", "data"}
DESCRIBING |= {
    "in",
    "per",
    "revolution",
    "driving",
    "meter",
    "sensor",
    "output",
    "current",
    "actual",
}
DESCRIBING |= {
    "calibrated",
    "corrected",
    "cleaned",
    "lowpass",
    "final",
    "absolute",
    "real",
    "drive",
}
DESCRIBING |= {"derived", "computed", "calculated", "reconstructed"}
DESCRIBING |= {
    "shaft",
    "spindle",
    "bottom",
    "bracket",
    "bb",
    "chainring",
    "spider",
    "chain",
    "gear",
}
DESCRIBING |= {
    "ergometer",
    "pedalling",
    "pedaling",
    "cycle",
    "subject",
    "trial",
    "condition",
    "srm",
}
DESCRIBING |= {"cycling", "bike", "bicycle", "rider", "force", "torque", "moment", "power", "perp"}
"""Words of a heading that are no unit."""

CLOCK_HUNDREDTHS = re.compile(r"mm:ss:(?:00|cc|hh|ff|xx|1/100)", re.IGNORECASE)
"""How a heading says that the third part of a clock time is hundredths of a second."""
