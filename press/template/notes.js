// A source or a note opens where it is called, with the words of the list it leads to.
(function () {
  "use strict";
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
})();
