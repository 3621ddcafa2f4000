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
    var written = Array.from(place.querySelectorAll("textarea"));
    var at = document.activeElement;
    place.innerHTML = answer.html;            // rendered and escaped by Trac
    place.querySelectorAll("details").forEach(function (d) {
      d.open = d.open || open.indexOf(d.dataset.key) >= 0;
    });
    written.forEach(function (box) {          // an appeal being written
      var fresh = document.getElementById(box.id);
      if (fresh) {
        fresh.replaceWith(box);
        if (box === at) { box.focus(); }
      }
    });
    var status = panel.querySelector("#learning-status");
    if (status.textContent !== answer.status) {
      status.textContent = answer.status;
    }
  }

  /* ---- the question was changed meanwhile ---- */

  var LOOK_AGAIN_AFTER = 30 * 1000;

  function noticeEdit(panel, revision) {
    if (revision > Number(panel.dataset.revision)) {
      var line = panel.querySelector("#learning-stale");
      if (line) { line.hidden = false; }
    }
  }

  // Asked while somebody writes, and no more often than is worth it.
  function watchRevision(panel, box) {
    var asked = performance.now();
    box.addEventListener("input", function () {
      if (performance.now() - asked < LOOK_AGAIN_AFTER) { return; }
      asked = performance.now();
      fetch(panel.dataset.poll, {
        headers: {"X-Requested-With": "XMLHttpRequest"}, cache: "no-store",
        credentials: "same-origin"
      }).then(function (reply) { return reply.ok ? reply.json() : null; })
        .then(function (answer) {
          if (answer) { noticeEdit(panel, answer.revision); }
        })
        .catch(function () { /* the server notices it when it is sent */ });
    });
  }

  function wait(panel) {
    TracLearn.watch({
      state: panel.dataset.state,
      refresh: panel.dataset.refresh,
      signedOut: function (now) {
        panel.querySelector("#learning-signed-out").hidden = !now;
      },
      show: function (answer) {
        show(panel, answer);
        noticeEdit(panel, answer.revision);
        return answer.final ? "over" : "";
      }
    });
  }

  function begin() {
    document.querySelectorAll(".learning-form").forEach(function (form) {
      var box = form.elements.answer;
      keepDraft(form, box);
      countCharacters(form, box);
    });
    // Wiki text may have an element of that id, but no section.
    var panel = document.querySelector("section#learning");
    if (panel) {
      growOlder(panel);
      if (panel.dataset.state) { wait(panel); }
      var box = panel.querySelector("#learning-answer");
      if (box) { watchRevision(panel, box); }
    }
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", begin);
  } else {
    begin();
  }
}());
