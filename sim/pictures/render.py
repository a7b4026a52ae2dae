"""A stroke as a still (PNG) or moving (GIF) picture, drawn without a display."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import numpy as np
from PIL import Image

from rider_models.arrays import Indices
from sim.pictures.colours import ACTIVATION
from sim.pictures.panel import Scene, build_scene, draw_moving, side_force
from sim.pictures.sheet import Sheet, caption, drawing_style, new_sheet
from sim.stroke import Stroke

CLOCK_DEG = {"12 o'clock": 0, "3 o'clock": 90, "6 o'clock": 180, "9 o'clock": 270}
"""Crank angles of a still picture's panels."""

SLOWED = 4
"""How many times slower than life a GIF turns: the eye can then follow the muscles."""
GIF_TICK_MS = 10
"""GIF times frames in hundredths of a second."""
SCALE_COLOURS = 100
NEARLY_WHITE = 245
"""Colours of the palette kept for the activation scale, and the brightness (0-255) from which a pixel counts as
paper. Guesses."""

PNG_DPI, GIF_DPI = 130, 100
"""Resolution of still and moving pictures. Guesses."""


def stroke_png(stroke: Stroke, hand: tuple[float, float]) -> bytes:
    """PNG file of a stroke with the right crank at 12, 3, 6 and 9 o'clock.

    `hand` is the wrist (x forward, z up from the bottom bracket, m). Equal strokes give equal bytes.
    """
    with drawing_style():
        scene = build_scene(stroke, hand)
        sheet = new_sheet(scene, len(CLOCK_DEG), PNG_DPI)
        for i, (name, degrees) in enumerate(CLOCK_DEG.items()):
            k = round(degrees / 360 * scene.positions)
            draw_moving(sheet.panels[i], scene, k)
            caption(sheet.panels[i], f"{name}\n{_pedal_force(scene, k)}")
        sheet.canvas.draw()
        image = _raster(sheet)
    out = BytesIO()
    image.quantize(palette=_common_palette([image]), dither=Image.Dither.NONE).save(out, "PNG")
    return out.getvalue()


def stroke_gif(stroke: Stroke, hand: tuple[float, float]) -> bytes:
    """GIF file of one revolution, a frame for each crank position, that runs for ever.

    `hand` as for `stroke_png`. Frames last as long as the crank takes, `SLOWED` times over.
    """
    with drawing_style():
        scene = build_scene(stroke, hand)
        sheet = new_sheet(scene, 1, GIF_DPI, f"Shown {SLOWED} times slower than life. ")
        frames = list(_frames(sheet, scene))
    palette = _common_palette(frames)
    first, *others = (f.quantize(palette=palette, dither=Image.Dither.NONE) for f in frames)
    out = BytesIO()
    first.save(
        out,
        format="GIF",
        save_all=True,
        append_images=others,
        duration=frame_times_ms(stroke).tolist(),
        loop=0,
    )
    return out.getvalue()


def frame_times_ms(stroke: Stroke) -> Indices:
    """How long each crank position of the right leg is shown (n, ms), in GIF's steps of 10 ms.

    Rounding does not add up: the whole revolution is right to 10 ms.
    """
    cycle = stroke.right.problem.cycle
    per_position = 2 * np.pi / len(cycle.crank_angle) / cycle.crank_speed
    ends = np.concatenate([[0.0], np.cumsum(per_position)]) * SLOWED * 1000
    ticks = np.diff(np.rint(ends / GIF_TICK_MS)).astype(np.int64)
    return np.maximum(ticks, 2) * GIF_TICK_MS


def _pedal_force(scene: Scene, k: int) -> str:
    return f"{np.hypot(*side_force(scene.stroke)[k]):.0f} N on the pedal"


def _frames(sheet: Sheet, scene: Scene) -> Iterator[Image.Image]:
    """The sheet at each crank position; heading, legend and colour bar are drawn once."""
    (axes,) = sheet.panels
    axes.set_animated(True)
    sheet.canvas.draw()
    still = sheet.canvas.copy_from_bbox(sheet.figure.bbox)
    for k in range(scene.positions):
        degrees = 360 * k / scene.positions
        moving = draw_moving(axes, scene, k)
        moving.append(caption(axes, f"crank at {degrees:.0f}°, {_pedal_force(scene, k)}"))
        sheet.canvas.restore_region(still)
        axes.draw(sheet.canvas.get_renderer())
        yield _raster(sheet)
        for artist in moving:
            artist.remove()


def _raster(sheet: Sheet) -> Image.Image:
    return Image.fromarray(np.asarray(sheet.canvas.buffer_rgba())).convert("RGB")


def _common_palette(frames: list[Image.Image]) -> Image.Image:
    """One palette of 256 colours: the activation scale, and the frames' commonest ones."""
    some = frames[:: max(1, len(frames) // 4)]
    wide, tall = some[0].size
    together = Image.new("RGB", (wide, tall * len(some)))
    for i, frame in enumerate(some):
        together.paste(frame, (0, i * tall))
    common = together.quantize(256 - SCALE_COLOURS, method=Image.Quantize.MEDIANCUT)
    scale = np.rint(255 * ACTIVATION(np.linspace(0.0, 1.0, SCALE_COLOURS))[:, :3])
    rest = np.array(common.getpalette()).reshape(-1, 3)
    rest[(rest >= NEARLY_WHITE).all(axis=1)] = 255
    colours = np.vstack([scale.astype(int), rest])[:256]
    palette = Image.new("P", (1, 1))
    palette.putpalette(colours.ravel().tolist())
    return palette
