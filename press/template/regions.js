// A region that has nothing to scroll is no stop for the keyboard.
(function () {
  "use strict";
  var regions = document.querySelectorAll(".scroll");
  function check() {
    regions.forEach(region => {
      if (region.scrollWidth > region.clientWidth) region.setAttribute("tabindex", "0");
      else region.removeAttribute("tabindex");
    });
  }
  new ResizeObserver(check).observe(document.body);
  document.querySelectorAll("details").forEach(details => {
    details.addEventListener("toggle", check);
  });
})();
