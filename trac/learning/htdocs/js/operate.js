/* Keeps the first part of the operators' page as it is now. What changes is
   said once, in a sentence; without it the page is loaded again by hand. */
(function () {
  "use strict";

  function begin() {
    var place = document.getElementById("learning-now");
    if (!place) { return; }
    TracLearn.watch({
      state: place.dataset.state,
      refresh: place.dataset.refresh,
      signedOut: function (now) {
        document.getElementById("learning-signed-out").hidden = !now;
      },
      show: function (answer) {
        var status = document.getElementById("learning-status");
        if (place.contains(document.activeElement)) { return ""; }
        place.innerHTML = answer.html;
        if (status.textContent !== answer.said) {
          status.textContent = answer.said;
        }
        return answer.waiting ? "busy" : "";
      }
    });
  }

  document.addEventListener("DOMContentLoaded", begin);
}());
