/* Keeps what is being written, over a reload, an ended sign-in and a lost
   connection, until it has become an answer. */
(function () {
  "use strict";

  var FORGET_AFTER_MS = 14 * 86400 * 1000;

  window.TracLearn = window.TracLearn || {};

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

  /* Puts the kept text into the box. Returns save(sent), which keeps what
     stands there; `sent` when it is on its way. */
  TracLearn.keepDraft = function (form, box) {
    var key = "learning-draft:" + form.dataset.draft;
    var id = form.elements.event_id;
    var draft = store(key);
    if (draft && (draft.event_id === form.dataset.sent && draft.sent ||
                  Date.now() - draft.at > FORGET_AFTER_MS)) {
      store(key, null);                       // it has become an answer
    } else if (draft && draft.text && draft.text !== box.value && !box.matches("[aria-invalid]")) {
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
    return save;
  };
}());
