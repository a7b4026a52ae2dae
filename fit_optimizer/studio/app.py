"""The studio's API and page as an ASGI application: FastAPI, with its schema at `/api/openapi.json`."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from secrets import token_urlsafe
from types import UnionType
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from fit_optimizer.documents.fit import RefusedFit
from fit_optimizer.documents.part import Part
from fit_optimizer.documents.pose import PoseDocument
from fit_optimizer.plain_text import plain, shortened
from fit_optimizer.pose.figure_table import FIGURES
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.studio import jobs, uploads, work
from fit_optimizer.studio.desk import Desk, Dropped
from fit_optimizer.studio.documents import (
    AboutSetUp,
    Alive,
    Candidates,
    FilmRead,
    FilmWanted,
    JobState,
    Moved,
    MovingBody,
    Opened,
    RecordingRead,
    RecordingWanted,
    Refusal,
    RiddenNow,
    SearchWanted,
    SliderRange,
    Tried,
    ValuesWanted,
)
from fit_optimizer.studio.form import form, slider_ranges
from fit_optimizer.studio.form_documents import Form, WordOf
from fit_optimizer.studio.guard import Door, Guard, TooLarge
from fit_optimizer.studio.jobs import Jobs, NoSuchJob, TooManyJobs
from fit_optimizer.versions import package_versions
from rider_models.errors import PedalfitError

PAGE = Path(__file__).with_name("page")
MOST_RECORDINGS = 8
"""Uploaded recordings that are kept; the oldest are forgotten. A guess."""
LONGEST_NAME = 200
"""Longest name of an uploaded file (characters)."""

Answers = dict[int | str, dict[str, Any]]
"""What a path may answer, by status, as FastAPI takes it."""
REFUSED: Answers = {
    401: {"model": Refusal, "description": "The token is missing (`Authorization: Bearer`)."},
    403: {"model": Refusal, "description": "Another site's page asks."},
    404: {"model": Refusal, "description": "A job, recording or film that is not known any more."},
    409: {"model": Refusal, "description": "A newer request of this page has come."},
    413: {"model": Refusal, "description": "Too large."},
    421: {"model": Refusal, "description": "A name under which the studio does not answer."},
    429: {"model": Refusal, "description": "As many jobs as may run at once run already."},
    422: {"model": Refusal, "description": "A value that is not allowed, in a sentence."},
}
BYTES: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
"""What an upload is, for the schema."""
FileName = Annotated[str, Query(max_length=LONGEST_NAME, description="the file's name")]


CrankLength = Annotated[float | None, Query(ge=50, le=400)]


class NoSuchRecording(PedalfitError):
    """A recording that the studio does not hold."""


class Kept:
    """What was read from uploaded files, by names of ours; the oldest are forgotten."""

    def __init__(self) -> None:
        self._read: OrderedDict[str, Any] = OrderedDict()

    def keep(self, measured: Any) -> str:
        """The name under which something is kept."""
        name = token_urlsafe(12)
        self._read[name] = measured
        while len(self._read) > MOST_RECORDINGS:
            self._read.popitem(last=False)
        return name

    def found(self, name: str) -> Any:
        """What is kept under a name. Raises NoSuchRecording."""
        if name not in self._read:
            raise NoSuchRecording(
                "this recording or film is not known any more: drop its file again"
            )
        return self._read[name]


@dataclass
class Studio:
    """What the server holds: the workers, jobs, and what was read from recordings and films."""

    desk: Desk
    start: SetUp | None = None
    start_name: str = ""
    recordings: Kept = field(default_factory=Kept)
    films: Kept = field(default_factory=Kept)

    def __post_init__(self) -> None:
        self.jobs = Jobs(self.desk)


def studio_app(studio: Studio, door: Door) -> FastAPI:
    """The application: page, API and guard. Its workers start with it and end with it."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        studio.desk.open()
        try:
            yield
        finally:
            studio.jobs.end_all()
            studio.desk.close()

    app = FastAPI(
        title="pedalfit studio",
        version=package_versions()["pedalfit"],
        docs_url=None,  # those pages load scripts from other hosts
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=lifespan,
        responses=REFUSED,
    )
    app.add_middleware(Guard, door=door)
    _refusals(app)
    _questions(app, studio)
    _files(app, studio)
    _background(app, studio)

    @app.get("/", include_in_schema=False)
    async def page() -> FileResponse:
        return FileResponse(PAGE / "index.html")

    app.mount("/page", StaticFiles(directory=PAGE), name="page")
    return app


def _questions(app: FastAPI, studio: Studio) -> None:
    """What the page asks while a slider moves."""
    desk = studio.desk

    def newest(kind: str, of: Callable[[SetUp], bytes], asked: AboutSetUp) -> Any:
        return desk.newest(asked.tab, kind, of, asked.set_up)

    @app.get("/api/form")
    async def get_form() -> Form:
        """Keys, sliders and metrics with their units and bounds, and the set-up to begin with."""
        return form(studio.start, studio.start_name)

    @app.get("/api/alive")
    async def alive() -> Alive:
        """How busy the studio is; an answer at all tells that it runs."""
        return Alive(versions=package_versions(), waiting=desk.waiting, jobs=studio.jobs.running)

    @app.post("/api/sliders")
    async def sliders(asked: AboutSetUp) -> dict[str, SliderRange]:
        """Where the sliders of a set-up end."""
        return await desk.newest(asked.tab, "sliders", slider_ranges, asked.set_up)

    @app.post("/api/moved", responses=_answers(Moved))
    async def moved(asked: AboutSetUp) -> Response:
        """The movement alone: points and joint angles."""
        return _json(await newest("moved", work.moved, asked))

    @app.post("/api/ridden", responses=_answers(RiddenNow | RefusedFit))
    async def ridden(asked: AboutSetUp) -> Response:
        """The solved stroke: metrics, curves, loads, work of the muscles, objectives, limits."""
        return _json(await newest("ridden", work.ridden, asked))

    @app.post("/api/why", responses=_answers(Opened))
    async def why(asked: AboutSetUp) -> Response:
        """Which key to change for a set-up that cannot be ridden, as the refusal; takes seconds."""
        return _json(await newest("why", work.why_refused, asked))

    @app.post("/api/body", responses=_answers(MovingBody))
    async def body(asked: AboutSetUp) -> Response:
        """The body over the revolution, muscles with their activation."""
        return _json(await newest("body", work.moving_body, asked))

    @app.post("/api/tried", responses=_answers(Tried))
    async def tried(asked: Candidates) -> Response:
        """Some changes of the set-up, judged: what maps are filled with."""
        return _json(
            await desk.newest(asked.tab, "tried", work.tried, asked.set_up, asked.candidates)
        )

    @app.post("/api/with", responses=_answers(Opened))
    async def taken_over(asked: ValuesWanted) -> Response:
        """The set-up with the values of a fit that was found or tried."""
        return _json(await desk.ask(work.taken_over, asked.set_up, asked.values))


def _files(app: FastAPI, studio: Studio) -> None:
    """Files that come and go: none of them lies on this machine under a name that the page gave."""
    desk = studio.desk

    @app.post("/api/open", openapi_extra=BYTES, responses=_answers(Opened))
    async def open_set_up(request: Request, name: FileName = "") -> Response:
        """The tables of a set-up file, or of a stroke file."""
        return _json(await desk.ask(uploads.opened, await request.body(), name))

    @app.post("/api/save")
    async def save(asked: AboutSetUp) -> Response:
        """The set-up's file."""
        return _download(
            await desk.ask(uploads.saved, asked.set_up), "application/toml", "set-up.toml"
        )

    @app.post("/api/films", openapi_extra=BYTES)
    async def upload_film(
        request: Request,
        name: FileName = "",
        crank_length_mm: CrankLength = None,
        cadence_rpm: Annotated[float | None, Query(ge=20, le=180)] = None,
    ) -> FilmRead:
        """A rider as a film or motion system measured them: points or joint angles."""
        measured, document = await desk.ask(
            uploads.film, await request.body(), name, crank_length_mm, cadence_rpm
        )
        return FilmRead.model_validate(
            {
                "film": studio.films.keep(measured),
                "document": json.loads(document),
                "figures": [WordOf(key=one.key, words=one.words) for one in FIGURES],
            }
        )

    @app.post("/api/films/compare", responses=_answers(PoseDocument))
    async def compare_film(asked: FilmWanted) -> Response:
        """A measured rider beside the model of a set-up, read the same way."""
        measured = studio.films.found(asked.film)
        return _json(await desk.ask(uploads.compared_film, asked.set_up, measured))

    @app.post("/api/recordings", openapi_extra=BYTES)
    async def upload(
        request: Request,
        name: FileName = "",
        crank_length_mm: CrankLength = None,
    ) -> RecordingRead:
        """What a recording holds: its bins of power and cadence, or its torque curve."""
        measured, document = await desk.ask(
            uploads.recording, await request.body(), name, crank_length_mm
        )
        return RecordingRead.model_validate(
            {"recording": studio.recordings.keep(measured), "document": json.loads(document)}
        )


def _background(app: FastAPI, studio: Studio) -> None:
    """Searches, comparisons and calibrations."""

    @app.post("/api/jobs/fit")
    async def start_fit(asked: SearchWanted) -> JobState:
        """Start the search for a fit."""
        measured = None if asked.recording is None else studio.recordings.found(asked.recording)
        return studio.jobs.start(
            "fit", partial(jobs.find_fit, asked.set_up, asked.trials, asked.seed, measured)
        )

    @app.post("/api/jobs/check")
    async def start_check(asked: RecordingWanted) -> JobState:
        """Start the comparison of a recording with a set-up."""
        seat_rider(asked.set_up)
        measured = studio.recordings.found(asked.recording)
        return studio.jobs.start("check", partial(jobs.compare_recording, asked.set_up, measured))

    @app.post("/api/jobs/calibrate")
    async def start_calibration(asked: RecordingWanted) -> JobState:
        """Start fitting the rider's coordination to a recording; takes minutes."""
        measured = studio.recordings.found(asked.recording)
        return studio.jobs.start(
            "calibrate", partial(jobs.fit_rider, asked.set_up, measured, asked.seed)
        )

    @app.get("/api/jobs/{job}")
    async def state(job: str) -> JobState:
        """How a job stands, and what came of it."""
        return studio.jobs.state(job)

    @app.delete("/api/jobs/{job}")
    async def cancel(job: str) -> JobState:
        """End a job."""
        return studio.jobs.cancel(job)

    @app.get("/api/jobs/{job}/report.html")
    async def page(job: str) -> Response:
        """The report of a found fit as a page that needs no network."""
        document = studio.jobs.fit_of(job).as_json()
        found = await studio.desk.ask(work.page_of_fit, document)
        return _download(found, "text/html; charset=utf-8", "report.html")

    @app.get("/api/jobs/{job}/report.pdf")
    async def paper(job: str) -> Response:
        """The report of a found fit as PDF."""
        document = studio.jobs.fit_of(job).as_json()
        found = await studio.desk.ask(work.paper_of_fit, document)
        return _download(found, "application/pdf", "report.pdf")

    @app.get("/api/jobs/{job}/fit.json")
    async def document(job: str) -> Response:
        """The document of a found fit."""
        found = JSONResponse(studio.jobs.fit_of(job).as_json())
        return _download(bytes(found.body), "application/json", "fit.json")


def _refusals(app: FastAPI) -> None:
    """What is refused, as one sentence."""

    @app.exception_handler(PedalfitError)
    async def refused(request: Request, error: Exception) -> Response:
        status = 422
        if isinstance(error, Dropped):
            status = 409
        elif isinstance(error, NoSuchJob | NoSuchRecording):
            status = 404
        elif isinstance(error, TooManyJobs):
            status = 429
        return _said(status, str(error))

    @app.exception_handler(RequestValidationError)
    async def not_valid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        first = error.errors()[0]
        cause = first.get("ctx", {}).get("error")
        if isinstance(cause, PedalfitError):
            return _said(422, str(cause))
        place = ".".join(str(step) for step in first["loc"] if step != "body")
        return _said(422, f"the request cannot be read at {place or 'its start'}: {first['msg']}")

    @app.exception_handler(HTTPException)
    async def of_the_server(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        unread = "the request cannot be read: JSON of a few tables is wanted"
        other = f"the studio has nothing here ({error.detail})"
        return _said(error.status_code, unread if error.status_code == 400 else other)

    @app.exception_handler(TooLarge)
    async def too_large(request: Request, error: Exception) -> Response:
        return _said(413, "this is too large")

    @app.exception_handler(Exception)
    async def failed(request: Request, error: Exception) -> Response:
        return _said(500, f"the studio failed at this ({type(error).__name__}): try something else")


def _said(status: int, sentence: str) -> Response:
    said = shortened(plain(" ".join(sentence.split())))
    return JSONResponse({"refusal": said}, status_code=status)


def _json(contents: bytes) -> Response:
    return Response(contents, media_type="application/json")


def _download(contents: bytes, kind: str, name: str) -> Response:
    return Response(
        contents, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'}
    )


def _answers(model: type[Part] | UnionType) -> Answers:
    return {200: {"model": model}}
