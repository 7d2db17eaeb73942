/* Runs before the first paint, so that a chosen theme never flashes. */
(function (root) {
  root.classList.add("pm-js");
  try {
    var theme = localStorage.getItem("pm-theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else if (!root.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches) root.dataset.theme = "dark";
  } catch (error) { /* storage may be forbidden; the system's choice holds */ }
})(document.documentElement);
