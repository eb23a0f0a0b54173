// A press of a column's head sorts its table, the next reverses it, the third restores it.
(function () {
  "use strict";
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
})();
