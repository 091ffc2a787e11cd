// The page of the preview: every state that the server tells is shown in place. What the reader has before them stays until its
// better is there: pages are exchanged once their pictures are ready, and lists are changed entry by entry, so that focus and
// place are kept.

const WIDTHS = [800, 1600];
const at = (id) => document.getElementById(id);
const listed = matchMedia("(min-width: 48rem)"); // room for the list of documents beside the pages
const wide = matchMedia("(min-width: 78rem)"); // and for the findings

let state = null; // the last one told
let shown = null; // id of the document whose pages stand there
let told = null; // id of the document that was said last
let known = false; // whether the server was told which document stands in the address
let heard = ""; // findings that were said last, so that they are not said again
const places = new Map(); // how far each document was scrolled

// --- small help -----------------------------------------------------------------------------------------------

function made(tag, given = {}, ...inside) {
  const element = Object.assign(document.createElement(tag), given);
  element.append(...inside);
  return element;
}

function text(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

function count(number, one) {
  return `${number} ${number === 1 ? one : `${one}s`}`;
}

// Makes the children of an element those of a list: what has the same key stays where it is.
function keep(parent, items, key, make) {
  const there = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  items.forEach((item, place) => {
    const child = there.get(key(item)) ?? make(item);
    child.dataset.key = key(item);
    there.delete(key(item));
    if (parent.children[place] !== child) parent.insertBefore(child, parent.children[place] ?? null);
  });
  for (const child of there.values()) child.remove();
  return [...parent.children];
}

// A reader's voice tells a change of words; the same words again are no change, and so it is emptied first.
function say(words) {
  at("said").textContent = "";
  setTimeout(() => { at("said").textContent = words; }, 60);
}

// --- which document -------------------------------------------------------------------------------------------

function chosen() {
  const id = decodeURIComponent(location.hash.replace(/^#\//, ""));
  const known = (wanted) => state.documents.find((one) => one.id === wanted);
  return known(id) ?? known(shown) ?? known(state.view) ?? state.documents[0];
}

function tell() {
  const form = new FormData(at("printing"));
  const asked = new URLSearchParams({ document: chosen()?.id ?? "", paper: form.get("paper"), edition: form.get("edition") });
  return fetch(`/view?${asked}`, { method: "POST" });
}

// --- drawing --------------------------------------------------------------------------------------------------

function drawHead() {
  text(at("title"), state.title || "Reading the scenario …");
  document.title = `${chosen()?.title ?? "Preview"} · ${state.title}`;
  for (const name of ["paper", "edition"]) at("printing").elements[name].value = state[name];
  const all = state.documents.length;
  const one = state.seconds ? `Set in ${state.seconds.toFixed(1)} s` : "Reading …";
  const words = state.refused ? "Not set" : state.whole ? `${one}; all ${all} in ${state.whole.toFixed(1)} s` : state.left ? `${one}; ${state.left} of ${all} to go` : one;
  text(at("time"), words);
}

function drawList() {
  const names = [...new Set(state.documents.map((one) => one.group))];
  const groups = keep(at("groups"), names, (name) => name, (name) => made("section", {}, made("h3", { textContent: name }), made("ul")));
  groups.forEach((group, place) => {
    const inside = state.documents.filter((one) => one.group === names[place]);
    keep(group.querySelector("ul"), inside, (one) => one.id, (one) => made("li", {}, made("a", { href: `#/${one.id}` }))).forEach((item, number) => {
      const link = item.firstChild;
      // A role's group says whose it is; its documents need not say it again.
      text(link, inside[number].title.replace(`: ${names[place].slice(2)}`, ""));
      link.setAttribute("aria-label", inside[number].title); // heard apart from its group
      link.lang = inside[number].language;
      if (inside[number].id === chosen().id) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    });
  });
}

function place(finding) {
  return `${finding.file}:${finding.line}:${finding.column}`;
}

function drawFindings() {
  const counts = ["error", "warning", "note"].map((level) => [state.findings.filter((one) => one.level === level).length, level]);
  const words = counts.filter(([number]) => number).map(([number, level]) => count(number, level)).join(", ");
  text(at("count"), words);
  at("none").hidden = state.findings.length > 0;
  const order = ["error", "warning", "note"];
  const had = at("findings").contains(document.activeElement);
  const sorted = [...state.findings].sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
  keep(at("findings"), sorted, (one) => JSON.stringify(one), (one) => {
    const button = made("button", { type: "button", className: "place", textContent: place(one) });
    button.setAttribute("aria-label", `Copy ${place(one)}`);
    button.addEventListener("click", () => copy(button, place(one)));
    const item = made("li", { className: one.level });
    item.append(made("p", {}, made("span", { className: "level", textContent: one.level }), " ", made("span", { className: "code", textContent: one.code })));
    item.append(made("p", { textContent: one.message }), made("p", {}, button));
    const advice = one.accepted ? `accepted: ${one.accepted}` : one.hint ? `hint: ${one.hint}` : "";
    if (advice) item.append(made("p", { className: "advice", textContent: advice }));
    return item;
  });
  if (had && !at("findings").contains(document.activeElement)) at("found").firstElementChild.focus({ preventScroll: true });
  const errors = sorted.filter((one) => one.level === "error");
  at("trouble").hidden = errors.length === 0;
  if (errors.length) {
    text(at("trouble-what"), `${count(errors.length, "error")}: ${!state.refused ? "to be mended before you build" : state.documents.length ? "these are the pages as they were before" : "there is nothing to show before it is mended"}`);
    text(at("trouble-where"), `${place(errors[0])}: ${errors[0].message}`);
  }
  return words || "Nothing found";
}

async function copy(button, words) {
  try {
    await navigator.clipboard.writeText(words);
    say(`Copied ${words}`);
    button.textContent = "copied";
    setTimeout(() => { button.textContent = words; }, 1500);
  } catch {
    getSelection().selectAllChildren(button);
    say("It could not be copied; it is selected instead");
  }
}

function drawAbout(leaf) {
  at("head").hidden = false;
  text(at("document"), leaf.title);
  at("document").lang = leaf.language;
  const pages = leaf.sizes.length ? count(leaf.sizes.length, "page") : "not set yet";
  text(at("about"), `${leaf.group} · ${pages}${leaf.fresh || !leaf.sizes.length || !state.left ? "" : ", being set again"}${leaf.version ? " · " : ""}`);
  at("pages").classList.toggle("landscape", leaf.sizes.length > 0 && leaf.sizes[0][0] > leaf.sizes[0][1]);
  at("pdf").hidden = !leaf.version;
  at("pdf").href = `/documents/${leaf.id}.pdf`;
}

function picture(leaf, number) {
  const [width, height] = leaf.sizes[number - 1];
  const url = (across) => `/pages/${leaf.version}/${number}-${across}.png`;
  const image = made("img", {
    width: Math.round(width), height: Math.round(height),
    alt: `${leaf.title}, page ${number} of ${leaf.sizes.length}`,
    sizes: width > height ? "(min-width: 1200px) 1131px, 100vw" : `(min-width: 850px) ${WIDTHS[0]}px, 100vw`,
    srcset: WIDTHS.map((across) => `${url(across)} ${across}w`).join(", "),
  });
  return image.decode().then(() => image);
}

// Exchanges the pages for those of a version; the ones the reader sees come first.
async function drawPages(leaf) {
  const other = shown !== leaf.id;
  const list = at("leaves");
  if (!other && list.dataset.version === leaf.version) return false;
  list.dataset.version = leaf.version;
  if (other) {
    if (shown) places.set(shown, scrollY);
    shown = leaf.id;
    list.replaceChildren();
  }
  const numbers = leaf.sizes.map((_, place) => place + 1);
  while (list.children.length < numbers.length || (!leaf.sizes.length && !list.children.length)) {
    list.append(made("li", {}, made("p", { className: "blank", textContent: leaf.sizes.length ? "…" : "This document is being set." })));
  }
  for (const number of other ? numbers : []) {
    const [width, height] = leaf.sizes[number - 1];
    list.children[number - 1].firstChild.style.aspectRatio = `${width} / ${height}`;
    list.children[number - 1].classList.toggle("wide", width > height);
  }
  if (other) scrollTo(0, places.get(leaf.id) ?? Math.min(scrollY, at("pages").getBoundingClientRect().top + scrollY));
  const near = (number) => Math.abs(list.children[number - 1].getBoundingClientRect().top + list.children[number - 1].offsetHeight / 2 - innerHeight / 2);
  const exchange = async (number) => {
    const image = await picture(leaf, number);
    if (list.dataset.version !== leaf.version) return;
    if (!other) image.className = "changed";
    list.children[number - 1].replaceChildren(image);
    list.children[number - 1].classList.toggle("wide", image.width > image.height);
  };
  numbers.sort((a, b) => near(a) - near(b));
  try {
    for (const number of numbers.splice(0, 2)) await exchange(number);
    await Promise.all(numbers.map(exchange));
  } catch {
    // A newer version has taken its place meanwhile, or the server has ended: the next state tries again.
    if (list.dataset.version === leaf.version) list.dataset.version = "?";
    return false;
  }
  if (list.dataset.version !== leaf.version) return false;
  while (list.children.length > leaf.sizes.length && leaf.sizes.length) list.lastChild.remove();
  return leaf.version !== "";
}

async function draw() {
  drawHead();
  const found = drawFindings();
  if (!state.documents.length) {
    if (state.refused && heard !== found) say(`Not set: ${found}`);
    heard = found;
    return;
  }
  drawList();
  const leaf = chosen();
  drawAbout(leaf);
  const changed = await drawPages(leaf);
  if (changed && told === leaf.id) say(`Updated. ${found}.`);
  else if (changed) say(`${leaf.title}, ${count(leaf.sizes.length, "page")}. ${found}.`);
  else if (heard !== found && (state.whole || state.refused)) say(state.refused ? `Not updated. ${found}.` : `${found}.`);
  if (changed) told = leaf.id;
  if (state.whole || state.refused || changed) heard = found;
}

// --- what happens ---------------------------------------------------------------------------------------------

at("printing").addEventListener("change", tell);

addEventListener("hashchange", () => {
  if (!state?.documents.length || !location.hash.startsWith("#/")) return;
  if (!listed.matches) at("documents").open = false;
  tell();
  draw();
});

function fold() {
  at("documents").open = listed.matches;
  at("found").open = wide.matches;
}
for (const room of [listed, wide]) room.addEventListener("change", fold);
fold();

const stream = new EventSource("/events");
stream.addEventListener("message", (event) => {
  state = JSON.parse(event.data);
  if (!known && state.documents.length > 1) {
    known = true;
    if (chosen().id !== state.view) tell();
  }
  draw();
});
stream.addEventListener("error", () => {
  text(at("time"), "The preview has ended. Start it again with briefings preview; this page then goes on.");
  say("The preview has ended.");
});
stream.addEventListener("open", () => { known = false; });
