"""What readers see, before it is a page, a Word file or a print."""
