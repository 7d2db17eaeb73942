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

count();
