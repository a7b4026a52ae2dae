"""The one kind of error a fitter sees."""


class PedalfitError(ValueError):
    """A request that cannot be met; its text is one sentence a fitter understands."""
