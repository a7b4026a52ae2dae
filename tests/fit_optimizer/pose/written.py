"""Pose files as each program writes them, from a film of a simulated rider."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from fit_optimizer.pose.landmarks import BODY_25, COCO_18, HALPE_26, MEDIAPIPE
from rider_models.arrays import Array
from tests.fit_optimizer.pose.films import Filmed

CAMERA = {
    "hip": "Hip",
    "knee": "Knee",
    "ankle": "Ankle",
    "heel": "Heel",
    "toe": "BigToe",
    "shoulder": "Shoulder",
}


def sports2d_name(name: str) -> str:
    side, _, part = name.partition(".")
    return f"{side[0].upper()}{CAMERA[part]}"


def without_pedal(points: Mapping[str, Array]) -> dict[str, Array]:
    return {name: each for name, each in points.items() if not name.endswith("pedal")}


def trc(film: Filmed, units: str = "m", factor: float = 1.0) -> str:
    """Pose2Sim's TRC: X forward, Y up, Z to the right; a middle hip and a neck besides."""
    points = {sports2d_name(name): each for name, each in without_pedal(film.points).items()}
    points["Hip"] = (points["RHip"] + points["LHip"]) / 2
    points["Neck"] = (points["RShoulder"] + points["LShoulder"]) / 2
    rate = 1 / (film.time_s[1] - film.time_s[0])
    lines = [
        "PathFileType\t4\t(X/Y/Z)\tride.trc",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames",
        f"{rate:.6f}\t{rate:.6f}\t{len(film.time_s)}\t{len(points)}\t{units}\t{rate:.6f}\t1\t{len(film.time_s)}",
        "Frame#\tTime\t" + "\t\t\t".join(points) + "\t\t",
        "\t\t" + "\t".join(f"X{k}\tY{k}\tZ{k}" for k in range(1, len(points) + 1)),
        "",
    ]
    for k, time in enumerate(film.time_s):
        cells = [
            f"{factor * value:.6f}"
            for each in points.values()
            for value in (each[k, 0], each[k, 2], -each[k, 1])
        ]
        lines.append("\t".join([str(k + 1), f"{time:.6f}", *cells]))
    return "\n".join(lines) + "\n"


def mot(film: Filmed, of: str = "opensim", in_degrees: bool = True) -> str:
    """OpenSim's or Sports2D's MOT of joint angles."""
    columns: dict[str, Array] = {}
    for side in ("right", "left"):
        knee, hip, closed, ankle = (
            film.angles_deg[f"{side}.{name}"]
            for name in ("knee_flexion", "hip_flexion", "trunk_to_thigh", "ankle_dorsiflexion")
        )
        if of == "opensim":
            end = side[0]
            columns |= {
                f"hip_flexion_{end}": hip,
                f"knee_angle_{end}": knee,
                f"ankle_angle_{end}": ankle,
            }
        else:
            columns |= {f"{side} ankle": ankle, f"{side} knee": knee, f"{side} hip": 180 - closed}
    factor = 1.0 if in_degrees else np.pi / 180
    lines = [
        "Coordinates",
        "version=1",
        f"nRows={len(film.time_s)}",
        f"nColumns={len(columns) + 1}",
        f"inDegrees={'yes' if in_degrees else 'no'}",
        "",
        "Units are S.I. units (second, meters, Newtons, ...)",
        "If the header above contains a line with 'inDegrees', this indicates whether rotational values are in "
        "degrees (yes) or radians (no).",
        "",
        "endheader",
        "time\t" + "\t".join(columns),
    ]
    lines += [
        "\t".join([f"{time:.5f}", *(f"{factor * each[k]:.6f}" for each in columns.values())])
        for k, time in enumerate(film.time_s)
    ]
    return "\n".join(lines) + "\n"


def openpose_frames(film: Filmed, body: int = 25) -> list[dict[str, object]]:
    """OpenPose's frames: pixels, y downwards, confidence."""
    places = {25: BODY_25, 26: HALPE_26}.get(body, COCO_18)
    pixels = film.pixels()
    frames: list[dict[str, object]] = []
    for k in range(len(film.time_s)):
        flat = [0.0] * (3 * body)
        for place, name in places.items():
            if name in pixels:
                sure = 0.9 if name.startswith("right") else 0.7
                flat[3 * place : 3 * place + 3] = [*pixels[name][k].round(3).tolist(), sure]
        frames.append(
            {
                "version": 1.3,
                "people": [{"person_id": [-1], "pose_keypoints_2d": flat, "face_keypoints_2d": []}],
            }
        )
    return frames


def openpose_folder(film: Filmed, folder: Path) -> Path:
    """A folder with a file a frame."""
    folder.mkdir()
    for k, frame in enumerate(openpose_frames(film)):
        (folder / f"ride_{k:012d}_keypoints.json").write_text(json.dumps(frame))
    return folder


def mediapipe_json(film: Filmed, world: bool = True) -> str:
    """A list of frames with landmarks in the image, and in metres about the hips where asked."""
    size = np.array([1920.0, 1080.0])
    pixels = film.pixels(per_metre=400.0)
    middle = (film.points["left.hip"] + film.points["right.hip"]) / 2
    frames = []
    for k, time in enumerate(film.time_s):
        image = [{"x": 0.5, "y": 0.5, "z": 0.0, "visibility": 0.1} for _ in range(33)]
        metres = [{"x": 0.0, "y": 0.0, "z": 0.0, "visibility": 0.1} for _ in range(33)]
        for place, name in MEDIAPIPE.items():
            if name not in pixels:
                continue
            x, y = (pixels[name][k] / size).tolist()
            image[place] = {"x": x, "y": y, "z": 0.0, "visibility": 0.9}
            ahead, left, up = (film.points[name][k] - middle[k]).tolist()
            metres[place] = {"x": ahead, "y": -up, "z": left, "visibility": 0.9}
        frame = {"frame": k, "timestamp_ms": 1000 * float(time), "landmarks": image}
        frames.append(frame | ({"worldLandmarks": metres} if world else {}))
    return json.dumps({"frames": frames})


def mediapipe_csv(film: Filmed) -> str:
    """A line a frame, four columns a landmark, in shares of an image of 1920 x 1080."""
    size = np.array([1920.0, 1080.0])
    pixels = film.pixels(per_metre=400.0)
    names = {name: _mediapipe_name(name) for name in MEDIAPIPE.values() if name in pixels}
    heads = [f"{name}_{part}" for name in names.values() for part in ("x", "y", "z", "visibility")]
    lines = [",".join(["frame", "timestamp_ms", *heads])]
    for k, time in enumerate(film.time_s):
        cells = []
        for name in names:
            x, y = (pixels[name][k] / size).tolist()
            cells += [f"{x:.6f}", f"{y:.6f}", "0.0", "0.95"]
        lines.append(",".join([str(k), f"{1000 * time:.2f}", *cells]))
    return "\n".join(lines) + "\n"


def points_csv(film: Filmed, unit: str, factor: float) -> str:
    """A line a frame, three columns a point, the unit behind each coordinate."""
    names = [name for name in MEDIAPIPE.values() if name in film.points]
    heads = [f"{name.replace('.', '_')}_{axis}_{unit}" for name in names for axis in "xyz"]
    lines = [",".join(["time_s", *heads])]
    for k, time in enumerate(film.time_s):
        row = [f"{factor * each:.6f}" for name in names for each in film.points[name][k]]
        lines.append(",".join([f"{time:.4f}", *row]))
    return "\n".join(lines) + "\n"


def mediapipe_rows(film: Filmed) -> str:
    """A line for each landmark of each frame."""
    pixels = film.pixels(per_metre=400.0)
    lines = ["frame,timestamp_ms,landmark_id,x,y,z,visibility"]
    for k, time in enumerate(film.time_s):
        for place, name in MEDIAPIPE.items():
            if name in pixels:
                x, y = pixels[name][k].tolist()
                lines.append(f"{k},{1000 * time:.2f},{place},{x:.3f},{y:.3f},0,0.95")
    return "\n".join(lines) + "\n"


def points_in_cells(film: Filmed) -> str:
    """A column for each of 33 landmarks by number, with `[x, y]` in shares of an image of 1920 x 1080 in a cell."""
    size = np.array([1920.0, 1080.0])
    pixels = film.pixels(per_metre=400.0)
    lines = [",".join(str(place) for place in range(33))]
    for k in range(len(film.time_s)):
        cells = []
        for place in range(33):
            name = MEDIAPIPE.get(place, "")
            x, y = (pixels[name][k] / size).tolist() if name in pixels else (0.5, 0.5)
            cells.append(f'"[{x:.6f}, {y:.6f}]"')
        lines.append(",".join(cells))
    return "\n".join(lines) + "\n"


def deeplabcut_csv(film: Filmed) -> str:
    """DeepLabCut's three lines of headings, then a line a frame; names in Spanish."""
    names = {
        "hip": "cadera",
        "knee": "rodilla",
        "ankle": "tobillo",
        "heel": "talón",
        "toe": "punta",
        "shoulder": "hombro",
    }
    pixels = film.pixels()
    lines = [
        ",".join(["scorer", *["net"] * 3 * len(names)]),
        ",".join(["bodyparts", *[f"{name} derecha" for name in names.values() for _ in range(3)]]),
        ",".join(["coords", *["x", "y", "likelihood"] * len(names)]),
    ]
    for k in range(len(film.time_s)):
        cells = [
            cell
            for part in names
            for cell in (*(f"{value:.2f}" for value in pixels[f"right.{part}"][k]), "0.98")
        ]
        lines.append(",".join([str(k), *cells]))
    return "\n".join(lines) + "\n"


def _mediapipe_name(name: str) -> str:
    side, _, part = name.partition(".")
    return f"{side.upper()}_{'FOOT_INDEX' if part == 'toe' else part.upper()}"


NEAR_PARTS = ("hip", "knee", "ankle", "heel", "toe", "shoulder")


def kinovea_csv(film: Filmed) -> str:
    """Kinovea's trajectories as CSV: semicolons, decimal commas, up positive, times in ms."""
    points = film.side_view()
    heads = [f'"{part}/0/{axis}"' for part in NEAR_PARTS for axis in "XY"]
    lines = [";".join(['"Time"', *heads])]
    for k, time in enumerate(film.time_s):
        cells = [
            f"{100 * points[f'right.{part}'][k, c]:.3f}" for part in NEAR_PARTS for c in (0, 1)
        ]
        lines.append(";".join([f"{1000 * time:.1f}", *cells]).replace(".", ","))
    return "\n".join(lines) + "\n"


FRENCH = {
    "hip": "hanche",
    "knee": "genou",
    "ankle": "cheville",
    "heel": "talon",
    "toe": "métatarses",
    "shoulder": "épaule",
}


def kinovea_french(film: Filmed) -> str:
    """Kinovea's text as a French fitter has it: times in seconds, cut to ms, decimal commas, a scale, up positive."""
    points = film.side_view()
    lines = ["#Kinovea Trajectory data export", "#T X Y", ""]
    for part, name in FRENCH.items():
        lines.append(f"# {name}")
        for k, time in enumerate(film.time_s):
            x, y = (100 * points[f"right.{part}"][k]).tolist()
            lines.append(
                f"{int(1000 * time) / 1000:.3f} {x:.2f} {y:.2f} ".replace(".", ",").replace(
                    ",", ".", 1
                )
            )
        lines.append("")
    return "\n".join(lines) + "\n"


def kinovea_sheet(film: Filmed) -> str:
    """Kinovea's export for spreadsheets: XML, cm, clock times cut to hundredths, key images before the tracks."""

    def row(*cells: tuple[str, str]) -> str:
        inner = "".join(
            f'<Cell ss:StyleID="data"><Data ss:Type="{kind}">{text}</Data></Cell>'
            for kind, text in cells
        )
        return f"<Row>{inner}</Row>"

    points = film.side_view()
    rows = [row(("String", "Key Images")), row(("String", "Title"), ("String", "Time"))]
    rows.append(row(("String", "0:00:06:46 (155)"), ("String", "0:00:06:50")))
    for part, name in FRENCH.items():
        rows += [
            row(("String", "Track")),
            row(("String", "Label :"), ("String", name.capitalize())),
        ]
        rows.append(row(("String", "Coords (x,y:cm; t:time)")))
        rows.append(row(*(("String", head) for head in "xyt")))
        for k, time in enumerate(film.time_s):
            x, y = (100 * points[f"right.{part}"][k]).tolist()
            clock = f"0:00:{int(time):02d}:{int(100 * (time % 1) + 1e-6):02d}"
            rows.append(row(("Number", f"{x:.2f}"), ("Number", f"{y:.2f}"), ("String", clock)))
        rows.append('<Row><Cell><Data ss:Type="String" /></Cell></Row>')
    namespace = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        '<?xml version="1.0" encoding="utf-8"?><?mso-application progid="Excel.Sheet"?>'
        f'<Workbook xmlns="{namespace}" xmlns:ss="{namespace}"><Worksheet ss:Name="ride"><Table>'
        f"{''.join(rows)}</Table></Worksheet></Workbook>\n"
    )


def kinovea_kva(film: Filmed) -> str:
    """Kinovea's annotation file: tracks of points in pixels with timestamps, 512 of them a frame."""
    rate = 1 / (film.time_s[1] - film.time_s[0])
    pixels = film.pixels()
    tracks = []
    for part in NEAR_PARTS:
        points = "".join(
            f'<TrackPoint UserX="{x:.2f}" UserXInvariant="{x:.2f}" UserY="{y:.2f}" UserYInvariant="{y:.2f}" '
            f'UserTime="0:00:00:00">{x:.2f};{y:.2f};{512 * k}</TrackPoint>'
            for k, (x, y) in enumerate(pixels[f"right.{part}"].tolist())
        )
        tracks.append(
            f'<Track name="Trajectory"><TimePosition>0</TimePosition><TrackPointList UserUnitLength="px">{points}'
            f'</TrackPointList><MainLabel Text="{part}"><SpacePosition>1;1</SpacePosition></MainLabel></Track>'
        )
    return (
        '<?xml version="1.0" encoding="utf-8"?><KinoveaVideoAnalysis><FormatVersion>2.0</FormatVersion>'
        f"<AverageTimeStampsPerFrame>512</AverageTimeStampsPerFrame><CaptureFramerate>{rate:.3f}</CaptureFramerate>"
        f"<Tracks>{''.join(tracks)}</Tracks></KinoveaVideoAnalysis>\n"
    )


def kinovea_text(film: Filmed) -> str:
    """Kinovea's trajectories as text: a block each."""
    points = film.pixels()
    lines = ["#Kinovea Trajectory data export", "#T X Y", ""]
    for part in NEAR_PARTS:
        lines.append(f"# {part}")
        for k, time in enumerate(film.time_s):
            x, y = points[f"right.{part}"][k].tolist()
            lines.append(f"{1000 * time:.1f} {x:.2f} {y:.2f}")
        lines += ["", ""]
    return "\n".join(lines) + "\n"


def angle_csv(film: Filmed, **columns: str) -> str:
    """A plain table of angles: time in s, the columns named in the keywords."""
    columns = columns or {
        "right_knee_angle_deg": "right.knee_flexion",
        "right_hip_angle_deg": "right.trunk_to_thigh",
        "right_ankle_angle_deg": "right.ankle_dorsiflexion",
        "left_knee_angle_deg": "left.knee_flexion",
    }
    lines = [",".join(["time_s", *columns])]
    for k, time in enumerate(film.time_s):
        lines.append(
            ",".join([f"{time:.4f}", *(f"{film.angles_deg[n][k]:.3f}" for n in columns.values())])
        )
    return "\n".join(lines) + "\n"
