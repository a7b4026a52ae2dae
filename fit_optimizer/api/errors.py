"""What every refusal is: one sentence that names the key, the value and what is allowed."""

from rider_models.errors import PedalfitError

__all__ = ["PedalfitError"]
