"""The books of the demonstration are complete, sound and well filled."""

import pytest

from tests.test_handbooks import (
    handbook,
    test_a_chapter_holds_everything_that_the_page_of_its_procedure_tells,
    test_a_volume_is_sound_tagged_titled_and_has_its_fonts_inside,
    test_every_chapter_has_its_diagram_and_the_words_of_it_are_text,
    test_no_name_in_a_diagram_of_the_book_is_cut,
    test_no_page_of_a_book_is_less_than_a_third_full,
    test_the_whole_holds_every_step_and_critical_key_point_in_order,
    volumes,
    whole,
)

# All of its prints are drawn for it; `make test` draws and reads those of several trades.
pytestmark = pytest.mark.slow
