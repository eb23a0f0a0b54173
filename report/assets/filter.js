// The pages of every number and of every figure, narrowed to the entries that hold all the words
// asked for, in their text or among the words they carry, and that are of the kind asked for.
(function () {
  "use strict";
  var box = document.querySelector(".filter");
  var field = box.querySelector("input");
  var kind = box.querySelector("select");
  var entries = Array.from(document.querySelectorAll(".entry"));
  var texts = entries.map(entry =>
    (entry.textContent + " " + (entry.dataset.words || "")).toLowerCase());
  function narrow() {
    var words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    var shown = 0;
    entries.forEach((entry, index) => {
      var isOfKind = !kind || !kind.value || entry.dataset.kind === kind.value;
      entry.hidden = !(isOfKind && words.every(word => texts[index].includes(word)));
      if (!entry.hidden) shown += 1;
    });
    box.querySelector("output").textContent = shown < entries.length ? shown + " of " + entries.length : "";
  }
  field.addEventListener("input", narrow);
  if (kind) kind.addEventListener("change", narrow);
  addEventListener("hashchange", () => {
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || !target.hidden) return;
    field.value = "";
    if (kind) kind.value = "";
    narrow();
    target.scrollIntoView();
  });
  box.hidden = false;
  narrow();
})();
