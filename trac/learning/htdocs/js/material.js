/* Keeps the table of documents up to date, whoever changes it. Without it the
   page is loaded again by hand. */
(function () {
  "use strict";

  var MAX_NAMED = 3;      // documents that one announcement names

  function rowsByKey(body) {
    var rows = {};
    Array.from(body.children).forEach(function (row) {
      rows[row.dataset.key] = row;
    });
    return rows;
  }

  /* Puts new rows in place of those that look different, and leaves the
     others, and the focus, where they are. Returns what is new, in words. */
  function swap(body, html) {
    var had = rowsByKey(body), fresh = document.createElement("tbody");
    var focused = focusIn(body), news = [], next = body.firstElementChild;
    fresh.innerHTML = html;                   // rendered and escaped by Trac
    Array.from(fresh.children).forEach(function (row) {
      var old = had[row.dataset.key];
      delete had[row.dataset.key];
      if (old && old.dataset.tag === row.dataset.tag) {
        row = old;
      } else {
        if (row.dataset.said && (!old || old.dataset.said !== row.dataset.said)) {
          news.push(row.dataset.said);
        }
        if (old) {
          if (next === old) { next = row; }
          old.replaceWith(row);
        }
      }
      if (next === row) {
        next = row.nextElementSibling;
      } else {
        body.insertBefore(row, next);
      }
    });
    Object.keys(had).forEach(function (key) { had[key].remove(); });
    focusAgain(body, focused);
    return news;
  }

  function focusIn(body) {
    var place = document.activeElement, row = place && place.closest("tr");
    return row && body.contains(row) && {row: row.dataset.key,
                                         key: place.dataset.key};
  }

  function focusAgain(body, focused) {
    if (!focused || body.contains(document.activeElement)) { return; }
    var row = rowsByKey(body)[focused.row];
    var place = row && row.querySelector("[data-key='" + focused.key + "']");
    if (place) { place.focus({preventScroll: true}); }
  }

  function announce(news) {
    var place = document.getElementById("learning-news");
    if (place && news.length) {
      place.textContent = news.slice(0, MAX_NAMED).join(". ") +
        (news.length > MAX_NAMED ? " (+" + (news.length - MAX_NAMED) + ")" : "");
    }
  }

  /* Who uploaded a file sees beside it that it was rejected. */
  function tellRejected(body) {
    body.querySelectorAll(".learning-is-rejected").forEach(function (row) {
      document.dispatchEvent(new CustomEvent("learning:rejected", {detail: {
        document: row.dataset.key,
        words: row.querySelector(".learning-stand").lastChild.textContent.trim()
      }}));
    });
  }

  /* A page about one document: its chunks are others now. */
  function changed(body) {
    var page = document.querySelector("[data-shown]");
    var row = body.querySelector("[data-shown]");
    if (!page || !row || page.dataset.shown === row.dataset.shown) { return; }
    if (document.activeElement === document.body) {
      location.reload();
    } else {
      document.getElementById("learning-changed").hidden = false;
    }
  }

  /* A document moves within its course, and the focus moves along. Without it
     the page comes again. */
  function moveInPlace(body, form, watching) {
    if (!form) { return; }
    form.addEventListener("submit", function (event) {
      var pressed = event.submitter;
      if (!pressed || form.dataset.failed) { return; }
      event.preventDefault();
      var fields = new URLSearchParams(new FormData(form));
      fields.append(pressed.name, pressed.value);
      fetch(form.action, {method: "POST", body: fields, credentials: "same-origin",
                          headers: {"Accept": "application/json"}})
        .then(function (reply) {
          if (!reply.ok) { throw new Error(String(reply.status)); }
          return reply.json();
        })
        .then(function (answer) {
          watching.now();
          announce([answer.said]);
        })
        .catch(function () {
          form.dataset.failed = "yes";       // by hand: the page says why
          form.requestSubmit(pressed);
        });
    });
  }

  function begin() {
    var body = document.getElementById("learning-documents");
    if (!body) { return; }
    var watching = TracLearn.watch({
      state: body.dataset.state,
      refresh: body.dataset.refresh,
      signedOut: function (now) {
        document.getElementById("learning-signed-out").hidden = !now;
      },
      show: function (answer) {
        announce(swap(body, answer.html));
        tellRejected(body);
        var count = document.getElementById("learning-count");
        if (count) { count.textContent = answer.count; }
        if (!answer.moving) { changed(body); }
        return answer.moving ? "busy" : "";
      }
    });
    document.addEventListener("learning:uploaded", watching.soon);
    moveInPlace(body, document.getElementById("learning-order"), watching);
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", begin);
  } else {
    begin();
  }
}());
