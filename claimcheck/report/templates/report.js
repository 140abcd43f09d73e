"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const cards = new Map([...document.querySelectorAll(".card")].map((card) => [card.id, card]));
  const marks = [...document.querySelectorAll("main .claim")];
  const marksOf = new Map();
  for (const mark of marks) {
    const key = mark.hash.slice(1);
    if (!marksOf.has(key)) marksOf.set(key, []);
    marksOf.get(key).push(mark);
  }
  let chosen = null;
  let pinned = false; // by a click or a key; the mouse moving over claims then changes nothing

  const hidden = (card) => [...card.classList].some((name) => root.classList.contains("hide-" + name));

  // how: "hover" only shows the card, "focus" and "click" also bring the claim into view, "key" moves the focus to it.
  function choose(key, how) {
    if (chosen) {
      cards.get(chosen).classList.remove("chosen");
      for (const mark of marksOf.get(chosen) || []) mark.classList.remove("chosen");
    }
    chosen = cards.has(key) && !hidden(cards.get(key)) ? key : null;
    root.classList.toggle("some", chosen !== null);
    pinned = chosen !== null && how !== "hover";
    if (!chosen) return;
    cards.get(key).classList.add("chosen");
    const places = marksOf.get(key) || [];
    for (const mark of places) mark.classList.add("chosen");
    if (!places.length || how === "hover") return;
    if (how === "key") {
      places[0].focus({ preventScroll: true });
      told.textContent = said(cards.get(key));
    }
    places[0].scrollIntoView({ block: innerWidth < 900 ? "start" : "nearest" });
    history.replaceState(null, "", "#" + key);
  }

  // What a screen reader is told when the keys go to another flag.
  const told = document.getElementById("told");
  const said = (card) => [card.getAttribute("aria-label"), ...[...card.querySelectorAll(".words, .reason")]
    .map((part) => part.textContent)].join(". ");

  // The flags in the order of the queue, the worst first; those that a filter hides are passed over.
  const queue = [...cards.keys()].filter((key) => cards.get(key).classList.contains("flagged"));

  function step(by) {
    const from = chosen && queue.includes(chosen) ? queue.indexOf(chosen) : by > 0 ? -1 : queue.length;
    for (let n = 1; n <= queue.length; n++) {
      const key = queue[(from + by * n + queue.length) % queue.length];
      if (!hidden(cards.get(key))) return choose(key, "key");
    }
  }

  document.addEventListener("click", (event) => {
    const by = event.target.closest("[data-step]")?.dataset.step;
    if (by) return Number(by) ? step(Number(by)) : choose(null, "click");
    const link = event.target.closest("a[href^='#claim-']");
    if (!link) {
      if (event.target.closest("main")) pinned = false;
      return;
    }
    event.preventDefault();
    choose(link.hash.slice(1), "click");
    if (!link.classList.contains("claim")) cards.get(chosen)?.focus();
  });
  document.querySelector("main").addEventListener("mouseover", (event) => {
    const mark = event.target.closest(".claim");
    const key = mark?.hash.slice(1);
    if (mark && !pinned && key !== chosen && !hidden(cards.get(key))) choose(key, "hover");
  });
  document.addEventListener("focusin", (event) => {
    const mark = event.target.closest?.("main .claim");
    if (mark && mark.hash.slice(1) !== chosen) choose(mark.hash.slice(1), "focus");
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input[type=text], textarea, select")) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "Escape") choose(null, "key");
    else return;
    event.preventDefault();
  });
  for (const input of document.querySelectorAll("input[data-hides]")) {
    const apply = () => root.classList.toggle("hide-" + input.dataset.hides, !input.checked);
    input.addEventListener("change", apply);
    apply(); // the browser may have kept what was ticked before a reload
  }
  if (location.hash.startsWith("#claim-")) choose(location.hash.slice(1), "click");
})();
