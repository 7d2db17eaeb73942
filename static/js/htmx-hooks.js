/* Everything the product says to htmx, in one place. htmx itself runs without eval and without inline style. */
const spoken = () => document.getElementById("pm-live");

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  const ours = new URL(event.detail.path, location.href).origin === location.origin;
  if (token && ours && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token;
});

/* A form that is refused comes back with its errors (422) or with both versions (409) and is shown like any answer. */
document.addEventListener("htmx:beforeSwap", (event) => {
  if ([409, 422].includes(event.detail.xhr.status)) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

document.addEventListener("htmx:afterSwap", (event) => {
  const heading = event.detail.target.querySelector("[data-pm-announce]");
  if (heading && spoken()) spoken().textContent = heading.dataset.pmAnnounce || heading.textContent;
});

document.addEventListener("htmx:afterSettle", (event) => {
  event.detail.target.querySelector("[data-pm-focus]")?.focus();
});

for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    const toast = document.getElementById(event.detail.xhr?.status === 401 ? "pm-signed-out" : "pm-offline");
    if (toast) toast.hidden = false;
  });
}
