/* Finds a passage that stands on another part of its document than the one
   shown. Without it the part begins with what the address says. */
(function () {
  "use strict";

  var PASSAGE = /^#(?:chunk-)?([\w-]{30,100})$/;

  /* Only the browser knows what stands behind the #. */
  function find() {
    var text = document.querySelector(".learning-text-body[data-document]");
    var wanted = text && PASSAGE.exec(location.hash);
    if (!wanted) { return; }
    var place = document.getElementById(wanted[1]);
    if (place) {
      if (location.hash !== "#" + wanted[1]) { location.replace("#" + wanted[1]); }
      return;
    }
    var query = new URLSearchParams(location.search);
    if (query.get("chunk") === wanted[1]) { return; }    // it is gone
    query.delete("from");
    query.set("chunk", wanted[1]);
    location.replace(text.dataset.document + "?" + query + "#" + wanted[1]);
  }

  addEventListener("hashchange", find);
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", find);
  } else {
    find();
  }
}());
