"""The version of talksim and the version of Talk whose rules it models."""

__all__ = ["TALK_VERSION", "__version__"]

__version__ = "0.1.0"

TALK_VERSION = "20.0.0"
