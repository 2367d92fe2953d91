"""Durable background work: reading PDFs and embedding texts, in threads that drive child processes."""

from readinglist.jobs.runner import Left, Runner
from readinglist.jobs.worker import Step

__all__ = ["Left", "Runner", "Step"]
