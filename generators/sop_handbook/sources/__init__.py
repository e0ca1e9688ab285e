"""From files to the frozen handbook: collect, validate, refer, assemble."""
