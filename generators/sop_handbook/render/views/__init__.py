"""What readers are told, before it is a page, a Word file or a print."""
