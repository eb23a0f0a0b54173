// The page of every number, narrowed to the entries that hold all the words asked for.
(function () {
  "use strict";
  var box = document.querySelector(".filter");
  var field = box.querySelector("input");
  var entries = Array.from(document.querySelectorAll(".entry"));
  var texts = entries.map(entry => entry.textContent.toLowerCase());
  function narrow() {
    var words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    var shown = 0;
    entries.forEach((entry, index) => {
      entry.hidden = !words.every(word => texts[index].includes(word));
      if (!entry.hidden) shown += 1;
    });
    box.querySelector("output").textContent = words.length ? shown + " of " + entries.length : "";
  }
  field.addEventListener("input", narrow);
  addEventListener("hashchange", () => {
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || !target.hidden) return;
    field.value = "";
    narrow();
    target.scrollIntoView();
  });
  box.hidden = false;
  narrow();
})();
