"""No line of the demonstration's prints ends inside a word."""

import pytest

from tests.test_breaks import (
    several,
    test_no_line_of_the_book_begins_with_a_closing_mark,
    test_no_line_outside_its_books_ends_inside_a_word,
    test_no_long_name_ends_with_a_sign_of_its_own,
)

# All of its prints are drawn for it; `make test` draws and reads those of several trades.
pytestmark = pytest.mark.slow
