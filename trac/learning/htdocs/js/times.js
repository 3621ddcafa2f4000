/* Says times in the reader's zone and lets them grow older, in the words that
   learning.dates has on the server. Without it the page's own words stay. */
(function () {
  "use strict";

  var MINUTE_MS = 60 * 1000, HOUR_MS = 60 * MINUTE_MS, DAY_MS = 24 * HOUR_MS;
  var TICK_MS = 10 * 1000, YEAR_S = 365 * 86400;
  var lang = document.documentElement.lang || "en";
  if (/^en/.test(lang)) { lang = "en-GB"; }     // the day before the month
  var ago = new Intl.RelativeTimeFormat(lang, {numeric: "always"});
  var near = new Intl.RelativeTimeFormat(lang, {numeric: "auto"});

  function format(date, options) {
    return new Intl.DateTimeFormat(lang, options).format(date);
  }

  function clock(date) {
    return format(date, {hour: "2-digit", minute: "2-digit", hourCycle: "h23"});
  }

  function midnight(date) {
    return new Date(date.getFullYear(), date.getMonth(), date.getDate());
  }

  function day(date, now, weekday) {
    var days = Math.round((midnight(date) - midnight(now)) / DAY_MS);
    if (Math.abs(days) < 2) {
      return near.format(days, "day") + " " + clock(date);
    }
    var other = date.getFullYear() !== now.getFullYear();
    return (weekday && !other ? format(date, {weekday: "long"}) + ", " : "") +
      format(date, {day: "numeric", month: "long",
                    year: other ? "numeric" : undefined}) + ", " + clock(date);
  }

  function exact(date) {
    function two(number) { return String(number).padStart(2, "0"); }
    var zone = new Intl.DateTimeFormat(lang, {timeZoneName: "short"})
      .formatToParts(date).find(function (part) { return part.type === "timeZoneName"; });
    return date.getFullYear() + "-" + two(date.getMonth() + 1) + "-" +
      two(date.getDate()) + " " + clock(date) + " " + zone.value;
  }

  function say(place) {
    var date = new Date(place.dateTime), now = new Date();
    if (isNaN(date)) { return; }
    var passed = now - date, chosen = place.dataset.zone === "chosen";
    var text = chosen ? place.dataset.day
      : day(date, now, place.dataset.as === "date");
    if (place.dataset.as === "time" && passed < HOUR_MS && passed > -MINUTE_MS) {
      text = passed < MINUTE_MS ? place.textContent
        : ago.format(-Math.floor(passed / MINUTE_MS), "minute");
    }
    if (place.textContent !== text) { place.textContent = text; }
    if (!chosen) { place.title = exact(date); }
  }

  function sayAll() {
    if (document.hidden) { return; }
    document.querySelectorAll("time[data-as]").forEach(say);
  }

  // For the next page, which the server then words right from the start.
  function tellZone() {
    var zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    var value = encodeURIComponent(zone + ":" + -new Date().getTimezoneOffset());
    if (document.cookie.indexOf("learning_zone=" + value) < 0) {
      document.cookie = "learning_zone=" + value + "; path=/; SameSite=Lax; max-age=" + YEAR_S;
    }
  }

  function begin() {
    tellZone();
    sayAll();
    setInterval(sayAll, TICK_MS);
    document.addEventListener("visibilitychange", sayAll);
    // What comes later, from whichever script.
    new MutationObserver(function (changes) {
      changes.forEach(function (change) {
        change.addedNodes.forEach(function (node) {
          if (node.querySelectorAll) {
            node.querySelectorAll("time[data-as]").forEach(say);
          }
        });
      });
    }).observe(document.body, {childList: true, subtree: true});
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", begin);
  } else {
    begin();
  }
}());
