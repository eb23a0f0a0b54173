// What every page can do beyond being read: its colours, its place in the text, its menu.
// Without scripts everything is still there. A page loads those that have work on it
// (press/scripts.py): classic and deferred, since modules do not load from file://.
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
    button.addEventListener("click", () => {
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
    var links = Array.from(document.querySelectorAll(".sections a"));
    var headings = links.map(link => {
      return document.getElementById(decodeURIComponent(link.hash.slice(1)));
    });
    function mark() {
      var current = -1;
      headings.forEach((heading, index) => {
        if (heading && heading.getBoundingClientRect().top < innerHeight / 3) current = index;
      });
      if (innerHeight + scrollY >= root.scrollHeight - 2) current = links.length - 1;
      links.forEach((link, index) => {
        if (index === current) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      });
    }
    var waiting = false;
    addEventListener("scroll", () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        mark();
      });
    }, { passive: true });
    mark();
  }

  // A menu that has led somewhere has done its work.
  function closeMenus() {
    document.querySelectorAll("nav[popover]").forEach(menu => {
      menu.addEventListener("click", event => {
        if (event.target.closest("a") && menu.matches(":popover-open")) menu.hidePopover();
      });
    });
  }

  themeSwitch();
  markSection();
  closeMenus();
})();
