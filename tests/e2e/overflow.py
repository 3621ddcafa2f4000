"""What does not fit where it stands, as scripts for `evaluate`."""

TOO_WIDE = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
"""Pixels by which a page scrolls sideways."""
TOO_FAR = """
root => [...document.querySelectorAll(root + " *")]
  .filter(e => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1)
  .filter(e => !e.closest(".learning-scroll"))
  .map(e => e.outerHTML.slice(0, 120))
"""
"""What of ours ends beyond the window's edge, whether or not something cuts it off."""
SPILLED = """
() => [...document.querySelectorAll("body *")].filter(e => {
  const style = getComputedStyle(e);
  return style.overflowY === "visible" && style.maxHeight !== "none" && e.scrollHeight > e.clientHeight + 1;
}).map(e => e.outerHTML.slice(0, 200))
"""
"""What is taller than its room and neither cut off nor scrolled: it is painted over what follows."""
