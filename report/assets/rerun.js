// Writes the command for the edition that the form describes.
(function () {
  "use strict";
  var form = document.querySelector(".compose");
  var command = document.querySelector(".command code");
  if (!form) return;

  // As a shell reads it: quoted unless plain.
  function word(value) {
    return /^[\w./:-]+$/.test(value) ? value : "'" + value.replace(/'/g, "'\\''") + "'";
  }
  function write() {
    var parts = Array.from(form.elements).filter(field => {
      return field.value && field.value !== field.dataset.usual;
    }).map(field => " --" + field.name + " " + word(field.value));
    command.textContent = "python build.py" + parts.join("");
  }
  form.addEventListener("input", write);
  form.addEventListener("submit", event => { event.preventDefault(); });
  form.hidden = false;
  write();
})();
