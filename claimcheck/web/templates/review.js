
(() => {
  const chosen = () => document.querySelector(".card.chosen");
  const boxes = () => document.querySelectorAll(".decide");

  // Settled cards, and the marks of their claims, carry a class, so that they can be hidden.
  function paint(card, settled) {
    card.classList.toggle("d-settled", settled);
    for (const mark of document.querySelectorAll(`main .claim[href="#${CSS.escape(card.id)}"]`)) {
      mark.classList.toggle("d-settled", settled);
    }
    document.querySelector(`.q-${CSS.escape(card.id)}`)?.classList.toggle("done", settled);
  }
  for (const box of boxes()) paint(box.closest(".card"), box.querySelector(".settled") !== null);

  async function send(path, body) {
    try {
      const answer = await fetch(path, {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
      });
      const type = answer.headers.get("content-type") || "";
      return type.includes("json") ? await answer.json() : { error: await answer.text() };
    } catch {
      return { error: "The review is not running any more: nothing was kept." };
    }
  }

  async function change(card, path, more) {
    const box = card.querySelector(".decide");
    const told = await send(path, { claim: box.dataset.claim, seen: box.dataset.seen || null, ...more });
    if (told.box) {
      const open = box.querySelector("details")?.open;
      box.outerHTML = told.box;
      if (open) card.querySelector("details")?.setAttribute("open", "");
      paint(card, told.settled);
      document.getElementById("progress").value = told.progress.decided;
      const { decided, of, claims, all } = told.progress;
      document.getElementById("progress-words").textContent = `${decided} of ${of} flags, ${claims} of ${all} claims`;
    }
    card.querySelector(".problem").textContent = told.error || "";
  }

  function decide(card, decision) {
    const note = card.querySelector(".note-field").value.trim();
    const source = card.querySelector(".source-field").value.trim();
    if (decision || note || source) change(card, "decide", { decision, note, source });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const card = button?.closest(".card");
    if (button?.id === "add") add();
    if (!card) return;
    if (button.dataset.decision) decide(card, button.dataset.decision);
    else if (button.classList.contains("undo")) change(card, "undo", {});
    else if (button.classList.contains("keep")) decide(card, null);
  });

  const keys = { f: "fix", s: "stands", r: "reference", o: "open" };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const card = chosen();
    if (event.target.closest("input[type=text], select, textarea")) {
      if (event.key === "Enter" && card) decide(card, null);
      else if (event.key === "Escape") event.target.blur();
      else return;
      event.preventDefault();
      return;
    }
    if (event.key === "a") add();
    else if (!card) return;
    else if (keys[event.key]) decide(card, keys[event.key]);
    else if (event.key === "u") change(card, "undo", {});
    else if (event.key === "n") card.querySelector(".note-field").focus();
    else return;
    event.preventDefault();
  });

  // The words marked last, as offsets into the article's text, in code points. They are kept, for a click on
  // the kind or on the button takes the selection away.
  let marked = null;
  document.addEventListener("selectionchange", readSelection);

  function readSelection() {
    if (getSelection().isCollapsed) return;
    const range = getSelection().getRangeAt(0);
    const line = range.startContainer.parentElement?.closest("main p");
    if (!line?.contains(range.endContainer)) {
      marked = null; // what was marked before is not what one sees marked
      return;
    }
    const before = document.createRange();
    before.setStart(line, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const start = Number(line.dataset.start) + [...before.toString()].length;
    const text = range.toString();
    marked = { start, end: start + [...text].length, text };
  }

  async function add() {
    readSelection(); // a quick key comes before the browser has told of the selection
    const problem = chosen()?.querySelector(".problem") ?? document.getElementById("add-problem"); // the one in view
    if (!marked) {
      problem.textContent = "Mark the words in the article first, within one paragraph.";
      return;
    }
    const told = await send("add", { ...marked, kind: document.getElementById("add-kind").value });
    if (told.error) {
      problem.textContent = told.error;
      return;
    }
    location.hash = "claim-" + told.claim;
    location.reload();
  }
})();
