/** The tab's title, and in it how much came while nobody looked. */

let title = "On Record";
let count = 0;

/** @param {string} words the title without the count */
export function setTitle(words) {
  title = words;
  document.title = count ? `(${count}) ${title}` : title;
}

/** Count what arrived, unless the page is in sight. @param {number} arrived */
export function countUnseen(arrived) {
  if (!document.hidden) return;
  count += arrived;
  setTitle(title);
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  count = 0;
  setTitle(title);
});
