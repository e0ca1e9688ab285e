"""How text becomes markup, for pages and prints alike."""
