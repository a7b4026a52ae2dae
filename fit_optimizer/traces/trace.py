"""What one file holds, whatever its format: a ride, a torque curve, or bins made before."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fit_optimizer.traces.bins import BinTable
from fit_optimizer.traces.recording import Recording, Sides, TorqueCurve
from fit_optimizer.traces.wording import sentences, shown


@dataclass(frozen=True, slots=True)
class Trace:
    """What one file holds: a `recording`, a torque `curve`, (high-rate series) both, or `bins`."""

    recording: Recording | None
    curve: TorqueCurve | None
    bins: BinTable | None = None

    @property
    def losses(self) -> tuple[str, ...]:
        """Every sentence about what was lost, each once."""
        parts = (self.recording, self.curve, self.bins)
        said = [part.losses for part in parts if part is not None]
        return tuple(dict.fromkeys(sentence for losses in said for sentence in losses))

    @property
    def sides(self) -> Sides:
        """Which sides the meter measured."""
        parts = (self.recording, self.curve, self.bins)
        return next((part.sides for part in parts if part is not None), "none")

    def fit_to_show(self) -> Trace:
        """The trace with every text that came from the file on one line, short and harmless."""
        recording, curve, bins = self.recording, self.curve, self.bins
        return Trace(
            recording=recording
            and replace(
                recording, device=shown(recording.device, 80), losses=sentences(recording.losses)
            ),
            curve=curve and replace(curve, losses=sentences(curve.losses)),
            bins=bins
            and replace(bins, device=shown(bins.device, 80), losses=sentences(bins.losses)),
        )
