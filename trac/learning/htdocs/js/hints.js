/* Hints and explanations come to the open page: what is written stays.
   Without it the buttons send their form, and the page comes again. */
(function () {
  "use strict";

  var AGAIN_AFTER_MS = 1500, MAX_TIMES = 40;

  function say(text) {
    var status = document.getElementById("learning-hint-status");
    if (status) { status.textContent = text; }
  }

  /* The page's own poll may have written the place anew meanwhile. */
  function current(place) {
    if (document.contains(place)) { return place; }
    return Array.from(document.querySelectorAll(".learning-explain"))
      .find(function (one) { return one.dataset.of === place.dataset.of; }) || place;
  }

  function show(place, answer) {
    var had = place.contains(document.activeElement);
    place.innerHTML = answer.html;            // rendered and escaped by Trac
    if (had) {
      var next = place.querySelector(".learning-ask") ||
        place.querySelector(".learning-explained");
      if (next && !next.matches("button")) { next.tabIndex = -1; }
      if (next) { next.focus(); }
    }
  }

  function fail(place, message) {
    var text = place.querySelector(".learning-refused");
    if (!text) {
      text = document.createElement("p");
      text.className = "learning-refused";
      text.setAttribute("role", "alert");
      place.appendChild(text);
    }
    text.textContent = message;
  }

  function ask(place, button, times) {
    var form = button.form, body = new FormData(form);
    if (button.name) { body.set(button.name, button.value); }
    button.setAttribute("aria-disabled", "true");
    fetch(button.getAttribute("formaction") || form.action, {
      method: "POST",
      credentials: "same-origin",
      headers: {"Accept": "application/json"},
      body: new URLSearchParams(body)
    }).then(function (reply) {
      return reply.json().then(function (answer) {
        if (!reply.ok) { throw new Error(answer.message); }
        place = current(place);
        show(place, answer);
        var waiting = place.querySelector(".learning-hint-waiting");
        say(waiting ? waiting.textContent : answer.text);
        if (answer.state === "waiting" && times < MAX_TIMES) {
          setTimeout(function () {
            var next = place.querySelector("button.learning-ask");
            if (next) { ask(place, next, times + 1); }
          }, AGAIN_AFTER_MS);
        }
      });
    }).catch(function (error) {
      button.removeAttribute("aria-disabled");
      fail(current(place), error instanceof TypeError || error instanceof SyntaxError ?
           button.dataset.away : error.message);
    });
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("button.learning-ask");
    var place = button && button.closest("#learning-hints, .learning-explain");
    if (!place) { return; }
    event.preventDefault();
    if (button.getAttribute("aria-disabled") !== "true") {
      ask(place, button, 0);
    }
  });
}());
