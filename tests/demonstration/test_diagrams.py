"""The diagrams of the demonstration, asked what all diagrams are asked."""

from sop_handbook.diagrams.fit import print_drawing
from sop_handbook.diagrams.procedures import procedure_graph
from sop_handbook.model import Handbook
from sop_handbook.render.print.handbooks import OWN_PAGE, ROOM
from tests.layouts import crossings
from tests.test_chart_labels import test_a_chart_of_a_handbook_is_without_a_fault
from tests.test_diagrams import (
    CHINESE,
    graphs,
    handbook,
    test_a_drawing_for_a_page_fits_its_column_when_it_can,
    test_a_page_drawing_can_be_read_and_walked,
    test_every_graph_is_whole,
    test_every_phone_drawing_fits_a_phone,
    test_lanes_are_the_roles_in_the_order_of_their_first_steps,
    test_print_has_no_variables_and_letters_of_at_least_seven_points,
    visible,
)


def test_lines_hardly_ever_cross_on_paper(handbook: Handbook) -> None:
    found = {}
    for procedure_ in handbook.procedures.values():
        graph = procedure_graph(handbook, procedure_, CHINESE, whole=True)
        drawing = print_drawing(graph, CHINESE, ROOM, OWN_PAGE).drawing
        found[procedure_.number] = crossings(visible(drawing))
    assert {number: count for number, count in found.items() if count > 1} == {"KF-13": 2}
    assert sum(found.values()) <= 5
