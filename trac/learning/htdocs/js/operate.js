/* Keeps the first part of the operators' page as it is now. What changes is
   said once, in a sentence; without it the page is loaded again by hand. */
(function () {
  "use strict";

  function begin() {
    var place = document.getElementById("learning-now"), held = null;
    if (!place) { return; }

    // Not under the hands of who is in it: once they have left.
    function show(answer) {
      held = place.contains(document.activeElement) ? answer : null;
      if (held || answer.tag === place.dataset.tag) { return; }
      place.innerHTML = answer.html;
      place.dataset.tag = answer.tag;
    }

    place.addEventListener("focusout", function () {
      setTimeout(function () { if (held) { show(held); } });
    });
    TracLearn.watch({
      state: place.dataset.state,
      refresh: place.dataset.refresh,
      signedOut: function (now) {
        document.getElementById("learning-signed-out").hidden = !now;
      },
      show: function (answer) {
        var status = document.getElementById("learning-status");
        show(answer);
        if (status.textContent !== answer.said) {
          status.textContent = answer.said;
        }
        return answer.waiting ? "busy" : "";
      }
    });
  }

  document.addEventListener("DOMContentLoaded", begin);
}());
