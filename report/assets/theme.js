// Before the first paint: the theme the reader chose, if there is one.
(function () {
  "use strict";
  try {
    var chosen = localStorage.getItem("theme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  } catch (error) {
    // A browser that keeps nothing follows the system.
  }
})();
