"""Text in the diagrams of the demonstration is as wide as we think."""

from tests.browser.test_diagrams import test_text_is_as_wide_as_we_think
