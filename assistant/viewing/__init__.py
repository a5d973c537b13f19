"""Looking at the original: where a quote stands, marked on its very words, or why not."""

from assistant.viewing.model import Lines, Mark, Picture, Rows, Unseen, View
from assistant.viewing.view import part_with, parts_of, view_of, view_of_document

__all__ = [
    "Lines",
    "Mark",
    "Picture",
    "Rows",
    "Unseen",
    "View",
    "part_with",
    "parts_of",
    "view_of",
    "view_of_document",
]
