"""PDF: what stands on pages, made into what an author wrote: headings, paragraphs, lists, tables, code."""
