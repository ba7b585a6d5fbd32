/** Tables as CSV by RFC 4180: a header, CRLF, UTF-8 without a mark; and no cell that a spreadsheet would run. */

/** @typedef {string | number | boolean | null} Cell */

/**
 * A text that a spreadsheet takes for a formula gets an apostrophe in front, and so does one that has one there already.
 * To read the cell as it was, take off one leading apostrophe.
 */
const GUARDED = /^['=+\-@\t\r]/;

/** @param {string[]} columns @param {Cell[][]} rows */
export const csv = (columns, rows) => [columns, ...rows].map((row) => `${row.map(written).join(",")}\r\n`).join("");

/** @param {Cell | undefined} cell */
function written(cell) {
  if (typeof cell !== "string") return cell === null || cell === undefined ? "" : String(cell);
  const guarded = GUARDED.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
