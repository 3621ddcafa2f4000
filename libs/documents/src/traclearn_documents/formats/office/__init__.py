"""Word and PowerPoint as they have been written since 2007: zip files with XML in them."""
