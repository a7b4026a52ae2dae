"""What stops a sweep."""

from rider_models.errors import PedalfitError


class SweepError(PedalfitError):
    """A sweep file, a results file or a journal that cannot be used, or workers that keep dying."""
