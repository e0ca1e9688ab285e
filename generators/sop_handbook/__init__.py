"""SOP handbook generator.

The way of the data, one module a stage:

    load  ->  validate  ->  assemble  ->  checks  ->  render  ->  publish
    YAML      schema,       frozen        rules       artifacts   files
              references    Handbook

`build` runs the stages, `cli` talks to people, `site` is the door to MkDocs.
Findings about the sources are values (`findings`), never exceptions.
"""
