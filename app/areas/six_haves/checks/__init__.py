"""What the records say of unions, and the checks of assessments."""

from .facts import Checks, facts_of

__all__ = ["Checks", "facts_of"]
