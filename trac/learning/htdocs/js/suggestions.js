/* Suggestions one after the other, by access key or button: y confirms the one
   that has the focus, n removes it, and the next gets the focus. Without it
   each button sends its form. */
(function () {
  "use strict";

  var KEYS = {confirm: "y", remove: "n"};

  function begin() {
    var list = document.getElementById("learning-suggestions");
    if (!list) { return; }
    var last = Promise.resolve();      // one request at a time, in order
    var unsent = 0;
    var held = false;                  // a key that is held decides one alone

    // To the buttons of the suggestion that has the focus, and to no others.
    function giveKeys() {
      var item = document.activeElement.closest("#learning-suggestions > li");
      list.querySelectorAll("[accesskey]").forEach(function (button) {
        button.removeAttribute("accesskey");
      });
      if (!item || held) { return; }
      Object.keys(KEYS).forEach(function (decision) {
        item.querySelector("button[value=" + decision + "]").accessKey = KEYS[decision];
      });
    }

    function formFor(item, decision) {
      return item.querySelector("button[value=" + decision + "]").form;
    }

    function send(form, decision, again) {
      var body = new URLSearchParams(new FormData(form));
      body.set("decision", decision);
      return fetch(form.action, {
        method: "POST", credentials: "same-origin", cache: "no-store",
        headers: {"X-Requested-With": "XMLHttpRequest"}, body: body
      }).then(function (reply) {
        if (reply.status === 401 && again) {
          return TracLearn.renew(list.dataset.refresh).then(function (good) {
            return good ? send(form, decision, false)
              : {good: false, message: list.dataset.signedOut};
          });
        }
        return reply.json().then(function (answer) {
          return {good: reply.ok, message: answer.message};
        });
      }).catch(function () {           // no network, or no JSON
        return {good: false, message: list.dataset.away};
      });
    }

    function show(item, state, words) {
      item.dataset.state = state;
      item.querySelector(".learning-said").textContent = words;
    }

    function focusNext(item) {
      var next = item.nextElementSibling;
      while (next && next.dataset.state) { next = next.nextElementSibling; }
      (next || item).focus();
    }

    function decide(item, decision) {
      unsent += 1;
      show(item, "sent", "\u2026");
      focusNext(item);
      last = last.then(function () {
        return send(formFor(item, decision), decision, true);
      }).then(function (answer) {
        unsent -= 1;
        show(item, answer.good ? decision : "", answer.message);
      });
    }

    list.addEventListener("focusin", giveKeys);
    addEventListener("keydown", function () { held = true; });
    ["keyup", "blur"].forEach(function (name) {
      addEventListener(name, function () { held = false; giveKeys(); });
    });
    list.addEventListener("submit", function (event) {
      var item = event.target.closest("li");
      event.preventDefault();
      if (item.dataset.state === "sent") { return; }
      decide(item, event.target.querySelector("button").value);
    });
    addEventListener("beforeunload", function (event) {
      if (unsent) { event.preventDefault(); }
    });
    Array.from(list.children).forEach(function (item) { item.tabIndex = 0; });
    document.getElementById("suggestions-keys").hidden = false;
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", begin);
  } else {
    begin();
  }
}());
