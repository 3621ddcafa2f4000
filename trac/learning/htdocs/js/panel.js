/* The learning panel: the grade comes to the open page. Without it the page
   is loaded again, by hand. */
(function () {
  "use strict";

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

  /* A part of the page anew; what is open and half written stays. */
  function replace(place, html) {
    if (!place || html === undefined) { return; }
    var open = Array.from(place.querySelectorAll("details[open]"))
      .map(function (d) { return d.dataset.key; });
    var written = Array.from(place.querySelectorAll("textarea"));
    var at = document.activeElement;
    place.innerHTML = html;                   // rendered and escaped by Trac
    place.querySelectorAll("details").forEach(function (d) {
      d.open = d.open || Boolean(d.dataset.key) && open.indexOf(d.dataset.key) >= 0;
    });
    written.forEach(function (box) {          // an appeal being written
      var fresh = document.getElementById(box.id);
      if (fresh) {
        fresh.replaceWith(box);
        if (box === at) { box.focus(); }
      }
    });
  }

  // Whether the learner did anything since the page came.
  var moved = false;

  function noticeMoves() {
    ["keydown", "pointerdown", "wheel", "touchstart"].forEach(function (kind) {
      addEventListener(kind, function () { moved = true; },
                       {once: true, passive: true});
    });
  }

  /* What was awaited can be improved, and is read from its beginning. */
  function greet(panel, answer) {
    var again = panel.querySelector(".learning-again");
    if (again && again.hidden) {
      again.hidden = false;
      again.open = again.open && !answer.well;
    }
    var result = panel.querySelector("#learning-result");
    if (result && !moved) { result.focus({preventScroll: true}); }
  }

  /* The ticket's head says the same as the panel. */
  function showStanding(standing) {
    var place = document.querySelector(".learning-head .learning-standing");
    if (!place || !standing) { return; }
    place.className = "learning-standing learning-standing-" + standing.state;
    place.querySelector(".learning-symbol").textContent = standing.symbol;
    place.querySelector(".learning-standing-word").textContent = standing.word;
  }

  function show(panel, answer) {
    var awaited = panel.querySelector(".learning-awaited");
    replace(panel.querySelector("#learning-attempts"), answer.html);
    replace(panel.querySelector("#learning-history"), answer.history);
    showStanding(answer.standing);
    var status = panel.querySelector("#learning-status");
    if (status.textContent !== answer.status) {
      status.textContent = answer.status;
    }
    if (awaited && !answer.awaited) { greet(panel, answer); }
  }

  /* What nobody sees of the room kept for the grade is given back. */
  function giveBack(panel) {
    var room = panel.dataset.awaited && panel.querySelector(".learning-outcome");

    function shrink() {
      var box = room.getBoundingClientRect();
      if (box.bottom > innerHeight) { room.style.minHeight = Math.ceil(Math.max(0, innerHeight - box.top)) + "px"; }
    }
    if (room) { shrink(); addEventListener("scroll", shrink, {passive: true}); }
  }

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
        if (answer.final) { giveBack(panel); }
        return answer.final ? "over" : "";
      }
    });
  }

  function begin() {
    // Wiki text may have an element of that id, but no section.
    var panel = document.querySelector("section#learning");
    if (panel) {
      noticeMoves();
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
