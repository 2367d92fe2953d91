"""The services that are played."""

SERVICES = ("arxiv", "arxiv_pdf", "huggingface", "datacite", "crossref", "europepmc", "unpaywall", "publisher")
"""The publisher is no service of the program's: it has the PDFs that the others name for papers with a DOI."""
CONTROL = "READINGLIST_SERVICES_CONTROL_URL"
"""The variable with the address of the control path."""
