/* Says on an open page how far a path is, and shows it when it is there.
   Without it the page is loaded again by hand. */
(function () {
  "use strict";

  function begin() {
    var page = document.getElementById("learning-path");
    if (!page || !page.dataset.state) { return; }
    var status = document.getElementById("learning-path-status");
    TracLearn.watch({
      state: page.dataset.state,
      refresh: page.dataset.refresh,
      signedOut: function (now) {
        document.getElementById("learning-signed-out").hidden = !now;
      },
      show: function (answer) {
        if (status.textContent !== answer.status) {
          status.textContent = answer.status;
        }
        if (answer.final) {
          location.reload();
          return "over";
        }
        return "busy";
      }
    });
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", begin);
  } else {
    begin();
  }
}());
