"""The services that are played."""

SERVICES = (
    *("arxiv", "arxiv_pdf", "arxiv_rss", "huggingface", "datacite", "crossref", "europepmc", "unpaywall"),
    *("publisher", "journal"),
)
"""The last two are no services of the program's.

The publisher has the PDFs that the others name for papers with a DOI, the journal feeds and pages that a test writes.
"""
UNKNOWN = ("publisher", "journal")
CONTROL = "READINGLIST_SERVICES_CONTROL_URL"
"""The variable with the address of the control path."""
