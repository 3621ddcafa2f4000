/* Says on an open page how far a path is, and shows it when it is there; of
   an accepted one, what was done and what that unlocked. Without it the page
   is loaded again by hand. */
(function () {
  "use strict";

  function setText(node, text) {
    if (node && node.textContent !== text) { node.textContent = text; }
  }

  // In its place: what stands below does not move.
  function showStep(step) {
    var item = document.getElementById("step-" + step.n);
    var word = item && item.querySelector(".learning-step-word");
    if (!word) { return; }
    item.className = "learning-step learning-step-" + step.state;
    setText(word.querySelector(".learning-symbol"), step.symbol);
    word.lastChild.textContent = " " + step.word;
  }

  function showBegin() {
    var begin = document.getElementById("learning-begin");
    var step = document.querySelector(".learning-step-ready a");
    if (!begin) { return; }
    begin.parentNode.style.visibility = step ? "" : "hidden";
    if (step) {
      begin.href = step.href;
      setText(begin.querySelector("[dir]"), step.textContent);
    }
  }

  // Markup of this site, without scripts: parsed as a picture.
  function showMap(svg) {
    var box = document.querySelector(".learning-map");
    if (!box || !svg) { return; }
    var map = new DOMParser().parseFromString(svg, "image/svg+xml");
    if (map.documentElement.nodeName !== "svg") { return; }
    box.style.boxSizing = "border-box";
    box.style.height = box.getBoundingClientRect().height + "px";
    box.replaceChildren(document.importNode(map.documentElement, true));
  }

  function showSteps(answer) {
    answer.steps.forEach(showStep);
    showBegin();
    setText(document.getElementById("learning-path-done"), answer.done);
    setText(document.getElementById("learning-not-needed"),
            answer.not_needed);
    document.getElementById("learning-look").hidden =
      answer.additions ===
      document.getElementById("learning-path").dataset.added;
    showMap(answer.map);
    if (!answer.polls) { return "over"; }
    return answer.steps.some(function (step) {
      return step.state === "answered";
    }) ? "busy" : "";
  }

  function begin() {
    var page = document.getElementById("learning-path");
    if (!page || !page.dataset.state) { return; }
    TracLearn.watch({
      state: page.dataset.state,
      refresh: page.dataset.refresh,
      signedOut: function (now) {
        document.getElementById("learning-signed-out").hidden = !now;
      },
      show: function (answer) {
        setText(document.getElementById("learning-path-status"),
                answer.status);
        if (answer.final && answer.state !== page.dataset.shown) {
          location.reload();
          return "over";
        }
        return answer.steps ? showSteps(answer) : "busy";
      }
    });
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", begin);
  } else {
    begin();
  }
}());
