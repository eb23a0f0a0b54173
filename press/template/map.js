// A map that answers: signs to point at, to walk and to sift, each with a card. Without it there
// is the list under the map.
document.querySelectorAll(".atlas").forEach(function (form) {
  "use strict";
  var WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  var figure = form.closest("figure"), picture = figure.querySelector(".picture");
  var svg = picture.querySelector("svg"), output = form.querySelector("output");
  var card = figure.querySelector(".place-card"), body = card.querySelector("div");
  var { one, many, now, moments } = form.dataset;
  var places = Array.from(figure.querySelectorAll("[data-sign]"), read).filter(place => place.stop);
  var looks = {};
  var here, told; // the places at which the Tab key stops, and that the card is about
  var isOpen, origin; // whether the card stays, and what had the focus before it

  function plain(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  }

  // A sign on a plate: the world, or a part drawn larger.
  function sign(part, plate) {
    var use = part.querySelector("use"), x = +use.getAttribute("x"), y = +use.getAttribute("y");
    part.classList.add("sign");
    part.ariaHidden = true;
    part.insertAdjacentHTML("beforeend", `<circle class="ring" cx="${x}" cy="${y}" r="7"/>`);
    return { part, plate, use, x, y };
  }

  // A place by its entry, with its signs and what is beside them.
  function read(entry) {
    var { sign: id, states, confidence: sure } = entry.dataset, slug = id.slice(id.indexOf("-"));
    var name = entry.querySelector(".place").textContent, { hash } = entry.querySelector("a");
    var parts = Array.from(svg.querySelectorAll(`[id$="-${id}"]`)), [stop] = parts;
    var signs = parts.map(part => sign(part, part.id.slice(0, -id.length)));
    var beside = svg.querySelectorAll(`[id$="label${slug}"], [id$="leader${slug}"]`);
    entry.removeAttribute("id"); // its address now opens the card
    return { entry, name, hash, states: states.split("|"), sure, signs, beside, stop };
  }

  // How a sign may look, the best first.
  function models(own, state, sure) {
    return [[state, sure, own.plate], [state, sure], [state]].map(String);
  }

  function draw(place) {
    place.signs.forEach(own => {
      var model = looks[models(own, place.state, place.sure).find(key => looks[key])];
      own.part.classList.toggle("off", !place.isOn || !model);
      if (!model) return;
      var use = model.cloneNode();
      use.setAttribute("x", own.x);
      use.setAttribute("y", own.y);
      own.use.replaceWith(use);
      own.use = use;
    });
    place.beside.forEach(part => part.classList.toggle("off", !place.isOn));
    place.entry.hidden = !place.isOn;
    place.stop.ariaLabel = place.name + ": " + place.state;
  }

  // Draws what is asked for, and says so.
  function sift() {
    var asked = new FormData(form), words = plain(asked.get("words")).split(/\s+/);
    var states = asked.getAll("state"), degrees = asked.getAll("confidence");
    var moment = asked.get("when") || now, [title, note] = JSON.parse(moments)[moment];
    places.forEach(place => {
      place.state = place.states[moment];
      place.isOn = states.includes(place.state) && degrees.includes(place.sure) &&
        words.every(word => plain(place.name).includes(word));
      draw(place);
    });
    var on = places.filter(place => place.isOn), count = on.length;
    var parts = states.map(state => [on.filter(place => place.state === state).length, state])
      .filter(part => part[0]).map(part => part.join(" "));
    var said = `${count} ${count === 1 ? one : many}${count ? ": " : ""}${parts.join(", ")}`;
    output.textContent = `${title}. ${said}. ${note}`;
    if (told && !told.isOn) hide();
    stand(on.includes(here) ? here : on[0]);
  }

  // One stop for the Tab key, at the sign where the reader is.
  function stand(place) {
    here = place;
    places.forEach(each => { each.stop.tabIndex = each === here ? 0 : -1; });
  }

  // Place and sign with the least cost.
  function least(cost, most) {
    var best = [];
    places.filter(place => place.isOn).forEach(place => place.signs.forEach(own => {
      var away = cost(own);
      if (away < most) [best, most] = [[place, own], away];
    }));
    return best;
  }

  function neighbour([x, y]) {
    var from = here.signs[0];
    return least(to => {
      var along = (to.x - from.x) * x + (to.y - from.y) * y;
      var aside = Math.abs((to.x - from.x) * y + (to.y - from.y) * x);
      return along > 0 && to.plate === from.plate ? along + 2 * aside : Infinity;
    }, Infinity)[0];
  }

  // What a pointer means: the nearest sign within 22 pixels.
  function meant(event) {
    var { left, top, width } = svg.getBoundingClientRect(), scale = width / svg.viewBox.baseVal.width;
    var x = event.clientX - left, y = event.clientY - top;
    return least(own => Math.hypot(own.x * scale - x, own.y * scale - y), 22);
  }

  // The card beside a sign, within figure and window.
  function lay(own) {
    var home = figure.getBoundingClientRect(), at = own.use.getBoundingClientRect();
    var x = at.right - home.left + 10, left = at.left - home.left - 10 - card.offsetWidth;
    var last = Math.min(home.height, innerHeight - home.top) - card.offsetHeight - 8;
    card.style.left = (x + card.offsetWidth > home.width ? Math.max(left, 0) : x) + "px";
    card.style.top = Math.max(Math.min(at.top - home.top - 16, last), 8 - home.top, 0) + "px";
  }

  function tell(place, own, isWhole) {
    hide();
    told = place;
    isOpen = isWhole;
    body.replaceChildren(...place.entry.cloneNode(true).childNodes);
    body.querySelector("a").tabIndex = isWhole ? 0 : -1;
    card.classList.toggle("whole", isWhole);
    card.ariaLabel = place.name;
    card.hidden = false;
    place.signs.forEach(each => each.part.classList.add("here"));
    lay(own);
  }

  function hide() {
    told?.signs.forEach(own => own.part.classList.remove("here"));
    if (isOpen) history.replaceState(null, "", location.pathname);
    told = isOpen = null;
    card.hidden = true;
  }

  function leave() {
    if (!isOpen) hide();
  }

  function open(place, own = place.signs[0]) {
    if (!isOpen) origin = document.activeElement;
    stand(place);
    own.part.scrollIntoView({ block: "nearest", inline: "nearest" });
    tell(place, own, true);
    history.replaceState(null, "", place.hash);
    card.focus();
  }

  function close() {
    var back = figure.contains(origin) ? origin : here.stop;
    hide();
    back.focus();
    hide();
  }

  // An address that names a place opens its card.
  function follow() {
    var place = places.find(each => each.hash === location.hash);
    if (place) {
      if (!place.isOn) form.reset();
      sift();
      place.stop.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
      open(place);
    } else if (location.hash.startsWith(`#${one}=`)) {
      output.textContent = `No such ${one} on this map.`;
    }
  }

  picture.onkeydown = event => {
    var way = WAYS[event.key];
    if (event.target === picture || event.altKey || event.ctrlKey || event.metaKey) return;
    if (way) neighbour(way)?.stop.focus();
    else if (event.key === "Enter" || event.key === " ") open(here);
    else return;
    event.preventDefault();
  };
  picture.addEventListener("focusin", event => {
    var place = places.find(each => each.stop === event.target);
    if (place) stand(place);
    // Not on a press: the card could lie where the click is to come.
    if (!isOpen && place?.stop.matches(":focus-visible")) tell(place, place.signs[0], false);
  });
  picture.addEventListener("focusout", leave);
  picture.onpointermove = event => {
    var [place, own] = event.pointerType === "touch" ? [] : meant(event);
    svg.classList.toggle("near", !!place);
    if (!place) leave();
    else if (!isOpen && place !== told) tell(place, own, false);
  };
  picture.onclick = event => {
    var [place, own] = meant(event);
    if (place) open(place, own);
    else hide();
  };
  figure.onpointerleave = leave;
  card.querySelector("button").onclick = close;
  form.oninput = sift;
  form.onreset = () => setTimeout(sift);
  form.onsubmit = event => {
    event.preventDefault();
    if (here) open(here);
  };
  addEventListener("hashchange", follow);
  addEventListener("keydown", event => {
    if (event.key !== "Escape" || document.querySelector(":popover-open")) return;
    if (isOpen) close();
    else hide();
  });

  if (!places.length) return;
  places.forEach(place => {
    place.stop.role = "button";
    place.stop.ariaHidden = null;
    place.signs.forEach(own => {
      models(own, place.states[now], place.sure).forEach(key => { looks[key] ||= own.use; });
    });
  });
  svg.role = "application";
  svg.setAttribute("aria-describedby", form.querySelector(".hint").id);
  form.querySelector("details").open = innerWidth > 736;
  form.hidden = false;
  sift();
  follow();
});
