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

  // A press of a column's head sorts its table, the next reverses it, the third restores it.
  function sortTables() {
    var order = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
    var months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
    var next = { ascending: "descending", descending: "" };

    function number(text) {
      var found = /^(?:about |(?:more|fewer|less) than )?([−-]?[\d,]*\d(?:\.\d+)?)(?:–[\d,.]+)?%?$/.exec(text);
      return found ? Number(found[1].replace("−", "-").replace(/,/g, "")) : NaN;
    }
    // A year, a month or a day, in words or as 2024-09-16; the less precise stands first.
    function date(text) {
      var found = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text);
      if (found) return found[1] * 10000 + (found[2] || 0) * 100 + Number(found[3] || 0);
      found = /^(?:(?:(\d{1,2}) )?([A-Z][a-z]{2})[a-z]* )?(\d{4})$/.exec(text);
      var month = found && found[2] ? months.indexOf(found[2]) + 1 : 0;
      return found && (month || !found[2]) ? found[3] * 10000 + month * 100 + Number(found[1] || 0) : NaN;
    }
    // What the rows are sorted by: numbers or dates if all are, else their text; null is missing.
    function keys(texts) {
      var known = texts.filter(function (text) { return text && text !== "–"; });
      var read = [number, date].find(function (as) {
        return known.every(function (text) { return !isNaN(as(text)); });
      });
      return texts.map(function (text) {
        return !text || text === "–" ? null : read ? read(text) : text;
      });
    }
    function sort(table, head, original) {
      var way = head.hasAttribute("aria-sort") ? next[head.getAttribute("aria-sort")] : "ascending";
      var rows = Array.from(table.tBodies[0].rows);
      var by = keys(rows.map(function (row) { return row.cells[head.cellIndex].textContent.trim(); }));
      var sign = way === "descending" ? -1 : 1;
      var places = rows.map(function (_, place) { return place; }).sort(function (a, b) {
        if (by[a] === null || by[b] === null) return (by[a] === null) - (by[b] === null);
        return sign * (typeof by[a] === "number" ? by[a] - by[b] : order.compare(by[a], by[b]));
      });
      Array.from(table.tHead.rows[0].cells).forEach(function (cell) { cell.removeAttribute("aria-sort"); });
      if (way) head.setAttribute("aria-sort", way);
      var sorted = way ? places.map(function (place) { return rows[place]; }) : original;
      table.tBodies[0].append.apply(table.tBodies[0], sorted);
    }
    document.querySelectorAll("table.sortable").forEach(function (table) {
      var original = Array.from(table.tBodies[0].rows);
      table.querySelectorAll("thead th").forEach(function (head) {
        if (head.querySelector("a, button")) return;
        var button = document.createElement("button");
        button.type = "button";
        button.className = "sort";
        button.append.apply(button, Array.from(head.childNodes));
        head.append(button);
        button.addEventListener("click", function () { sort(table, head, original); });
      });
    });
  }

  // The page of every number, narrowed to the entries that hold all the words asked for.
  function filterNumbers() {
    var box = document.querySelector(".filter");
    if (!box) return;
    var field = box.querySelector("input");
    var entries = Array.from(document.querySelectorAll(".entry"));
    var texts = entries.map(function (entry) { return entry.textContent.toLowerCase(); });
    function narrow() {
      var words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      var shown = 0;
      entries.forEach(function (entry, index) {
        entry.hidden = !words.every(function (word) { return texts[index].includes(word); });
        if (!entry.hidden) shown += 1;
      });
      box.querySelector("output").textContent = words.length ? shown + " of " + entries.length : "";
    }
    field.addEventListener("input", narrow);
    addEventListener("hashchange", function () {
      var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (!target || !target.hidden) return;
      field.value = "";
      narrow();
      target.scrollIntoView();
    });
    box.hidden = false;
    narrow();
  }

  themeSwitch();
  markSection();
  closeMenus();
  sortTables();
  filterNumbers();
  skipStillRegions();
})();
