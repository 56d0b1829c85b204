"""The version, in one place: the build reads this file, and so does `claimx --version`."""

__version__ = "0.1.0"
