/* Theme, toasts, menus and keys. Every page works without this file. */
const root = document.documentElement;

function setTheme(theme) {
  root.dataset.theme = theme;
  try { localStorage.setItem("pm-theme", theme); } catch { /* not stored, still shown */ }
  const color = getComputedStyle(root).getPropertyValue("--pm-rail").trim();
  document.querySelector('meta[name="theme-color"]')?.setAttribute("content", color);
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
    if (toast?.id === "pm-offline") toast.hidden = true;
    else if (toast) closeToast(toast);
  }
  for (const menu of document.querySelectorAll("details.pm-menu[open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
});

document.addEventListener("change", (event) => {
  const field = event.target instanceof Element ? event.target.closest("[data-pm-autosubmit]") : null;
  field?.form?.requestSubmit();
});

const typing = (element) => element instanceof HTMLElement && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));

document.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "Escape") {
    const menu = document.querySelector("details.pm-menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
  }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && typing(event.target)) event.target.form?.requestSubmit();
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/" && !typing(event.target)) {
    const search = document.getElementById("pm-search");
    if (search) {
      event.preventDefault();
      search.focus();
    }
  }
});

/* Leaving a changed form asks once; submitting it does not. */
for (const form of document.querySelectorAll("form[data-pm-guard]")) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}

document.querySelectorAll("[data-pm-toast]").forEach(startToast);
new MutationObserver((changes) => {
  for (const change of changes) for (const node of change.addedNodes) if (node instanceof Element && node.matches("[data-pm-toast]")) startToast(node);
}).observe(document.getElementById("pm-toasts") ?? document.createElement("div"), { childList: true });
