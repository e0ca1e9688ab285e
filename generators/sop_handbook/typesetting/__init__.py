"""From a template and its data to a finished PDF. Knows nothing of handbooks.

It stands apart from the renderers, so that a process that only typesets loads nothing else.
"""
