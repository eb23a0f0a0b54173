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

  // A region that has nothing to scroll is no stop for the keyboard.
  function skipStillRegions() {
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
      var known = texts.filter(text => text && text !== "–");
      var read = [number, date].find(as => {
        return known.every(text => !isNaN(as(text)));
      });
      return texts.map(text => {
        return !text || text === "–" ? null : read ? read(text) : text;
      });
    }
    function sort(table, head, original) {
      var way = head.hasAttribute("aria-sort") ? next[head.getAttribute("aria-sort")] : "ascending";
      var rows = Array.from(table.tBodies[0].rows);
      var by = keys(rows.map(row => row.cells[head.cellIndex].textContent.trim()));
      var sign = way === "descending" ? -1 : 1;
      var places = rows.map((_, place) => place).sort((a, b) => {
        if (by[a] === null || by[b] === null) return (by[a] === null) - (by[b] === null);
        return sign * (typeof by[a] === "number" ? by[a] - by[b] : order.compare(by[a], by[b]));
      });
      Array.from(table.tHead.rows[0].cells).forEach(cell => { cell.removeAttribute("aria-sort"); });
      if (way) head.setAttribute("aria-sort", way);
      var sorted = way ? places.map(place => rows[place]) : original;
      table.tBodies[0].append.apply(table.tBodies[0], sorted);
    }
    document.querySelectorAll("table.sortable").forEach(table => {
      var original = Array.from(table.tBodies[0].rows);
      table.querySelectorAll("thead th").forEach(head => {
        if (head.querySelector("a, button")) return;
        var button = document.createElement("button");
        button.type = "button";
        button.className = "sort";
        button.append.apply(button, Array.from(head.childNodes));
        head.append(button);
        button.addEventListener("click", () => { sort(table, head, original); });
      });
    });
  }

  // The page of every number, narrowed to the entries that hold all the words asked for.
  function filterNumbers() {
    var box = document.querySelector(".filter");
    if (!box) return;
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
  }

  // A source or a note opens where it is called, with the words of the list it leads to.
  function openNotes() {
    var card = document.createElement("div");
    if (!card.showPopover) return;
    card.popover = "auto";
    card.className = "fact-card note-card";
    card.setAttribute("role", "dialog");
    card.setAttribute("aria-label", "The source or note");
    document.body.append(card);
    document.addEventListener("click", event => {
      var link = event.target.closest(".citation a, sup a");
      var entry = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (!entry || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      var all = link.cloneNode();
      all.removeAttribute("id");
      all.textContent = "In the list";
      card.replaceChildren.apply(card, Array.from(entry.cloneNode(true).childNodes).concat(all));
      card.querySelectorAll("a[href^='#call-']").forEach(back => { back.remove(); });
      all.addEventListener("click", () => { card.hidePopover(); });
      card.showPopover({ source: link });
    });
  }

  function offerCopies() {
    if (!navigator.clipboard) return;
    function copies(control, text) {
      var word = control.textContent;
      control.addEventListener("click", event => {
        event.preventDefault();
        navigator.clipboard.writeText(text).then(() => {
          control.textContent = "Copied";
          setTimeout(() => { control.textContent = word; }, 2000);
        });
      });
      control.setAttribute("aria-live", "polite");
    }
    document.querySelectorAll(".sheet pre").forEach(pre => {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = "Copy";
      pre.after(button);
      copies(button, pre.textContent);
    });
    document.querySelectorAll(".permalink").forEach(link => { copies(link, link.href); });
  }

  themeSwitch();
  markSection();
  closeMenus();
  sortTables();
  filterNumbers();
  skipStillRegions();
  openNotes();
  offerCopies();
})();
