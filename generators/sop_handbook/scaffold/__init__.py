"""A handbook of one's own: its first files, which of them are the engine's, and the engine itself.

Nothing here knows what is in a handbook; that is told by the templates.
"""
