/* The author's form: the preview follows what is typed, sources are found in
   place, and a text that is not saved is not left unasked. Without it the
   buttons do the same by sending the form. */
(function () {
  "use strict";

  var PAUSE_MS = 600;
  var form, asked, timer, changed = false;
  var cited = 0, told = 0;    // changes of sources, course and concepts, and how many of them are answered

  function json(reply) {
    if (!reply.ok) { throw new Error(reply.status); }
    return reply.json();
  }

  /* What each part of the fragment says into the one that stands there, where that says something else.
     Who is on one of its buttons stays on it, or comes to the lines that the buttons fill. */
  function renew(html) {
    var made = document.createElement("template");
    made.innerHTML = html;              // rendered and escaped by Trac, too
    Array.from(made.content.children).forEach(function (part) {
      var stands = document.getElementById(part.id), on = document.activeElement;
      if (stands.innerHTML === part.innerHTML) { return; }
      var within = stands.contains(on);
      stands.innerHTML = part.innerHTML;
      if (!within) { return; }
      var same = Array.from(stands.querySelectorAll("button")).filter(function (button) {
        return button.value === on.value;
      });
      (same[0] || row(0, "concept")).focus();
    });
  }

  function preview() {
    clearTimeout(timer);
    if (asked) { asked.abort(); }
    asked = new AbortController();
    var body = new URLSearchParams(new FormData(form));
    var upTo = cited;
    if (upTo > told) { body.set("concepts", "1"); }
    return fetch(form.dataset.preview, {
      method: "POST",
      credentials: "same-origin",
      headers: {"Accept": "application/json"},
      body: body,
      signal: asked.signal
    }).then(json).then(function (answer) {
      document.getElementById("preview").innerHTML = answer.html;   // rendered and escaped by Trac
      if ("concepts" in answer) {
        renew(answer.concepts);
        told = upTo;        // what was typed meanwhile is asked about again
      }
    }).catch(function () {});       // what stands there is older, and the button remains
  }

  function row(number, name) { return form.elements[name + "_" + number]; }

  /* The first line without a source, or a new one below the last. */
  function emptyRow() {
    var last = 0;
    for (var n = 0; row(n, "href"); n += 1) {
      if (!row(n, "href").value && !row(n, "title").value) { return n; }
      last = n;
    }
    if (n >= Number(form.dataset.sources)) { return -1; }
    var line = row(last, "href").closest("tr"), copy = line.cloneNode(true);
    copy.querySelectorAll("input").forEach(function (input) {
      input.name = input.name.replace(/\d+$/, n);
      input.value = "";
      input.setAttribute("aria-label", input.getAttribute("aria-label").replace(/\d+/, n + 1));
    });
    copy.querySelectorAll(".learning-refused").forEach(function (said) { said.remove(); });
    line.after(copy);
    return n;
  }

  function use(hit) {
    var n = emptyRow();
    if (n < 0) { return; }
    row(n, "title").value = hit.title;
    row(n, "href").value = hit.href;
    row(n, "title").focus();
    changed = true;
    cited += 1;
    preview();
  }

  /* Into the first free line; with none left the form is sent, which makes one. */
  function nameConcept(button) {
    for (var n = 0; row(n, "concept"); n += 1) {
      if (!row(n, "concept").value) {
        row(n, "concept").value = button.value;
        row(n, "concept").focus();
        button.remove();
        changed = true;
        cited += 1;
        preview();
        return true;
      }
    }
    return false;
  }

  function element(name, text, attributes) {
    var made = document.createElement(name);
    made.textContent = text || "";
    Object.keys(attributes || {}).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    return made;
  }

  function shown(hit, words) {
    var item = document.createElement("li");
    var button = element("button", words.use, {
      type: "button", "aria-label": words.use + ": " + hit.title + " " + hit.section});
    button.addEventListener("click", function () { use(hit); });
    item.append(button, " ", element("a", hit.title, {
      href: hit.url, target: "_blank", rel: "noopener", dir: "auto"}), " ",
      element("span", hit.section, {dir: "auto"}));
    if (hit.text) { item.append(element("span", hit.text, {"class": "learning-excerpt", dir: "auto"})); }
    return item;
  }

  function find() {
    var place = document.getElementById("found"), words = place.dataset;
    var query = new URLSearchParams({q: form.elements.q.value, course: form.elements.course.value});
    fetch(form.dataset.find + "?" + query, {
      credentials: "same-origin", headers: {"Accept": "application/json"}
    }).then(json).then(function (found) {
      var hits = found.documents.concat(found.passages), list = document.createElement("ul");
      list.className = "learning-found";
      hits.forEach(function (hit) { list.append(shown(hit, words)); });
      place.replaceChildren(hits.length ? list : element("p", found.trouble || words.none));
    }).catch(function () {
      place.replaceChildren(element("p", words.away, {"class": "learning-refused"}));
    });
  }

  function begin() {
    form = document.getElementById("question-form");
    if (!form) { return; }
    form.addEventListener("input", function (event) {
      if (event.target.name === "q") { return; }
      if (/^(href_|concept_|course$)/.test(event.target.name)) { cited += 1; }
      changed = true;
      clearTimeout(timer);
      timer = setTimeout(preview, PAUSE_MS);
    });
    form.addEventListener("submit", function (event) {
      var name = event.submitter && event.submitter.name;
      if (name === "find") { event.preventDefault(); find(); return; }
      if (name === "name_concept" && nameConcept(event.submitter)) { event.preventDefault(); return; }
      if (name === "preview") {
        event.preventDefault();
        preview().then(function () {
          var title = document.getElementById("preview-title");
          title.tabIndex = -1;
          title.focus();
        });
        return;
      }
      changed = false;
    });
    form.elements.q.addEventListener("keydown", function (event) {
      if (event.key === "Enter") { event.preventDefault(); find(); }
    });
    window.addEventListener("beforeunload", function (event) {
      if (changed) { event.preventDefault(); event.returnValue = ""; }
    });
  }

  document.addEventListener("DOMContentLoaded", begin);
}());
