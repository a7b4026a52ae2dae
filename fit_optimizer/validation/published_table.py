"""A table of `data/published.toml`."""

from pydantic import ConfigDict

from fit_optimizer.setup.tables import Table


class PublishedTable(Table):
    """Refuses unknown keys as a set-up's table does, and takes the file's arrays for tuples."""

    model_config = ConfigDict(strict=False)
