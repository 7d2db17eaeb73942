/* Keys without a modifier: G and a letter goes, N makes, E edits, J and K walk through rows, X marks one, ? tells them all. */
let prefix = "";
let timer = 0;
let row = null;

const rows = () => [...document.querySelectorAll(".pm-main .pm-table tbody tr")].filter((each) => each.querySelector("a[href]"));

function walk(step) {
  const all = rows();
  if (!all.length) return;
  const place = all.indexOf(row);
  const next = all[Math.max(0, Math.min(all.length - 1, place < 0 ? (step > 0 ? 0 : all.length - 1) : place + step))];
  row?.classList.remove("pm-at-row");
  row = next;
  row.classList.add("pm-at-row");
  const link = row.querySelector("th a[href]") ?? row.querySelector("a[href]");
  link.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function mark() {
  if (row?.isConnected) row.querySelector('input[type="checkbox"]')?.click();
}

const press = (selector) => document.querySelector(selector)?.click();

export async function sheet() {
  const dialog = document.getElementById("pm-keysheet");
  const place = dialog.querySelector("[data-pm-place]");
  if (!place.childElementCount) {
    const answer = await fetch(dialog.dataset.pmAddress, { credentials: "same-origin" });
    const list = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-pm-keylist]");
    if (!answer.ok || !list) return location.assign(dialog.dataset.pmAddress);
    place.replaceChildren(list);
  }
  if (!document.querySelector("dialog[open]")) dialog.showModal();
  dialog.onclick = (event) => { if (event.target === dialog || event.target.closest("[data-pm-close-sheet]")) dialog.close(); };
  return undefined;
}

export function pressed(key) {
  clearTimeout(timer);
  const letter = key.toLowerCase();
  if (prefix) {
    prefix = "";
    return press(`[data-pm-keys="g ${CSS.escape(letter)}"]`);
  }
  if (key === "?") return sheet();
  if (letter === "g") {
    prefix = "g";
    timer = setTimeout(() => { prefix = ""; }, 1500);
  } else if (letter === "n") press("[data-pm-new]");
  else if (letter === "e") press("[data-pm-edit]");
  else if (letter === "j") walk(1);
  else if (letter === "k") walk(-1);
  else if (letter === "x") mark();
  return undefined;
}
