/* The answer box: counts characters, says at once what cannot be sent, sends
   by Ctrl+Enter, and waits where there is no connection. Without it the
   server says the same. */
(function () {
  "use strict";

  function used(box) {
    return Array.from(box.value).length;      // as the server counts
  }

  function countCharacters(form, box) {
    var longest = Number(box.dataset.longest);
    var place = form.querySelector(".learning-count");
    var language = document.documentElement.lang || "en";
    function count() {
      place.textContent = "(" + place.dataset.text
        .replace("{used}", used(box).toLocaleString(language))
        .replace("{longest}", longest.toLocaleString(language)) + ")";
      place.classList.toggle("learning-over", used(box) > longest);
    }
    box.addEventListener("input", count);
    count();
  }

  /* Says at the field why it cannot be sent; "" takes that back. */
  function say(form, box, error) {
    var place = form.querySelector("#learning-error");
    if (!place) { return; }
    place.textContent = error;
    place.hidden = !error;
    if (error) {
      box.setAttribute("aria-invalid", "true");
      box.focus();
    } else {
      box.removeAttribute("aria-invalid");
    }
  }

  function errorOf(form, box) {
    var said = form.querySelector("#learning-error").dataset;
    if (!box.value.trim()) { return said.empty; }
    return used(box) > Number(box.dataset.longest) ? said.long : "";
  }

  function begin(form) {
    var box = form.elements.answer, button = form.querySelector(".learning-send");
    var save = TracLearn.keepDraft(form, box);
    var offline = form.querySelector(".learning-offline");
    form.noValidate = true;                   // said here, in the page's words
    countCharacters(form, box);
    form.addEventListener("submit", function (event) {
      if (event.submitter && event.submitter !== button) { return; }    // a hint
      var error = errorOf(form, box);
      if (error || !navigator.onLine) {
        event.preventDefault();
        offline.hidden = Boolean(error);
        say(form, box, error);
        save(false);
        return;
      }
      save(true);
      // A second click sends nothing; the server would know it anyway.
      button.disabled = true;
    });
    box.addEventListener("input", function () {
      if (box.matches("[aria-invalid]")) { say(form, box, ""); }
    });
    box.addEventListener("keydown", function (event) {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        form.requestSubmit(button);
      }
    });
    addEventListener("online", function () {
      if (!offline.hidden) {
        offline.hidden = true;
        form.requestSubmit(button);
      }
    });
    addEventListener("pageshow", function () { button.disabled = false; });
  }

  function beginAll() {
    document.querySelectorAll(".learning-form").forEach(begin);
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", beginAll);
  } else {
    beginAll();
  }
}());
