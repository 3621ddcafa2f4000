/* Asks how things stand until they are settled: soon after something changed,
   less often after that, not at all while nobody looks. */
(function () {
  "use strict";

  var PAUSES = [1, 1, 1, 2, 2, 3, 5, 8, 13, 15];
  var BUSY = 4;      // of the pauses, while something is under way

  window.TracLearn = window.TracLearn || {};

  /* state, refresh: addresses. show(answer): returns "over", "busy" or "".
     signedOut(now): the person has to sign in, or has done so. */
  TracLearn.watch = function (options) {
    var tag = null, turn = 0, timer = null, mood = "", away = false;
    var script = {"X-Requested-With": "XMLHttpRequest"};

    function later() {
      if (mood === "over" || away || document.hidden) { return; }
      clearTimeout(timer);
      var last = mood === "busy" ? BUSY : PAUSES.length - 1;
      timer = setTimeout(ask, 1000 * PAUSES[Math.min(turn, last)]);
      turn += 1;
    }

    function signedOut(now) {
      away = now;
      options.signedOut(now);
    }

    // The token ended while the page was open: the cookie may renew it. When
    // it does not, who signs in in another tab and comes back is asked for.
    function renew() {
      return TracLearn.renew(options.refresh)
        .then(function (good) { signedOut(!good); });
    }

    function ask() {
      timer = null;
      var headers = Object.assign({}, script);
      if (tag) { headers["If-None-Match"] = tag; }
      fetch(options.state, {headers: headers, cache: "no-store",
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
          if (answer) { mood = options.show(answer); }
        })
        .catch(function () { /* offline, or it is down: ask again, slower */ })
        .then(later);
    }

    function soon() {
      turn = 0;
      later();
    }

    document.addEventListener("visibilitychange", function () {
      if (document.hidden) {
        clearTimeout(timer);
        timer = null;
      } else if (mood !== "over" && timer === null) {
        turn = 0;
        ask();
      }
    });
    later();
    function now() {
      clearTimeout(timer);
      ask();
    }

    return {soon: soon, now: now};
  };

  /* Whether the cookie brought a new token; rejected when nobody can tell. */
  TracLearn.renew = function (refresh) {
    return fetch(refresh, {method: "POST", cache: "no-store",
                           headers: {"X-Requested-With": "XMLHttpRequest"},
                           credentials: "same-origin"})
      .then(function (reply) { return reply.status !== 401; });
  };
}());
