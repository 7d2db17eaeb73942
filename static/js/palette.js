/* The command palette: find, go, create, act. Loaded when it is first asked for; without script the search page finds. */
const HIDDEN = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/g;
const ROWS = { "": "あいうえお", k: "かきくけこ", s: "さしすせそ", t: "たちつてと", n: "なにぬねの", h: "はひふへほ", m: "まみむめも", r: "らりるれろ", g: "がぎぐげご", z: "ざじずぜぞ", d: "だぢづでど", b: "ばびぶべぼ", p: "ぱぴぷぺぽ" };
const GLIDES = { ky: "き", sh: "し", sy: "し", ch: "ち", ty: "ち", cy: "ち", ny: "に", hy: "ひ", my: "み", ry: "り", gy: "ぎ", j: "じ", zy: "じ", jy: "じ", by: "び", py: "ぴ", dy: "ぢ" };
const OTHERS = "ya や yu ゆ yo よ ye いぇ wa わ wi うぃ we うぇ wo を shi し chi ち ji じ tsu つ fu ふ fa ふぁ fi ふぃ fe ふぇ fo ふぉ va ゔぁ vi ゔぃ vu ゔ ve ゔぇ vo ゔぉ tsa つぁ tse つぇ tso つぉ thi てぃ dhi でぃ thu てゅ dhu でゅ - ー".split(" ");
const SYLLABLES = new Map();
for (const [begins, row] of Object.entries(ROWS)) [..."aiueo"].forEach((vowel, place) => SYLLABLES.set(begins + vowel, row[place]));
for (const [begins, kana] of Object.entries(GLIDES)) [..."aueo"].forEach((vowel, place) => SYLLABLES.set(begins + vowel, kana + "ゃゅぇょ"[place]));
for (let place = 0; place < OTHERS.length; place += 2) SYLLABLES.set(OTHERS[place], OTHERS[place + 1]);
const BEGINNINGS = new Set([...SYLLABLES.keys()].flatMap((each) => [each.slice(0, 1), each.slice(0, 2)].filter((begin) => begin.length < each.length)));

/* The same folding as the server's, see pmo_site/kernel/parsing; tests hold both to the same cases. */
export function fold(text) {
  return text.replace(HIDDEN, "").normalize("NFKC").toLowerCase()
    .replace(/[ァ-ヶヽヾ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .replace(/(?<=[ぁ-ゖー])・(?=[ぁ-ゖ])/g, "").replace(/(?<=[ぁ-ゖ])ー+/g, "").replace(/\s+/g, " ").trim();
}

function next(letters) {
  for (let size = Math.min(3, letters.length); size; size--) {
    const kana = SYLLABLES.get(letters.slice(0, size));
    if (kana) return [size, kana];
  }
  const [first, second] = letters;
  if (first === "n" && second !== "y") return [second === "'" || letters === "nn" ? 2 : 1, "ん"];
  if (first === "m" && "bpm".includes(second ?? "-")) return [1, "ん"];
  if ((first === second && !"aiueo".includes(first)) || letters.startsWith("tch")) return [1, "っ"];
  return [0, ""];
}

function spelled(letters) {
  let kana = "";
  while (letters) {
    const [taken, sound] = next(letters);
    if (!taken) return BEGINNINGS.has(letters) && kana.length > 1 ? kana : "";
    kana += sound;
    letters = letters.slice(taken);
  }
  return kana;
}

export function kanaOf(text) {
  const found = text.replace(/[a-z][a-z'-]*/g, (letters) => spelled(letters) || "\0");
  return found.includes("\0") || found === text ? null : found;
}

export function spellings(word) {
  const folded = fold(word);
  return [...new Set([folded, fold(kanaOf(folded) ?? "")])].filter(Boolean);
}

const dialog = document.getElementById("pm-palette");
const input = dialog.querySelector("input");
const box = dialog.querySelector("[role=listbox]");
const finds = dialog.querySelector("[data-pm-finds]");
const everywhere = dialog.querySelector("[data-pm-everywhere]");
const SHOWN = 6;
let asked = null;
let answered = "";
let timer = 0;
let names = 0;

const visible = () => [...box.querySelectorAll("[role=option]")].filter((option) => !option.hidden && !option.closest("[hidden]"));
const active = () => box.querySelector("[aria-selected=true]");

function choose(option) {
  active()?.setAttribute("aria-selected", "false");
  if (option) {
    option.id ||= `pm-option-${++names}`;
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
  }
  input.setAttribute("aria-activedescendant", option?.id ?? "");
}

/* What the page itself offers for the record that it shows: its own buttons and tabs, so its own rights. */
const acts = new Map();
function offer(element, list) {
  const words = (element.dataset.pmAct || element.textContent).replace(/\s+/g, " ").trim();
  if (!words) return;
  const option = document.createElement("li");
  option.setAttribute("role", "option");
  option.append(element.querySelector("svg")?.cloneNode(true) ?? dialog.querySelector("template").content.cloneNode(true));
  const name = document.createElement("span");
  name.className = "pm-option-name";
  name.textContent = words;
  option.append(name);
  acts.set(option, element);
  list.append(option);
}

function gather() {
  const [own, display] = box.querySelectorAll("[data-pm-acts]");
  if (acts.size) return;
  for (const element of document.querySelectorAll(".pm-main :is(.pm-actions :is(a[href], button), .pm-tabs a:not([aria-current]), [data-pm-act])")) offer(element, own);
  for (const element of document.querySelectorAll(".pm-top [data-pm-act]")) offer(element, display);
}

async function commands() {
  const place = box.querySelector("[data-pm-commands]");
  if (place.childElementCount || !dialog.dataset.pmCommandsUrl) return;
  const answer = await fetch(`${dialog.dataset.pmCommandsUrl}?at=${encodeURIComponent(location.pathname)}`, { credentials: "same-origin" });
  if (answer.ok && !answer.redirected && !place.childElementCount) place.innerHTML = await answer.text();
}

function text(option) {
  option.pmText ??= fold(`${option.textContent} ${option.dataset.pmFind ?? ""}`);
  return option.pmText;
}

/* Records found for other words than those that stand now: until their own answer comes, only what they still name. */
function narrowFound(stands) {
  const isCurrent = answered === input.value.trim();
  for (const option of finds.querySelectorAll("[role=option]")) option.hidden = !isCurrent && !stands(option);
}

function narrow() {
  const words = input.value.split(/\s+/).map(spellings).filter((each) => each.length);
  const stands = (option) => words.every((each) => each.some((spelling) => text(option).includes(spelling)));
  let room = words.length ? SHOWN : Infinity;
  for (const option of box.querySelectorAll(":is([data-pm-acts], [data-pm-commands]) [role=option]")) {
    const fits = stands(option);
    option.hidden = !fits || room < 1;
    if (fits) room -= 1;
  }
  narrowFound(stands);
  for (const group of box.querySelectorAll("[role=group]")) group.hidden = !group.querySelector("[role=option]:not([hidden])");
  everywhere.hidden = !words.length;
  everywhere.querySelector("[data-pm-typed]").textContent = input.value.trim();
  const shown = visible();
  if (!shown.includes(active())) choose(shown[0]);
  const status = dialog.querySelector("[role=status]");
  status.textContent = `${shown.length} ${status.dataset.pmWords}`;
}

async function find() {
  asked?.abort();
  const typed = input.value.trim();
  const list = finds.querySelector("[data-pm-list]");
  if (!typed) {
    list.replaceChildren();
    return narrow();
  }
  asked = new AbortController();
  try {
    const answer = await fetch(`${dialog.dataset.pmSearch}?q=${encodeURIComponent(typed)}`, { headers: { "PM-Palette": "1" }, credentials: "same-origin", signal: asked.signal });
    if (!answer.ok || answer.redirected) return;
    const held = active()?.dataset.pmGo;
    list.innerHTML = await answer.text();
    answered = typed;
    narrow();
    const first = visible()[0];
    if (active() === everywhere.querySelector("[role=option]") || !held) choose(first);
  } catch (error) {
    if (error.name !== "AbortError") list.replaceChildren();
  }
}

function typed() {
  narrow();
  choose(visible()[0]);
  clearTimeout(timer);
  timer = setTimeout(find, 120);
}

function run(option) {
  if (!option) return;
  const element = acts.get(option);
  dialog.close();
  if (option.closest("[data-pm-everywhere]")) location.assign(`${dialog.dataset.pmSearch}?q=${encodeURIComponent(input.value.trim())}`);
  else if (!element) location.assign(option.dataset.pmGo);
  else if (element.dataset.pmFocuses) document.getElementById(element.dataset.pmFocuses).focus();
  else element.click();
}

input.addEventListener("input", (event) => { if (!event.isComposing) typed(); });
input.addEventListener("compositionend", typed);
input.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return;
  const shown = visible();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) choose(shown.at((shown.indexOf(active()) + step + shown.length) % shown.length));
  else if (event.key === "Enter") run(active());
  else return;
  event.preventDefault();
});
box.addEventListener("pointermove", (event) => {
  const option = event.target.closest("[role=option]");
  if (option && option !== active()) choose(option);
});
box.addEventListener("click", (event) => run(event.target.closest("[role=option]")));
dialog.addEventListener("click", (event) => { if (event.target === dialog || event.target.closest("[data-pm-palette-close]")) dialog.close(); });
dialog.addEventListener("close", () => { clearTimeout(timer); asked?.abort(); });

/* Called each time the palette opens; what was typed before this file came is kept. */
export async function opened() {
  gather();
  if (input.value) typed();
  else find();
  await commands().catch(() => undefined);
  narrow();
  choose(visible()[0]);
}
