"""The error that readers raise for a file that holds no text they can read."""


class ReadError(ValueError):
    """A file that cannot be read: `code`, what happened, and what to do about it."""

    def __init__(self, code: str, message: str, fix: str) -> None:
        """Keep the three parts."""
        super().__init__(f"{message} {fix}")
        self.code, self.message, self.fix = code, message, fix
