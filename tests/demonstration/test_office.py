"""The Word documents of the demonstration are complete and well parted into pages."""

from tests.test_office import (
    documents,
    handbook,
    test_a_document_holds_everything_of_every_step_in_order,
    test_a_document_holds_what_stands_around_the_steps,
    test_every_table_with_columns_marks_its_header_and_fills_the_page,
    test_nothing_stands_alone_at_the_end_or_the_beginning_of_a_page,
)
