"""Write all books that are made in code beside this file."""

from tests.questionnaires.awkward import BOOKS

for book in BOOKS.values():
    if book.make is not None:
        book.path.write_bytes(book.make())
