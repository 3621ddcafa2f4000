// Puts the kept files back into their inputs.
jQuery(function ($) {
  $("input[type=file][data-content]").each(function () {
    var content = this.getAttribute("data-content");
    if (!content) return;
    try {
      var bytes = Uint8Array.from(atob(content), function (c) {
        return c.charCodeAt(0);
      });
      var kept = new DataTransfer();
      kept.items.add(new File([bytes], this.getAttribute("data-name"),
                              {type: this.getAttribute("data-type")}));
      this.files = kept.files;
    } catch (e) {
      // An old browser: the file has to be chosen again.
    }
    this.removeAttribute("data-content");
  });
});
