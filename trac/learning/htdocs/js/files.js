/* Files out of an input or a drop, folders and all: {file, name}, where the
   name is the path. */
(function () {
  "use strict";

  function fromInput(input) {
    return Array.from(input.files).map(function (file) {
      return {file: file, name: file.webkitRelativePath || file.name};
    });
  }

  function fromEntry(entry) {
    return new Promise(function (done) {
      function lost() { done([]); }
      if (entry.isFile) {
        entry.file(function (file) {
          done([{file: file, name: entry.fullPath.replace(/^\/+/, "")}]);
        }, lost);
        return;
      }
      var reader = entry.createReader(), found = [];
      (function more() {         // a reader gives 100 at a time
        reader.readEntries(function (entries) {
          if (entries.length) {
            found = found.concat(entries);
            more();
          } else {
            fromEntries(found).then(done);
          }
        }, lost);
      }());
    });
  }

  function fromEntries(entries) {
    return Promise.all(entries.map(fromEntry)).then(function (lists) {
      return [].concat.apply([], lists);
    });
  }

  function fromDrop(transfer) {
    var entries = Array.from(transfer.items || [])
      .map(function (item) {
        return item.webkitGetAsEntry && item.webkitGetAsEntry();
      }).filter(Boolean);
    return entries.length ? fromEntries(entries)
      : Promise.resolve(fromInput({files: transfer.files}));
  }

  function visible(one) {
    return !/(^|\/)\./.test(one.name);        // .git, .DS_Store
  }

  window.TracLearn = window.TracLearn || {};
  TracLearn.files = {
    ofInput: function (input) { return fromInput(input).filter(visible); },
    ofDrop: function (transfer) {
      return fromDrop(transfer).then(function (all) {
        return all.filter(visible);
      });
    }
  };
}());
