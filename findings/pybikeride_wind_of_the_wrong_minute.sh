#!/bin/sh
# pybikeride 0.0.8 (PyPI, October 2026): weather added to a ride is that of the seconds of the clock instead of the minutes,
# and of a wind that turns past north it makes a tailwind of a headwind.
#
# Input: the two rows for 14 and 15 hours of the weather file in the package's own description (wind from 20 degrees with 2
# m/s, then from 340 degrees with 1 m/s; 2.9 and 2.0 degrees Celsius), and a GPX file of a ride due north from 14:00 to
# 14:59 with a point each half minute; a second weather file with a row for each minute.
#
# Expected: between the hours the weather goes from one row to the other with the minutes ((60 - minute) of the one and
# minute of the other, over 60, in add_weather): the wind turns past north, and against the rider blow 1.9 m/s at 14:00, 1.4
# at 14:30 and 0.9 at 15:00. With a row for each minute a segment has the row of its minute.
# Observed: the temperature at 14:00:00, 14:30:00 and 14:58:00 is 2.9 degrees, and 2.45 at 14:00:30, 14:30:30 and 14:58:30:
# it goes down and up again once a minute, as the minute is read by strftime("%S"), which are the seconds. At half
# past a minute the wind comes from 180 degrees, the mean of 20 and 340 as numbers, and blows 1.5 m/s from behind. With a
# row for each minute every segment has the row of minute 0 or 30. A ride after 23 hours gets the weather of the hour
# after the midnight before it. No error, no warning.
#
# Consequence: the mean headwind of this ride is 0.19 instead of 1.42 m/s, and half its segments have it from behind, so
# that a speed, power or drag area set against the wind is set against another. Way round: twa and headwind made of the
# components of the wind, interpolated by the time of each segment.
#
# Exit status 0: as observed above. 1: the behaviour changed. Needs python3 (3.10 or later) and network for pip.
# ipyleaflet draws the map and is not needed here: an empty module stands in its place.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check numpy==2.2.6 pandas==2.3.3 geopy==2.5.0 fitdecode==0.11.0 \
    beautifulsoup4==4.15.0 lxml==6.1.3 requests==2.34.2
venv/bin/pip install --quiet --disable-pip-version-check --no-deps pybikeride==0.0.8
echo "Map = Polyline = None" > ipyleaflet.py
cat > check.py <<'PY'
import sys
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from bikeride import BikeRide

HOURLY = [(14, 20, 2.0, 2.9), (15, 340, 1.0, 2.0)]
DAY = datetime(2021, 1, 8)


def ride(name, start, minutes, weather):
    points = []
    for half in range(2 * minutes + 1):
        time = start + timedelta(seconds=30 * half)
        place = f'lat="{52 + 0.001 * half:.3f}" lon="5.0"'
        points.append(f"<trkpt {place}><ele>1.0</ele><time>{time:%Y-%m-%dT%H:%M:%SZ}</time></trkpt>")
    Path(f"{name}.gpx").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<gpx version="1.1" creator="check" xmlns="http://www.topografix.com/GPX/1/1">'
        f"<trk><trkseg>{''.join(points)}</trkseg></trk></gpx>"
    )
    Path(f"{name}.csv").write_text("\n".join(",".join(map(str, row)) for row in weather) + "\n")
    segments = BikeRide(f"{name}.gpx", path_weather=f"{name}.csv").segments
    return {f"{one['timestamp_start']:%H:%M:%S}": one for one in segments}


def right_headwind(clock):
    share = (int(clock[3:5]) + int(clock[6:8]) / 60) / 60
    before, after = (speed * np.exp(1j * np.radians(direction)) for _, direction, speed, _ in HOURLY)
    return float(((1 - share) * before + share * after).real)


head = ("date", "hour", "wind_direction", "wind_speed", "temperature")
hourly = ride("hourly", DAY.replace(hour=14), 59, [head, *((20210108, *row) for row in HOURLY)])
for clock in ("14:00:00", "14:00:30", "14:30:00", "14:30:30", "14:58:00", "14:58:30"):
    one = hourly[clock]
    print(f"{clock}: {one['temperature']:.2f} degrees Celsius, wind from {one['wind_direction']:.0f} degrees,",
          f"headwind {one['headwind']:+.2f} m/s ({right_headwind(clock):+.2f} is right)")
headwinds = np.array([one["headwind"] for one in hourly.values()])
right = np.array([right_headwind(clock) for clock in hourly])
print(f"mean headwind {headwinds.mean():+.2f} m/s, {right.mean():+.2f} is right; from behind in {np.mean(headwinds < 0):.0%},",
      f"{np.mean(right < 0):.0%} is right")
minutely = ride("minutely", DAY.replace(hour=14), 59, [
    ("date", "hour", "minute", "temperature"), *((20210108, 14, minute, minute) for minute in range(60))])
rows = sorted({float(one["temperature"]) for one in minutely.values()})
print("rows for each minute: of the 60 minutes, those used are", rows)
late = ride("late", DAY.replace(hour=23), 30, [
    ("date", "hour", "temperature"), (20210108, 0, -9.0), (20210108, 23, 5.0), (20210109, 0, 4.0)])
print(f"at 23:00:00: {late['23:00:00']['temperature']:.1f} degrees Celsius, 5.0 is right (-9.0 at 0 hours of that day)")
as_observed = (
    all(abs(hourly[f"14:{minute:02}:00"]["temperature"] - 2.9) < 1e-9 for minute in range(59))
    and all(abs(hourly[f"14:{minute:02}:30"]["temperature"] - 2.45) < 1e-9 for minute in range(59))
    and all(abs(hourly[f"14:{minute:02}:30"]["wind_direction"] - 180) < 1e-9 for minute in range(59))
    and all(abs(hourly[f"14:{minute:02}:30"]["headwind"] + 1.5) < 0.01 for minute in range(59))
    and right.min() > 0.9
    and rows == [0.0, 30.0]
    and late["23:00:00"]["temperature"] == -9.0
)
sys.exit(0 if as_observed else 1)
PY
venv/bin/python check.py
