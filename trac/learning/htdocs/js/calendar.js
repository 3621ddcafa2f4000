/* jQuery UI weighs as much as the rest of a page: its calendars come when
   somebody enters a field for a time. Without it, the time is typed. */
(function ($, files) {
  "use strict";
  var loaded;

  function add(tag, attributes) {
    return new Promise(function (done, failed) {
      var element = Object.assign(document.createElement(tag), attributes);
      element.onload = done;
      element.onerror = failed;
      document.head.appendChild(element);
    });
  }

  function load() {
    if (!loaded) {
      loaded = files.scripts.reduce(function (before, src) {
        return before.then(function () { return add("script", {src: src}); });
      }, Promise.all(files.styles.map(function (href) {
        return add("link", {rel: "stylesheet", href: href});
      }))).then(chooseTodayAtOnce);
      loaded.catch(function () { loaded = null; });
    }
    return loaded;
  }

  // As Trac does where the calendars come with the page.
  function chooseTodayAtOnce() {
    var goToToday = $.datepicker._gotoToday;
    $.datepicker._gotoToday = function (id) {
      goToToday.call(this, id);
      this._selectDate(id);
    };
  }

  function putOff(name) {
    $.fn[name] = function () {
      return this.prop("autocomplete", "off").on("focus.calendar", function () {
        var field = $(this);
        load().then(function () {
          field.off("focus.calendar")[name]();
          if (field.is(":focus")) field[name]("show");
        }, $.noop);
      });
    };
  }

  if ($.ui) return;
  putOff("datepicker");
  putOff("datetimepicker");
  $(function () {
    $(".trac-datepicker:not([readonly])").datepicker();
    $(".trac-datetimepicker:not([readonly])").datetimepicker();
    $("#main").addClass("trac-nodatetimehint");
  });
})(jQuery, window.learning_calendar);
