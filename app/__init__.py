"""基层工会工作台 (Union Desk)."""

__version__ = "0.1.0"
