/** The view in which things are put on record. Its forms are loaded once somebody wants to record. */

export const heading = "Put on record";
export const hasCards = false;

/** @param {import("./desk.js").Desk} desk @param {HTMLElement} place */
export async function show(desk, place) {
  const forms = await import("./recording_forms.js");
  await forms.show(desk, place);
}
