// Permissions that the person holds: from a link's fragment, a file or pasted text. They stay in this tab.
import { say } from "./words.js";

const $ = (id) => document.getElementById(id);
const FRAGMENT = "#leave=";
let held = [];
let name = "";

// The permissions now held, as the engine takes them.
export const permissions = () => held.map(({ label, ...permission }) => permission);

// What the address carries after `#leave=`, taken out of the address bar at once; undefined where there is nothing.
export function fromAddress() {
  if (!location.hash.startsWith(FRAGMENT)) return undefined;
  const packed = location.hash.slice(FRAGMENT.length);
  history.replaceState(null, "", location.pathname + location.search);
  try {
    const bytes = Uint8Array.from(atob(packed.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
    const data = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return typeof data === "object" && data !== null && Array.isArray(data.permissions) ? data : null;
  } catch {
    return null;
  }
}

// Takes up permissions given as an envelope, a list or one; nothing is taken where any of them is damaged.
export async function take(data, ask, policy, isLink = false) {
  const list = Array.isArray(data) ? data : Array.isArray(data?.permissions) ? data.permissions : data;
  const answer = data === null ? { problems: [] } : await ask({ do: "permissions", policy, permissions: list });
  if (answer.problems) {
    tell([say(isLink ? "leave-bad-link" : "leave-bad"), ...answer.problems]);
    return false;
  }
  const ids = new Set(answer.permissions.map(({ id }) => id));
  held = [...held.filter(({ id }) => !ids.has(id)), ...answer.permissions];
  if (!Array.isArray(data)) presume(data);
  tell([say("leave-ok", { count: answer.permissions.length })]);
  return true;
}

// What a link says of its holder, put into the fields where it can be seen and changed.
function presume(data) {
  name = typeof data.name === "string" ? data.name : name;
  if (typeof data.author === "string") $("author").value = data.author;
  if (["officer", "civilian", "reserve"].includes(data.member_class)) $("class").value = data.member_class;
  if (Array.isArray(data.roles)) $("roles").value = data.roles.filter((role) => typeof role === "string").join(", ");
}

export function tell(lines) {
  $("leave-line").replaceChildren(
    ...lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })),
  );
}

// The list of what is held, each with a button that removes it.
export function show(changed) {
  $("held").hidden = held.length === 0;
  $("held-title").textContent = name ? say("held-of", { name }) : say("held");
  $("held-list").replaceChildren(...held.map((one) => row(one, changed)));
}

function row(one, changed) {
  const item = document.createElement("li");
  const dates = one.end ? say("from-to", one) : say("from-on", one);
  const revoked = one.revoked ? `, ${say("revoked", { date: one.revoked })}` : "";
  item.textContent = `${one.label || one.kind} (${one.id}), ${dates}${revoked} `;
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: say("remove") });
  button.className = "secondary outline small";
  button.setAttribute("aria-label", `${say("remove")}: ${one.id}`);
  button.addEventListener("click", () => {
    held = held.filter((other) => other !== one);
    changed();
    $("clear").focus();
  });
  item.append(button);
  return item;
}

export function clear() {
  held = [];
  name = "";
  tell([]);
}
