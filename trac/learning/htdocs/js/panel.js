/* The learning panel: keeps a draft, counts characters, waits for a grade.
   Without it the page works the same, by hand. */
(function () {
  "use strict";

  /* ---- a draft outlives a reload and a session ---- */

  var FORGET_AFTER = 14 * 86400 * 1000;

  function store(key, value) {
    try {
      if (value === undefined) {
        return JSON.parse(localStorage.getItem(key) || "null");
      }
      if (value === null) {
        localStorage.removeItem(key);
      } else {
        localStorage.setItem(key, JSON.stringify(value));
      }
    } catch (e) { /* private window, full disk: no draft */ }
    return null;
  }

  function keepDraft(form, box) {
    var key = "learning-draft:" + form.dataset.draft;
    var id = form.elements.event_id;
    var draft = store(key);
    if (draft && (draft.event_id === form.dataset.sent && draft.sent ||
                  Date.now() - draft.at > FORGET_AFTER)) {
      store(key, null);                       // it has become an attempt
    } else if (draft && draft.text && !box.value) {
      box.value = draft.text;
      if (draft.sent) {
        id.value = draft.event_id;            // perhaps it arrived: no double
      }
      if (form.parentNode.open === false) {
        form.parentNode.open = true;
      }
    }
    function save(sent) {
      store(key, box.value ? {text: box.value, at: Date.now(),
                              event_id: id.value, sent: sent} : null);
    }
    box.addEventListener("input", function () { save(false); });
    form.addEventListener("submit", function () {
      save(true);
      // A second click sends nothing; the server would know it anyway.
      form.querySelector("[type=submit]").disabled = true;
    });
    addEventListener("pageshow", function () {
      form.querySelector("[type=submit]").disabled = false;
    });
  }

  function countCharacters(form, box) {
    var longest = Number(box.dataset.longest);
    var place = form.querySelector(".learning-count");
    function count() {
      var used = Array.from(box.value).length;  // as the server counts
      place.textContent = "(" + place.dataset.text
        .replace("{used}", used.toLocaleString())
        .replace("{longest}", longest.toLocaleString()) + ")";
      place.classList.toggle("learning-over", used > longest);
    }
    box.addEventListener("input", count);
    count();
  }

  /* ---- the grade comes to the open page ---- */

  var PAUSES = [1, 1, 1, 2, 2, 3, 5, 8, 13, 15];

  function age(seconds) {
    if (seconds >= 86400) { return Math.floor(seconds / 86400) + " d"; }
    if (seconds >= 3600) { return Math.floor(seconds / 3600) + " h"; }
    if (seconds >= 60) { return Math.floor(seconds / 60) + " min"; }
    return Math.floor(seconds) + " s";
  }

  function growOlder(panel) {
    function tick() {
      if (document.hidden) { return; }
      panel.querySelectorAll(".learning-age").forEach(function (place) {
        if (!place.dataset.began) { place.dataset.began = performance.now(); }
        var seconds = Number(place.dataset.seconds) +
          (performance.now() - Number(place.dataset.began)) / 1000;
        var text = age(seconds);
        if (place.textContent !== text) { place.textContent = text; }
      });
    }
    tick();
    setInterval(tick, 1000);
  }

  function show(panel, answer) {
    var place = panel.querySelector("#learning-attempts");
    var open = Array.from(place.querySelectorAll("details[open]"))
      .map(function (d) { return d.dataset.key; });
    place.innerHTML = answer.html;            // rendered and escaped by Trac
    place.querySelectorAll("details").forEach(function (d) {
      d.open = open.indexOf(d.dataset.key) >= 0;
    });
    var status = panel.querySelector("#learning-status");
    if (status.textContent !== answer.status) {
      status.textContent = answer.status;
    }
  }

  function wait(panel) {
    var tag = null, turn = 0, timer = null, over = false, away = false;
    var script = {"X-Requested-With": "XMLHttpRequest"};

    function later() {
      if (over || away || document.hidden) { return; }
      clearTimeout(timer);
      timer = setTimeout(ask, 1000 * PAUSES[Math.min(turn, PAUSES.length - 1)]);
      turn += 1;
    }

    function signedOut(now) {
      away = now;
      panel.querySelector("#learning-signed-out").hidden = !now;
    }

    // The token ended while the page was open: the cookie may renew it. When
    // it does not, who signs in in another tab and comes back is asked for.
    function renew() {
      return fetch(panel.dataset.refresh, {method: "POST", headers: script,
                                           cache: "no-store",
                                           credentials: "same-origin"})
        .then(function (reply) { signedOut(reply.status === 401); });
    }

    function ask() {
      timer = null;
      var headers = Object.assign({}, script);
      if (tag) { headers["If-None-Match"] = tag; }
      fetch(panel.dataset.state, {headers: headers, cache: "no-store",
                                  credentials: "same-origin"})
        .then(function (reply) {
          if (reply.status === 401) { return renew(); }
          if (reply.ok || reply.status === 304) { signedOut(false); }
          if (reply.status === 304 || reply.status === 204) { return null; }
          if (!reply.ok) { throw new Error(String(reply.status)); }
          if (tag && tag !== reply.headers.get("ETag")) { turn = 0; }
          tag = reply.headers.get("ETag");
          return reply.json();
        })
        .then(function (answer) {
          if (answer) {
            show(panel, answer);
            over = answer.final;
          }
        })
        .catch(function () { /* offline, or it is down: ask again, slower */ })
        .then(later);
    }

    document.addEventListener("visibilitychange", function () {
      if (document.hidden) {
        clearTimeout(timer);
        timer = null;
      } else if (!over && timer === null) {
        turn = 0;
        ask();
      }
    });
    later();
  }

  function begin() {
    document.querySelectorAll(".learning-form").forEach(function (form) {
      var box = form.elements.answer;
      keepDraft(form, box);
      countCharacters(form, box);
    });
    var panel = document.getElementById("learning");
    if (panel) {
      growOlder(panel);
      if (panel.dataset.state) { wait(panel); }
    }
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", begin);
  } else {
    begin();
  }
}());
