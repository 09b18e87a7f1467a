"""Hansei: look back honestly, then do better. Service management around one event log."""

__version__ = "0.1.0"
