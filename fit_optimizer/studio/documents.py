"""What the page and the server of the studio tell each other: the schema of its API."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from fit_optimizer.documents.fit import FitDocument, Outcome, RiddenFit
from fit_optimizer.documents.part import Json, Part
from fit_optimizer.documents.pose import PoseDocument
from fit_optimizer.documents.ride import Keys, Point, SideViewPoints
from fit_optimizer.documents.trace import TraceDocument
from fit_optimizer.setup.argument_limits import MOST_SEED
from fit_optimizer.setup.setup_file import SetUpError, parse_set_up
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.studio.form_documents import WordOf
from rider_models.arrays import Side

MOST_CANDIDATES = 24
"""Strokes that one request may ask for: half a second of a worker's time. A guess at what a page may wait."""
LONGEST_WORD = 80
"""Longest name of a tab, a key or a job (characters)."""
MOST_TRIALS = 10_000
"""Most strokes of a search that the page starts: a quarter of an hour on two cores."""

Word = Annotated[str, Field(min_length=1, max_length=LONGEST_WORD)]


def _set_up(value: Any) -> SetUp:
    """The set-up that nested tables are, refused in the words of its file."""
    if isinstance(value, SetUp):
        return value
    if not isinstance(value, dict):
        raise SetUpError("set_up is no table: it holds [rider], [bicycle] and [riding]")
    return parse_set_up(value)


SetUpTables = Annotated[SetUp, BeforeValidator(_set_up)]
"""The tables of a set-up file as JSON."""


class Request(BaseModel):
    """What the page sends: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class AboutSetUp(Request):
    """A question about a set-up; the newest of a tab is answered, older ones are dropped."""

    set_up: SetUpTables
    """The tables of the set-up file."""
    tab: Word = "page"
    """Which page asks."""


class Candidates(AboutSetUp):
    """Some fits to be judged, as changes of the set-up."""

    candidates: list[dict[Word, float]] = Field(min_length=1, max_length=MOST_CANDIDATES)
    """Values by key; what is not among them is as in the set-up."""


class ValuesWanted(AboutSetUp):
    """A fit to be taken over, as changes of the set-up."""

    values: dict[Word, float]
    """Values by key, as a search gives them."""


class SearchWanted(AboutSetUp):
    """A search to be started."""

    trials: int | None = Field(default=None, ge=4, le=MOST_TRIALS)
    """Strokes to try; as many as the command tries where not given."""
    seed: int = Field(default=1, ge=0, le=MOST_SEED)
    """Same seed, same result."""
    recording: Word | None = None
    """An uploaded recording to check the fit by."""


class RecordingWanted(AboutSetUp):
    """A recording to be compared with a set-up, or a rider to be fitted to it."""

    recording: Word
    """Which uploaded recording."""
    seed: int = Field(default=1, ge=0, le=MOST_SEED)
    """Same seed, same result."""


class FilmWanted(AboutSetUp):
    """A rider's film to be compared with a set-up."""

    film: Word
    """Which uploaded film."""


class Refusal(Part):
    """Why something cannot be done, in a sentence."""

    refusal: str
    """The sentence."""


class SliderRange(Part):
    """Where a slider ends."""

    low: float
    """Value at the slider's left end."""
    high: float
    """Value at the slider's right end."""


class AngleFound(Part):
    """A joint angle that fitters read, of one leg, with the range that is customary."""

    words: str
    """The angle in words."""
    side: Side
    """Which leg's."""
    value: float
    """The angle, in `unit`."""
    unit: str
    """Degree sign or mm."""
    low: float | None = None
    """Least customary value."""
    high: float | None = None
    """Greatest customary value."""
    source: str = ""
    """Where the range is from."""


class Scenery(Part):
    """Lines of the picture that are no part of the model (mm)."""

    bicycle: list[list[Point]]
    """A frame around this saddle and bar."""
    saddle: tuple[Point, Point]
    """Tail and nose of the saddle."""
    elbow: Point
    """The bent elbow."""
    head: tuple[float, float, float]
    """Centre of the head and its radius."""


class Moved(Part):
    """A set-up's movement alone, before a stroke is solved: it follows a slider at once."""

    fit: Keys
    """Keys in force but power and cadence."""
    effort: dict[str, float]
    """Power and cadence."""
    assumed: list[str]
    """Keys that the set-up leaves to defaults."""
    refusal: str = ""
    """Why the legs cannot follow the pedals; empty where they do."""
    side_view_mm: SideViewPoints | None = None
    """Points of rider and bicycle; null where the legs do not follow."""
    scenery: Scenery | None = None
    """What else the picture shows."""
    angles: list[AngleFound] = Field(default_factory=list)
    """What a fitter reads off both legs."""
    hints: list[str] = Field(default_factory=list)
    """What looks unusual about the set-up."""


class RiddenNow(RiddenFit):
    """A set-up with its stroke, judged, and its dead spots."""

    dead_spots_deg: list[tuple[float, float]]
    """Arcs of the right crank's circle with less than half the mean torque of both legs: from, to."""
    broken: list[str]
    """Which of the rider's limits are broken and by how much, in sentences."""


class Tried(Part):
    """Candidates, judged."""

    outcomes: list[Outcome]
    """In the order in which they were asked for."""


class BodyFrame(Part):
    """Outlines of the body at one crank angle."""

    crank_angle_deg: float
    """Angle of the right crank."""
    outlines: list[list[Point]]
    """Outlines, in the order of `names`."""
    activation: list[float | None]
    """Activation of a muscle, 0 to 1; null of other parts."""


class MovingBody(Part):
    """The body over a revolution."""

    names: list[str]
    """Names of the outlines."""
    frames: list[BodyFrame]
    """Over the revolution."""


class Opened(Part):
    """A set-up file that was opened."""

    set_up: Json
    """Tables of the set-up."""
    words: str
    """Rider, body, power and cadence on one line."""


class RecordingRead(Part):
    """A recording that was read."""

    recording: str
    """By which later requests name it."""
    document: TraceDocument
    """What it holds."""


class FilmRead(Part):
    """A rider's film or motion capture that was measured."""

    film: str
    """By which later requests name it."""
    document: PoseDocument
    """What was measured."""
    figures: list[WordOf]
    """Keys of the figures that a film gives, in words."""


class ErrorOfRider(Part):
    """How far a simulated rider is off a recording in one metric, before a calibration and after."""

    words: str
    """The metric."""
    unit: str
    """Unit of the errors."""
    before: float
    """Root mean square error of the set-up as it was."""
    after: float
    """Root mean square error of the calibrated set-up."""


class JobState(Part):
    """Work in the background."""

    job: str
    """By which requests name it."""
    kind: Literal["fit", "check", "calibrate"]
    """What is done."""
    state: Literal["running", "done", "failed", "cancelled"]
    """How it stands."""
    done: float
    """Share that is done, 0 to 1: a guess while the length is not known."""
    words: str
    """What is done just now, or why it ended."""
    fit: FitDocument | None = None
    """The fit that was found."""
    check: TraceDocument | None = None
    """The comparison with a recording; of a calibration, that of the rider it found."""
    set_up: Json | None = None
    """Tables of the set-up that was found: recommended, or calibrated; null where nothing was changed."""
    errors: list[ErrorOfRider] = Field(default_factory=list)
    """Of a calibration: errors over the bins that were not fitted, or over what was where none was left."""
    notes: list[str] = Field(default_factory=list)
    """What was done or left, in sentences."""


class Alive(Part):
    """That the studio answers, and what it is busy with."""

    versions: dict[str, str]
    """Packages that compute."""
    waiting: int
    """Requests that wait or are computed just now."""
    jobs: int
    """Jobs that run."""
