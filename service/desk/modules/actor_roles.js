/** Who speaks for an actor, in what rank and from when to when; and what it is to others. */

import { all } from "./api.js";
import { medium } from "./dates.js";
import { h } from "./elements.js";
import { actorLink } from "./links.js";
import { plainName, spoken } from "./words.js";

/** @typedef {import("./desk.js").Desk} Desk */
/** @typedef {import("./registry.js").Actor} Actor */

const ROLES = `query Roles($asOf: Date, $after: String) {
  actors(first: 500, after: $after) {
    edges { node { id roles(asOf: $asOf) { holder { id name } principal { id name } office { name } type rank from to } } }
    pageInfo { hasNextPage endCursor }
  }
}`;
/** @type {Record<string, number>} */
const ORDER = { HEAD: 0, MINISTER: 1, OFFICIAL: 2 };

/** The roles in force on the day shown, asked once for a day. */
let asked = { key: "", roles: /** @type {Promise<any[]>} */ (Promise.resolve([])) };

/** @param {Desk} desk @returns {Promise<any[]>} */
function rolesOf({ asOf, registry, signal }) {
  const key = `${asOf} ${registry.log.id} ${registry.actors.size}`;
  if (asked.key !== key) {
    const roles = all(ROLES, { asOf }, (data) => data.actors, signal).then((actors) => actors.flatMap((one) => one.roles));
    asked = { key, roles };
    roles.catch(() => (asked.key = ""));
  }
  return asked.roles;
}

/** Those whose words are its position, the highest rank first. @param {Desk} desk @param {Actor} actor */
export async function speakers(desk, actor) {
  const roles = (await rolesOf(desk)).filter((role) => role.principal.id === actor.id && role.rank);
  roles.sort((one, other) => ORDER[one.rank] - ORDER[other.rank] || one.holder.name.localeCompare(other.holder.name));
  if (!roles.length) return [h("p", { class: "dim" }, `Nobody else speaks for ${actor.name}, as far as is on record.`)];
  const head = h(
    "tr",
    {},
    ["Who", "Role", "Rank", "In force"].map((text) => h("th", { scope: "col" }, text)),
  );
  const rows = roles.map((role) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, actorLink(desk, role.holder)),
      h("td", {}, typeOf(role)),
      h("td", {}, spoken(role.rank)),
      h("td", {}, inForce(role)),
    ),
  );
  return [h("table", { class: "roles" }, h("thead", {}, head), h("tbody", {}, rows))];
}

/** Its own roles, and whoever belongs to it without speaking for it. @param {Desk} desk @param {Actor} actor */
export async function belonging(desk, actor) {
  const roles = (await rolesOf(desk)).filter((role) => role.holder.id === actor.id || (role.principal.id === actor.id && !role.rank));
  if (!roles.length) return [h("p", { class: "dim" }, "Nothing on record.")];
  return [
    h(
      "ul",
      { class: "roles" },
      roles.map((role) =>
        h(
          "li",
          {},
          nameOf(desk, role.holder, actor),
          ` ${typeOf(role)} `,
          nameOf(desk, role.principal, actor),
          ` `,
          h("small", {}, inForce(role)),
        ),
      ),
    ),
  ];
}

/** @param {Desk} desk @param {{id: string, name: string}} one @param {Actor} actor whose page it is */
const nameOf = (desk, one, actor) => (one.id === actor.id ? actor.name : actorLink(desk, one));

/** @param {any} role */
const typeOf = ({ type, office }) => `${type.replaceAll("-", " ")}${office ? `, as ${plainName(office.name)}` : ""}`;

/** @param {any} role @returns {string} */
function inForce({ from, to }) {
  if (!from && !to) return "undated, always in force";
  return `${from ? `from ${medium(from)}` : "until then"}${to ? ` to ${medium(to)}` : ""}`;
}
