"""What this area can show; each slice adds its lists by a line."""

from .courses import HONOURS, TRAININGS
from .delegations import DELEGATIONS
from .elections import ELECTIONS
from .official import OFFICIAL_PAPERS
from .organs import ORGANS
from .people import CADRES
from .posts import POSTS

LISTS = (
    ORGANS, CADRES, POSTS, TRAININGS, HONOURS, ELECTIONS, DELEGATIONS, OFFICIAL_PAPERS,
)  # fmt: skip

__all__ = [
    "CADRES",
    "DELEGATIONS",
    "ELECTIONS",
    "HONOURS",
    "LISTS",
    "OFFICIAL_PAPERS",
    "ORGANS",
    "POSTS",
    "TRAININGS",
]
