/* Moves a proposed path's steps on the open page: Trac shows the form as it is
   now, and what it says takes the place of what is here. Without it the page
   is loaded anew. */
(function () {
  "use strict";

  var turn = Promise.resolve();

  // Check boxes stay as they are here: they may have changed meanwhile.
  function show(form, text) {
    var page = new DOMParser().parseFromString(text, "text/html");
    var focused = document.activeElement && document.activeElement.id;
    page.querySelectorAll("#learning-choice [name=step]")
      .forEach(function (box) {
        box.checked = document.getElementById(box.id).checked;
      });
    [".learning-map", ".learning-steps"].forEach(function (name) {
      var old = document.querySelector(name), now = page.querySelector(name);
      if (old && now) { old.replaceWith(document.importNode(now, true)); }
    });
    document.getElementById("learning-moved").textContent =
      page.getElementById("learning-moved").textContent;
    if (focused && document.activeElement.id !== focused) {
      document.getElementById(focused).focus();
    }
  }

  // One after the other: each begins with what the one before it left.
  function refresh(form, pressed) {
    turn = turn.then(function () {
      var fields = new URLSearchParams(new FormData(form));
      if (pressed) { fields.append(pressed.name, pressed.value); }
      return fetch(form.dataset.page, {
        method: "POST", body: fields, credentials: "same-origin",
        headers: {"X-Requested-With": "XMLHttpRequest"}
      });
    }).then(function (reply) {
      if (!reply.ok) { throw new Error(String(reply.status)); }
      return reply.text();
    }).then(function (text) { show(form, text); });
    return turn;
  }

  function begin() {
    var form = document.getElementById("learning-choice");
    if (!form) { return; }
    form.addEventListener("submit", function (event) {
      var pressed = event.submitter;
      if (!pressed || !pressed.name || form.dataset.failed) { return; }
      event.preventDefault();
      pressed.focus();
      refresh(form, pressed).catch(function () {
        form.dataset.failed = "yes";       // by hand: the page says why
        form.requestSubmit(document.getElementById(pressed.id));
      });
    });
    form.addEventListener("change", function () {
      refresh(form).catch(function () {
        turn = Promise.resolve();          // the next button says why
      });
    });
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", begin);
  } else {
    begin();
  }
}());
