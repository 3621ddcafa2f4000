/* The author's desk: shows the score that verdicts earn, says so in the form,
   and sends the form that has the focus on Ctrl+Enter. Without it the server
   computes the same, and asks where another score was typed. */
(function () {
  "use strict";

  var WORTH = {yes: 1, partly: 0.5, no: 0};

  function showShare(form) {
    var chosen = form.querySelectorAll("input[type=radio]:checked");
    var place = form.querySelector(".learning-share");
    var field = form.elements.percent;
    var earned = 0, total = 0;
    chosen.forEach(function (radio) {
      var weight = Number(radio.dataset.weight);
      earned += WORTH[radio.value] * weight;
      total += weight;
    });
    if (place && total) {
      form.elements.share.value = Math.round(100 * earned / total);
      place.textContent = place.dataset.text.replace(
        "{percent}", form.elements.share.value);
      field.placeholder = field.dataset.text.replace(
        "{percent}", form.elements.share.value);
    }
  }

  function begin() {
    document.querySelectorAll("form.learning-judge").forEach(function (form) {
      form.addEventListener("change", function () { showShare(form); });
      showShare(form);
    });
    document.addEventListener("keydown", function (event) {
      var form = event.target.form;
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) &&
          form && form.classList.contains("learning-judge")) {
        event.preventDefault();
        form.requestSubmit(form.querySelector("[type=submit]"));
      }
    });
  }

  document.addEventListener("DOMContentLoaded", begin);
}());
