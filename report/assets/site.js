// What a page can do beyond being read. Without this file everything is still there.
(function () {
  "use strict";
  var root = document.documentElement;

  function themeSwitch() {
    var button = document.querySelector(".theme");
    var system = matchMedia("(prefers-color-scheme: dark)");
    function isDark() {
      return root.dataset.theme ? root.dataset.theme === "dark" : system.matches;
    }
    function label() {
      button.textContent = isDark() ? "Light" : "Dark";
      button.setAttribute("aria-label", (isDark() ? "Light" : "Dark") + " colours");
    }
    button.addEventListener("click", function () {
      root.dataset.theme = isDark() ? "light" : "dark";
      try {
        localStorage.setItem("theme", root.dataset.theme);
      } catch (error) {
        // Nothing is kept; the page in hand has changed all the same.
      }
      label();
    });
    system.addEventListener("change", label);
    label();
    button.hidden = false;
  }

  // The section being read is the last whose heading has passed the upper third of the window.
  function markSection() {
    var links = Array.from(document.querySelectorAll(".contents a"));
    var headings = links.map(function (link) {
      return document.getElementById(decodeURIComponent(link.hash.slice(1)));
    });
    function mark() {
      var current = -1;
      headings.forEach(function (heading, index) {
        if (heading && heading.getBoundingClientRect().top < innerHeight / 3) current = index;
      });
      if (innerHeight + scrollY >= root.scrollHeight - 2) current = links.length - 1;
      links.forEach(function (link, index) {
        if (index === current) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      });
    }
    var waiting = false;
    addEventListener("scroll", function () {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(function () {
        waiting = false;
        mark();
      });
    }, { passive: true });
    mark();
  }

  // A menu that has led somewhere has done its work.
  function closeMenus() {
    document.querySelectorAll("nav[popover]").forEach(function (menu) {
      menu.addEventListener("click", function (event) {
        if (event.target.closest("a") && menu.matches(":popover-open")) menu.hidePopover();
      });
    });
  }

  // A region that has nothing to scroll is no stop for the keyboard.
  function skipStillRegions() {
    var regions = document.querySelectorAll(".scroll");
    function check() {
      regions.forEach(function (region) {
        if (region.scrollWidth > region.clientWidth) region.setAttribute("tabindex", "0");
        else region.removeAttribute("tabindex");
      });
    }
    new ResizeObserver(check).observe(document.body);
    document.querySelectorAll("details").forEach(function (details) {
      details.addEventListener("toggle", check);
    });
  }

  themeSwitch();
  markSection();
  closeMenus();
  skipStillRegions();
})();
