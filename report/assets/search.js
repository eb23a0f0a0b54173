// The page that finds, where Pagefind can be asked: on a server. On a disk the list below remains.
(function () {
  "use strict";
  var form = document.querySelector(".search");
  if (location.protocol === "file:") return;
  var field = form.querySelector("input");
  var status = document.querySelector(".found");
  var list = document.querySelector(".results");
  var asked = 0;
  var engine;

  function load() {
    engine = engine || import(new URL("pagefind/pagefind.js", location.href)).then(made => {
      return made.options({ excerptLength: 24 }).then(() => made);
    });
    return engine;
  }

  function element(name, words, kind) {
    var made = document.createElement(name);
    if (words) made.textContent = words;
    if (kind) made.className = kind;
    return made;
  }

  // An excerpt is HTML with marks; only text and marks are taken from it.
  function excerpt(html) {
    var line = element("p");
    new DOMParser().parseFromString(html, "text/html").body.childNodes.forEach(node => {
      line.append(node.nodeName === "MARK" ? element("mark", node.textContent) : node.textContent);
    });
    return line;
  }

  // A page in the list: its title, and the places on it that hold the words.
  function entry(found) {
    var item = element("li");
    item.append(element("h3", found.meta.title));
    found.sub_results.slice(0, 4).forEach(place => {
      var title = place.title === found.meta.title ? "From the beginning" : place.title;
      var link = element("a", title.replace(/#$/, ""));
      link.href = place.url;
      var part = element("div");
      part.append(link, excerpt(place.excerpt));
      item.append(part);
    });
    return item;
  }

  function find() {
    var words = field.value.trim();
    var turn = (asked += 1);
    history.replaceState(null, "", words ? "?q=" + encodeURIComponent(words) : location.pathname);
    if (!words) {
      list.replaceChildren();
      status.textContent = "";
      return;
    }
    load().then(made => {
      return made.search(words);
    }).then(answer => {
      return Promise.all(answer.results.map(result => result.data()));
    }).then(pages => {
      if (turn !== asked) return;
      list.replaceChildren.apply(list, pages.map(entry));
      status.textContent = pages.length === 1 ? "On one page" : pages.length ? "On " + pages.length + " pages" : "Nothing holds these words.";
    }).catch(() => {
      status.textContent = "The search could not be loaded. The list below has everything.";
    });
  }

  var waiting;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(find, 200);
  });
  form.addEventListener("submit", event => {
    event.preventDefault();
    find();
  });
  form.hidden = false;
  document.querySelector(".no-search").hidden = true;
  field.value = new URLSearchParams(location.search).get("q") || "";
  if (field.value) find();
})();
