"""Files that people keep their contacts in, read into plain tables of text."""

from gegenbesuch.exchange.reading.files import read_file
from gegenbesuch.exchange.reading.tables import Book, Row, Sheet

__all__ = ["Book", "Row", "Sheet", "read_file"]
