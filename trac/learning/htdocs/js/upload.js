/* Uploads files straight to the storage, three at a time. Without it the form
   sends them through Trac. */
(function () {
  "use strict";

  var AT_ONCE = 3;
  var GRANTED = 20;              // files asked for at a time
  var GOOD_FOR = 240 * 1000;     // a grant is good for 300 s

  function megabytes(octets) {
    var size = octets / 1048576;
    return (size < 10 ? size.toFixed(1) : Math.round(size)) + " MB";
  }

  function problem(words) {
    var error = new Error(words || "");
    error.words = words;
    return error;
  }

  function digest(file) {
    if (!window.crypto || !crypto.subtle) { return Promise.resolve(null); }
    return file.arrayBuffer()
      .then(function (bytes) { return crypto.subtle.digest("SHA-256", bytes); })
      .then(function (hash) {
        return Array.from(new Uint8Array(hash)).map(function (octet) {
          return ("0" + octet.toString(16)).slice(-2);
        }).join("");
      }).catch(function () { return null; });   // the sending will fail
  }

  /* ---- leave to upload, for some files at a time ---- */

  function leave(batch, told, replaced, again) {
    return fetch(told.grant, {
      method: "POST", credentials: "same-origin", cache: "no-store",
      headers: {"Content-Type": "application/json",
                "X-Requested-With": "XMLHttpRequest",
                "X-CSRF-Token": told.token},
      body: JSON.stringify({
        files: batch.map(function (one) {
          return {name: one.name, size: one.file.size,
                  type: one.file.type || null, sha256: one.sha256,
                  subject: one.subject, document: replaced};
        })
      })
    }).then(function (reply) {
      if (reply.ok) {
        return reply.json().then(function (body) { return body.grants; });
      }
      if (reply.status === 401 && again) {
        return TracLearn.renew(told.refresh).then(function (good) {
          if (!good) { throw problem(told.texts.signed_out); }
          return leave(batch, told, replaced, false);
        });
      }
      return reply.json().catch(function () { return {}; })
        .then(function (body) { throw problem(body.message); });
    });
  }

  /* ---- one form ---- */

  function uploads(form, told) {
    var texts = told.texts, replaced = form.dataset.document || null;
    var list = TracLearn.uploadList(form.querySelector(".learning-uploads"),
                                    texts);
    var queue = [], granted = [], active = 0, asking = false;

    function add(files) {
      var subject = form.elements.subject;
      if (replaced) { files = files.slice(0, 1); }
      files.sort(function (a, b) { return a.name < b.name ? -1 : 1; });
      files.forEach(function (one) {
        one.subject = subject && subject.value.trim() || null;
        one.line = list.add(one.name, function () { start(one); });
        start(one);
      });
    }

    function start(one) {
      if (!one.file.size) {
        one.line.fail(texts.empty, false);
      } else if (one.file.size > told.largest) {
        one.line.fail(TracLearn.fill(texts.large, {
          size: megabytes(one.file.size), most: megabytes(told.largest)
        }), false);
      } else {
        one.line.tell(texts.waiting);
        queue.push(one);
        // A folder is taken in whole first, so that it is asked for together.
        setTimeout(goOn, 0);
      }
    }

    function goOn() {
      while (active < AT_ONCE && granted.length) { send(granted.shift()); }
      if (granted.length < AT_ONCE && queue.length && !asking) {
        ask(queue.splice(0, GRANTED));
      }
    }

    function ask(batch) {
      asking = true;
      batch.reduce(function (before, one) {    // one file in memory at a time
        return before.then(function () {
          return digest(one.file).then(function (hash) { one.sha256 = hash; });
        });
      }, Promise.resolve())
        .then(function () { return leave(batch, told, replaced, true); })
        .then(function (grants) {
          batch.forEach(function (one, n) { take(one, grants[n]); });
        })
        .catch(function (error) {
          batch.forEach(function (one) {
            one.line.fail(error.words || texts.away, true);
          });
        })
        .then(function () {
          asking = false;
          goOn();
        });
    }

    function take(one, grant) {
      if (grant.state === "unchanged") {
        one.line.done(grant.reason);
      } else if (grant.reason) {
        one.line.fail(grant.reason, false);
      } else {
        one.grant = grant;
        one.grantedAt = Date.now();
        granted.push(one);
      }
    }

    function send(one) {
      if (Date.now() - one.grantedAt > GOOD_FOR) {
        queue.unshift(one);
        return;
      }
      var request = new XMLHttpRequest(), body = new FormData();
      Object.keys(one.grant.fields).forEach(function (name) {
        body.append(name, one.grant.fields[name]);
      });
      body.append("file", one.file);           // S3 wants it last
      active += 1;
      one.line.tell(texts.uploading);
      request.upload.addEventListener("progress", function (event) {
        if (event.lengthComputable) {
          one.line.progress(event.loaded / event.total);
        }
      });
      request.addEventListener("loadend", function () {
        active -= 1;
        if (request.status >= 200 && request.status < 300) {
          one.line.done(texts.uploaded, one.grant.document);
          document.dispatchEvent(new CustomEvent("learning:uploaded"));
        } else {
          one.line.fail(request.status ? TracLearn.fill(texts.refused, {
            status: request.status}) : texts.broken, true);
        }
        goOn();
      });
      request.open("POST", one.grant.url);
      request.send(body);
    }

    return {add: add, busy: list.busy};
  }

  /* ---- ways in ---- */

  function reveal(form) {
    form.querySelectorAll(".learning-plain").forEach(function (place) {
      place.hidden = true;
    });
    form.querySelectorAll(".learning-scripted, .learning-drop-hint, " +
                          ".learning-folder").forEach(function (place) {
      place.hidden = false;
    });
    form.classList.add("learning-live");
  }

  function acceptDrops(form, add) {
    var zone = form.querySelector(".learning-drop");
    function over(event) {
      if (Array.from(event.dataTransfer.types).indexOf("Files") < 0) { return; }
      event.preventDefault();                  // else the browser opens it
      zone.classList.toggle("learning-over-zone", zone.contains(event.target));
    }
    function out() { zone.classList.remove("learning-over-zone"); }
    document.addEventListener("dragover", over);
    document.addEventListener("dragleave", out);
    document.addEventListener("drop", function (event) {
      over(event);
      out();
      if (zone.contains(event.target)) {
        TracLearn.files.ofDrop(event.dataTransfer).then(add);
      }
    });
  }

  function begin() {
    document.querySelectorAll(".learning-upload").forEach(function (form) {
      var mine = uploads(form, window.learning_material);
      reveal(form);
      form.querySelectorAll("input[type=file]").forEach(function (input) {
        input.addEventListener("change", function () {
          mine.add(TracLearn.files.ofInput(input));
          input.value = "";                    // the same file once more
        });
      });
      form.addEventListener("submit", function (event) {
        event.preventDefault();                // Enter in the subject
      });
      acceptDrops(form, mine.add);
      addEventListener("beforeunload", function (event) {
        if (mine.busy()) { event.preventDefault(); }
      });
    });
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", begin);
  } else {
    begin();
  }
}());
