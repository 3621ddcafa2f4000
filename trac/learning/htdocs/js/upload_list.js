/* What people see and hear of uploads: a line and a bar for each file, and
   one sum that a screen reader reads out. */
(function () {
  "use strict";

  var QUIET = 400;     // ms between two sums

  window.TracLearn = window.TracLearn || {};

  /* place: where the list is. texts: what there is to say. */
  TracLearn.uploadList = function (place, texts) {
    var counts = {all: 0, done: 0, failed: 0}, reporting = null;

    function report() {
      reporting = reporting || setTimeout(function () {
        reporting = null;
        place.querySelector(".learning-uploads-status").textContent =
          TracLearn.fill(texts.sum, counts) +
          (counts.failed ? " " + TracLearn.fill(texts.failed, counts) : "");
      }, QUIET);
    }

    function part(item, kind, name, words) {
      var made = item.appendChild(document.createElement(kind));
      made.className = "learning-upload-" + name;
      made.textContent = words || "";
      return made;
    }

    /* again(): what the button does that a failure may show. */
    function add(name, again) {
      var item = document.createElement("li");
      var label = part(item, "span", "name", name);
      var bar = part(item, "progress", "bar");
      var said = part(item, "span", "said");
      var button = part(item, "button", "again", texts.again);
      label.title = name;
      label.dir = "auto";
      bar.value = 0;
      bar.setAttribute("aria-label", name);
      button.type = "button";
      button.hidden = true;
      button.setAttribute("aria-label", texts.again + ": " + name);
      button.addEventListener("click", function () {
        item.focus();                          // the button goes
        button.hidden = true;
        item.className = "";
        bar.value = 0;
        counts.failed -= 1;
        report();
        again();
      });
      item.tabIndex = -1;
      counts.all += 1;
      place.hidden = false;
      place.querySelector("ul").appendChild(item);
      report();
      return {
        tell: function (words) { said.textContent = words; },
        progress: function (share) { bar.value = share; },
        /* document: what becomes of the file is told of this one. */
        done: function (words, document) {
          item.dataset.document = document || "";
          item.className = "learning-upload-done";
          bar.value = 1;
          said.textContent = "\u2713 " + words;
          counts.done += 1;
          report();
        },
        fail: function (words, curable) {
          item.className = "learning-upload-failed";
          said.textContent = "\u2717 " + words;
          button.hidden = !curable;
          counts.failed += 1;
          report();
        }
      };
    }

    /* A file that came and could not be used is no success any more. */
    document.addEventListener("learning:rejected", function (event) {
      place.querySelectorAll(".learning-upload-done").forEach(function (item) {
        if (item.dataset.document !== event.detail.document) { return; }
        item.className = "learning-upload-failed";
        item.querySelector(".learning-upload-said").textContent =
          "\u2717 " + event.detail.words;
        counts.done -= 1;
        counts.failed += 1;
        report();
      });
    });

    return {
      add: add,
      busy: function () { return counts.done + counts.failed < counts.all; }
    };
  };

  /* "{done} of {all}" with its values. */
  TracLearn.fill = function (text, values) {
    return text.replace(/\{(\w+)\}/g, function (all, name) {
      return values[name];
    });
  };
}());
