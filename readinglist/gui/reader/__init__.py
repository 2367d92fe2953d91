"""The reader: a PDF's pages in a tab of the main window, with what is marked on them. Loaded at the first PDF."""
