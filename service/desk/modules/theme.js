/** Light or dark: as the system says, until somebody chooses. */

import { byId } from "./elements.js";

const CHOICE = "onrecord theme";

export function start() {
  const chosen = localStorage.getItem(CHOICE);
  if (chosen) document.documentElement.dataset.theme = chosen;
  byId("theme").addEventListener("click", () => {
    const isDark = document.documentElement.dataset.theme
      ? document.documentElement.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    const theme = isDark ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    localStorage.setItem(CHOICE, theme);
  });
}
