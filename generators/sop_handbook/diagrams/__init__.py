"""Diagrams: handbook -> graph -> layout -> geometry; writers of SVG and BPMN stand above."""
