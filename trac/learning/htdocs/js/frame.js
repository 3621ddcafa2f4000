// Names and keys for what Trac's own scripts add to a page: the editor's
// toolbar is one stop for the Tab key, and the arrows go through it. What is
// wider than its room is a stop while it is, so that the arrows scroll it.
jQuery(function ($) {
  function nameToolbar() {
    var buttons = $(this).attr("role", "toolbar").find("a"), now = 0;
    var field = $(this).nextAll("textarea, .trac-resizable").first();
    var area = field.is("textarea") ? field : field.find("textarea");
    if (area.attr("id")) $(this).attr("aria-controls", area.attr("id"));
    function choose(to) {
      now = (to + buttons.length) % buttons.length;
      buttons.each(function (n) { this.tabIndex = n === now ? 0 : -1; });
    }
    $(this).attr("aria-label", "Wiki");
    buttons.attr("role", "button").each(function () {
      this.setAttribute("aria-label", this.title);
    });
    choose(0);
    buttons.on("keydown", function (event) {
      var step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
      if (step) {
        choose(now + step);
        buttons[now].focus();
      } else if (event.key === " ") {
        this.click();
      } else {
        return;
      }
      event.preventDefault();
    });
  }

  function reachWide() {
    $("#main").find("table, pre, .diff .entry").each(function () {
      var wide = this.scrollWidth > this.clientWidth + 1 &&
        /auto|scroll/.test(getComputedStyle(this).overflowX);
      if (wide) this.tabIndex = 0;
      else if (this.tabIndex === 0) this.removeAttribute("tabindex");
    });
  }

  // Trac's own functions for a page that is ready come first.
  setTimeout(function () {
    $(".wikitoolbar").each(nameToolbar);
    $("th:not([role])").filter(function () {
      return !this.textContent.trim() && !this.children.length;
    }).attr("role", "cell");
    reachWide();
    addEventListener("resize", reachWide);
    $("input[title]:not([aria-label])").each(function () {
      if (!this.labels.length) this.setAttribute("aria-label", this.title);
    });
  }, 0);
});
