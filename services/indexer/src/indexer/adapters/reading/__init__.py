"""Reading documents: the bytes of a file become an `Extract`, in a confined process for this one alone."""

from indexer.adapters.reading.sandbox import Sandbox

__all__ = ["Sandbox"]
