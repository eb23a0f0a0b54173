// How to cite and to embed, and the link to a figure, are copied by a press.
(function () {
  "use strict";
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
})();
