"""A first visit to any page of the demonstration is light."""

from tests.browser.test_weight import test_a_first_visit_to_any_procedure_is_light
