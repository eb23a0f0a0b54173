// Written by the build: whether the pages in this folder are those of the last edition.
(function (newer) {
  "use strict";
  if (!newer) return;
  var notice = document.querySelector(".superseded");
  notice.querySelector("span").textContent = newer;
  notice.hidden = false;
})(null);
