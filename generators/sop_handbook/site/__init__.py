"""From artifacts to a site: MkDocs, publishing, offline copies, page scripts."""
