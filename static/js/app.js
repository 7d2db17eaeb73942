/* Theme, toasts, menus and keys. Every page works without this file. */
const root = document.documentElement;

function setTheme(theme) {
  root.dataset.theme = theme;
  try { localStorage.setItem("pm-theme", theme); } catch { /* not stored, still shown */ }
  const color = getComputedStyle(root).getPropertyValue("--pm-rail").trim();
  document.querySelector('meta[name="theme-color"]')?.setAttribute("content", color);
}

/* Where tabs are wider than the page, the current one is in view. */
for (const tab of document.querySelectorAll(".pm-tabs [aria-current]")) {
  const list = tab.closest("ul").getBoundingClientRect();
  const place = tab.getBoundingClientRect();
  tab.closest("ul").scrollLeft += place.left + place.width / 2 - (list.left + list.width / 2);
}

function closeToast(toast) {
  toast.remove();
}

/* A toast stays 10 seconds; hovering or focusing it stops the clock. Errors stay until closed. */
function startToast(toast) {
  if (toast.dataset.pmStays !== undefined) return;
  let timer = setTimeout(closeToast, 10000, toast);
  const pause = () => clearTimeout(timer);
  const go = () => { clearTimeout(timer); timer = setTimeout(closeToast, 10000, toast); };
  toast.addEventListener("pointerenter", pause);
  toast.addEventListener("focusin", pause);
  toast.addEventListener("pointerleave", go);
  toast.addEventListener("focusout", go);
}

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  if (!target) return;
  if (target.closest("[data-pm-theme]")) setTheme(root.dataset.theme === "dark" ? "light" : "dark");
  if (target.closest("[data-pm-print]")) print();
  const closer = target.closest("[data-pm-close]");
  if (closer) {
    const toast = closer.closest("[data-pm-toast]");
    if (toast?.id) toast.hidden = true;
    else if (toast) closeToast(toast);
  }
  for (const menu of document.querySelectorAll("details.pm-menu[open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
});

/* A button that copies the field it names; without script it stays hidden and the field is selected by hand. */
document.querySelectorAll("[data-pm-copy]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.pmCopy);
    field.select();
    try { await navigator.clipboard.writeText(field.value); } catch { document.execCommand("copy"); }
    button.querySelector("[role=status]").textContent = button.dataset.pmCopied;
  });
});

document.addEventListener("change", (event) => {
  const field = event.target instanceof Element ? event.target.closest("[data-pm-autosubmit]") : null;
  field?.form?.requestSubmit();
});

const typing = (element) => element instanceof HTMLElement && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));

/* The palette opens at once and takes what is typed; what fills it is fetched when it is first asked for. */
function openPalette() {
  const palette = document.getElementById("pm-palette");
  if (document.querySelector("dialog[open]")) return false;
  if (!palette) {
    const search = document.getElementById("pm-search");
    search?.focus();
    return Boolean(search);
  }
  palette.showModal();
  const field = palette.querySelector("input");
  field.focus();
  field.select();
  import(palette.dataset.pmModule).then((module) => module.opened());
  return true;
}

document.querySelectorAll("button[data-pm-palette]").forEach((button) => { button.hidden = false; });
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-pm-palette]") && openPalette()) event.preventDefault();
});

function keys(work) {
  const address = document.getElementById("pm-keysheet")?.dataset.pmModule;
  if (address) import(address).then(work);
  return Boolean(address);
}

/* Keys without a modifier are silent in fields, while an input method composes, and where the reader turned them off. */
const composes = (event) => event.isComposing || event.keyCode === 229;
const bare = (event) => document.body.dataset.pmSingleKeys !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target) && !document.querySelector("dialog[open]");

document.addEventListener("keydown", (event) => {
  if (composes(event)) return;
  const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  if (event.key === "Escape") {
    const menu = document.querySelector("details.pm-menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
  }
  if (event.key === "Enter" && isCommand && typing(event.target)) event.target.form?.requestSubmit();
  if (isCommand && event.key === "/" && keys((module) => module.sheet())) event.preventDefault();
  else if (event.key.length === 1 && event.key !== "/" && bare(event)) keys((module) => module.pressed(event.key));
  const asksPalette = (isCommand && event.key.toLowerCase() === "k") || (event.key === "/" && bare(event));
  if (asksPalette && openPalette()) event.preventDefault();
});

/* Leaving a changed form asks once; submitting it does not. */
let changed = false;
document.addEventListener("input", (event) => { if (event.target.closest?.("form[data-pm-guard]")) changed = true; });
addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });

/* A guarded form is sent from the page, so that a lost connection leaves everything typed where it is. */
function showAnswer(html) {
  const answer = new DOMParser().parseFromString(html, "text/html");
  const main = answer.querySelector("main");
  if (!main) return false;
  document.querySelector("main").replaceWith(main);
  globalThis.htmx?.process(main);
  document.title = answer.title;
  scrollTo(0, 0);
  const first = ["[data-pm-focus]", "[role=alert]", "h1"].map((each) => main.querySelector(each)).find(Boolean);
  if (first && first.tabIndex < 0) first.tabIndex = -1;
  first?.focus();
  return true;
}

async function send(form, submitter) {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form, submitter), headers: { "PM-Save": "1" }, credentials: "same-origin" });
  if (answer.headers.get("Content-Type")?.startsWith("application/json")) {
    changed = false;
    location.assign((await answer.json()).location);
  } else if (!showAnswer(await answer.text())) throw new Error(answer.status);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-pm-guard]")) return;
  event.preventDefault();
  if (form.dataset.pmBusy) return;
  form.dataset.pmBusy = "1";
  const offline = document.getElementById("pm-offline");
  if (offline) offline.hidden = true;
  send(form, event.submitter).catch(() => {
    delete form.dataset.pmBusy;
    if (offline) offline.hidden = false;
  });
});

document.querySelectorAll("[data-pm-toast]").forEach(startToast);
new MutationObserver((changes) => {
  for (const change of changes) for (const node of change.addedNodes) if (node instanceof Element && node.matches("[data-pm-toast]")) startToast(node);
}).observe(document.getElementById("pm-toasts") ?? document.createElement("div"), { childList: true });

/* Lists: how many rows are picked, all of them at once, and Escape in a cell that is edited in place. */
const picks = () => [...document.querySelectorAll('input[name="record"][form="pm-bulk"]')];

function count() {
  const bar = document.querySelector("[data-pm-bulk]");
  if (!bar) return;
  const picked = picks().filter((pick) => pick.checked).length;
  bar.toggleAttribute("data-pm-none", picked === 0);
  const words = bar.querySelector("[data-pm-count]");
  if (words) words.textContent = `${picked} ${words.dataset.pmCount}`;
  const all = document.querySelector("[data-pm-pick-all]");
  if (all) {
    all.hidden = false;
    all.checked = picked > 0 && picked === picks().length;
    all.indeterminate = picked > 0 && picked < picks().length;
  }
}

document.addEventListener("change", (event) => {
  const target = event.target;
  if (!(target instanceof HTMLInputElement)) return;
  if (target.matches("[data-pm-pick-all]")) for (const pick of picks()) pick.checked = target.checked;
  if (target.matches('[data-pm-pick-all], input[name="record"]')) count();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing) return;
  event.target.closest?.("[data-pm-inline]")?.querySelector("[data-pm-cancel]")?.click();
});

/* Only what has settled answers to htmx: the focus comes then, so that the next key never leaves the page. */
document.addEventListener("htmx:afterSettle", (event) => {
  event.detail.target.querySelector("[data-pm-inline] [data-pm-first]")?.firstElementChild?.focus();
  count();
});

/* A color that is typed and the picker beside it follow each other. */
document.addEventListener("input", (event) => {
  const place = event.target instanceof HTMLInputElement && event.target.closest(".pm-color");
  if (!place) return;
  const [typed, picker] = ["[data-pm-color]", "[data-pm-picker]"].map((each) => place.querySelector(each));
  if (event.target === picker) typed.value = picker.value;
  else if (/^#[0-9a-f]{6}$/i.test(typed.value)) picker.value = typed.value;
});

count();
