"""What this area can show; each slice adds its lists by a line."""

from .courses import HONOURS, TRAININGS
from .organs import ORGANS
from .people import CADRES
from .posts import POSTS

LISTS = (ORGANS, CADRES, POSTS, TRAININGS, HONOURS)

__all__ = ["CADRES", "HONOURS", "LISTS", "ORGANS", "POSTS", "TRAININGS"]
