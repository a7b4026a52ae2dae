"""Derive `data/muscle_points.json`, the points that muscles are drawn through, from the reference model.

Run as `python -m rider_models.derivation.derive_muscle_points RajagopalLaiUhlrich2023.osim`
(developer extra, ten seconds). Points and wrapping circles are in the axes of their segment over
its size, so that they follow a rider's segment lengths. Only pictures use them: the physics has
the polynomials of `derive_muscle_tables`.
"""

from __future__ import annotations

import json
import sys
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import opensim as osim

from rider_models.arrays import Array, Joint
from rider_models.data_tables import DATA
from rider_models.derivation.reference_model import ReferenceModel
from rider_models.muscle_points import REFERENCE_SIZE_M, CircleRow, PatellaTable

_SEGMENT = {
    "pelvis": "pelvis",
    "femur_r": "thigh",
    "patella_r": "patella",
    "tibia_r": "shank",
    "calcn_r": "foot",
    "toes_r": "foot",
}
_BODY = {segment: body for body, segment in _SEGMENT.items() if body != "toes_r"}
_ORDER = {segment: i for i, segment in enumerate(REFERENCE_SIZE_M)}
LEAST_LATERAL = 0.6
"""Cylinders whose axis points less than this to the side (its cosine) are no circles in a side view."""
PATELLA_KNEE_DEG = np.arange(0.0, 136.0, 7.5)
_POSES = [
    np.deg2rad([hip, 0.0, 0.0, knee, ankle, 0.0])
    for hip, knee, ankle in product(
        (0.0, 30.0, 60.0, 90.0, 115.0), (10.0, 40.0, 70.0, 100.0, 125.0), (-20.0, 0.0, 20.0)
    )
]
"""Poses at which the wrapping is looked at: hip and knee flexion, dorsiflexion."""


class PathReader:
    """Reads path points and wrapping cylinders of one muscle after another."""

    def __init__(self, model: ReferenceModel) -> None:
        self.model = model
        self.bodies = model.model.getBodySet()
        model.pose(np.zeros(6))
        hip = self._station("femur_r", osim.Vec3(0.0), "pelvis")
        self.origin = {segment: np.zeros(3) for segment in REFERENCE_SIZE_M}
        self.origin["pelvis"] = hip

    def points(self, name: str) -> list[list[Any]]:
        """[segment, x, y, z] of origin, via points and insertion, each over its segment's size."""
        self.model.pose(np.zeros(6))
        path = self.model.muscles[name].getGeometryPath().getPathPointSet()
        rows = []
        for i in range(path.getSize()):
            point = path.get(i)
            body = point.getParentFrame().getName()
            segment = _SEGMENT[body]
            here = self._station(body, point.getLocation(self.model.state), _BODY[segment])
            rows.append([segment, *self._scaled(segment, here)])
        return rows

    def wraps(self, name: str) -> list[CircleRow]:
        """Circles of the lateral cylinders that the path is ever seen to wrap around, in order."""
        wraps = self.model.muscles[name].getGeometryPath().getWrapSet()
        found: list[CircleRow] = []
        for i in range(wraps.getSize()):
            cylinder = osim.WrapCylinder.safeDownCast(wraps.get(i).getWrapObject())
            transform = cylinder.getTransform()
            axis = np.array([transform.R().asMat33().get(k, 2) for k in range(3)])
            if abs(axis[2]) < LEAST_LATERAL:
                continue
            body = cylinder.getFrame().getName()
            centre = np.array([transform.p().get(k) for k in range(3)])
            seen = self._passes(name, body, centre, axis * np.sign(axis[2]), cylinder.get_radius())
            if not seen:
                continue
            after, left = max(set(seen), key=seen.count)
            segment = _SEGMENT[body]
            found.append(
                {
                    "segment": segment,
                    "centre": self._scaled(segment, centre),
                    "radius": round(cylinder.get_radius() / REFERENCE_SIZE_M[segment], 5),
                    "after_point": after,
                    "keeps_left_of_centre": left,
                }
            )
        return sorted(found, key=lambda circle: (circle["after_point"], _ORDER[circle["segment"]]))

    def patella(self) -> PatellaTable:
        """Place (over thigh length) and turn of the patella in thigh axes by knee flexion."""
        places, turns = [], []
        for knee in np.deg2rad(PATELLA_KNEE_DEG):
            self.model.pose(knee * np.eye(6)[Joint.KNEE_FLEXION])
            here = self._station("patella_r", osim.Vec3(0.0), "femur_r")
            along = self.bodies.get("patella_r").expressVectorInAnotherFrame(
                self.model.state, osim.Vec3(1, 0, 0), self.bodies.get("femur_r")
            )
            places.append([*self._scaled("thigh", here)])
            turns.append(round(float(np.rad2deg(np.arctan2(-along[1], along[0]))), 2))
        return {
            "knee_flexion_deg": PATELLA_KNEE_DEG.tolist(),
            "place_over_thigh": places,
            "turned_back_deg": turns,
        }

    def _passes(
        self, name: str, body: str, centre: Array, axis: Array, radius: float
    ) -> list[tuple[int, bool]]:
        """(path point before, whether it passes left of the axis) at poses with contact.

        Left as seen from the rider's right side when walking from origin to insertion.
        """
        passes = []
        for pose in _POSES:
            self.model.pose(pose)
            path = self.model.muscles[name].getGeometryPath().getCurrentPath(self.model.state)
            fixed = -1
            for i in range(path.getSize()):
                if path.get(i).getConcreteClassName() != "PathWrapPoint":
                    fixed += 1
                    continue
                if path.get(i).getParentFrame().getName() != body:
                    continue
                before, here, after = (
                    self._seen_from(body, path.get(j)) for j in (i - 1, i, i + 1)
                )
                beside = here - centre - axis * np.dot(here - centre, axis)
                if abs(np.linalg.norm(beside) - radius) < 1e-3:
                    passes.append((fixed, bool(np.dot(np.cross(after - before, beside), axis) > 0)))
        return passes

    def _seen_from(self, body: str, point: Any) -> Array:
        return self._station(
            point.getParentFrame().getName(), point.getLocation(self.model.state), body
        )

    def _station(self, body: str, location: Any, other: str) -> Array:
        place = self.bodies.get(body).findStationLocationInAnotherFrame(
            self.model.state, location, self.bodies.get(other)
        )
        return np.array([place.get(k) for k in range(3)])

    def _scaled(self, segment: str, location: Array) -> tuple[float, float, float]:
        """Project axes (x forward, y left, z up) from the segment's origin, over its size."""
        x, up, right = (location - self.origin[segment]) / REFERENCE_SIZE_M[segment]
        forward, left, above = (round(float(v), 5) + 0.0 for v in (x, -right, up))
        return forward, left, above


def main(model_path: Path) -> None:
    """Write the table."""
    reader = PathReader(ReferenceModel(model_path))
    muscles: dict[str, dict[str, list[Any]]] = {
        name: {"points": reader.points(name), "wraps": reader.wraps(name)}
        for name in reader.model.names
    }
    table = {
        "provenance": "Read by rider_models/derivation/derive_muscle_points.py from "
        "RajagopalLaiUhlrich2023.osim (Rajagopal et al. 2016; Lai et al. 2017; Uhlrich et al. 2022). "
        "Axes x forward, y left, z up; origins: hip centre (pelvis, thigh), patella, knee, subtalar "
        "joint; lengths over size_m. Toes at 0 deg. For pictures only.",
        "size_m": REFERENCE_SIZE_M,
        "patella": reader.patella(),
        "muscles": muscles,
    }
    text = json.dumps(table, separators=(",", ":")) + "\n"
    (DATA / "muscle_points.json").write_text(text)
    for name, row in muscles.items():
        circles = [
            (w["segment"], w["after_point"], w["keeps_left_of_centre"]) for w in row["wraps"]
        ]
        print(f"{name:12s} {len(row['points'])} points {circles}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
