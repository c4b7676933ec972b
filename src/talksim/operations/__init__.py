"""What can be done: one module per chapter of the API. Importing this package declares them all."""

from talksim.operations import calls, conversations

__all__ = ["calls", "conversations"]
