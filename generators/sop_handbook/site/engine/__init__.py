"""The door to MkDocs: build the site, show it, and what of it need not be made again."""
