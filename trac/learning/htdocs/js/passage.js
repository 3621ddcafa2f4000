/* Shows a passage where it is cited, once its place is opened. Without it there
   are links. */
(function () {
  "use strict";

  /* details.learning-read: data-passage says where the text is; the link to the
     passage gives way to it. */
  function load(place) {
    var link = place.querySelector("a[href]"), href = place.dataset.passage;
    if (!link || !href || place.dataset.asked) { return; }
    place.dataset.asked = "yes";
    place.setAttribute("aria-busy", "true");
    fetch(href, {credentials: "same-origin",
                 headers: {"X-Requested-With": "XMLHttpRequest"}})
      .then(function (reply) {
        if (!reply.ok && reply.status !== 410) {      // it is gone
          throw new Error(String(reply.status));
        }
        return reply.text();
      })
      .then(function (html) {
        var text = document.createElement("div");
        text.className = "learning-read-text";
        text.innerHTML = html;                // rendered and escaped by Trac
        link.replaceWith(text);
      })
      .catch(function () {
        delete place.dataset.asked;           // the link stays; ask again
      })
      .then(function () { place.removeAttribute("aria-busy"); });
  }

  /* `toggle` does not bubble. Places that come later are heard, too. */
  document.addEventListener("toggle", function (event) {
    var place = event.target;
    if (place.matches && place.matches("details.learning-read") && place.open) {
      load(place);
    }
  }, true);
}());
