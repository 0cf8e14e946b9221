"""What a clerk does with bodies, terms, posts, training and honours; the acts of elections,
delegates and official papers stand in their own modules."""

from .bodies import close_body, delete_body, edit_body, set_up_body
from .honours import add_honour, delete_honour, edit_honour
from .posts import (
    assign_post,
    assign_posts,
    change_post,
    delete_post,
    edit_post,
    end_post,
    end_posts,
)
from .terms import delay_term, delete_term, edit_term, end_term, start_term
from .training import (
    add_training,
    delete_trained,
    delete_training,
    edit_trained,
    edit_training,
    record_trained,
)

__all__ = [
    "add_honour",
    "add_training",
    "assign_post",
    "assign_posts",
    "change_post",
    "close_body",
    "delay_term",
    "delete_body",
    "delete_honour",
    "delete_post",
    "delete_term",
    "delete_trained",
    "delete_training",
    "edit_body",
    "edit_honour",
    "edit_post",
    "edit_term",
    "edit_trained",
    "edit_training",
    "end_post",
    "end_posts",
    "end_term",
    "record_trained",
    "set_up_body",
    "start_term",
]
