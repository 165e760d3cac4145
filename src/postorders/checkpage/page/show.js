// A judgment as a person reads it. Everything is put in as text, never as markup.
import { say } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  none: "M12 3a9 9 0 100 18 9 9 0 000-18z",
  wait: "M12 3a9 9 0 100 18 9 9 0 000-18zM12 7v5l3 2",
  clear: "M12 3a9 9 0 100 18 9 9 0 000-18zM8 12l3 3 5-6",
  incomplete: "M12 3a9 9 0 100 18 9 9 0 000-18zM9.5 9.5a2.5 2.5 0 113.5 2.3c-.7.4-1 .8-1 1.7M12 16.5v.5",
  advise: "M12 4l9 16H3zM12 10v4M12 17v.5",
  ask: "M4 5h16v11h-9l-4 4v-4H4zM10 9a2 2 0 113 1.7c-.7.4-1 .7-1 1.3M12 13.7v.3",
  hold: "M8 3h8l5 5v8l-5 5H8l-5-5V8zM8 12h8",
  off: "M3 3l18 18M8.5 8.7A8 8 0 005 11M12 7a9 9 0 017 4M9 15a4 4 0 016 0M12 18.5v.5",
};

function make(tag, text = "", ...children) {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  element.append(...children);
  return element;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name] ?? ICONS.none);
  svg.append(path);
  return svg;
}

// The outcome in words.
export function outcome(judgment) {
  const says = judgment.outcome === "clear" && judgment.for_a_person.length ? "clear-but" : judgment.outcome;
  const clauses = new Set(judgment.flags.map((flag) => flag.clause)).size;
  const count = clauses === 0 ? "" : clauses === 1 ? say("flag-one") : say("flag-many", { count: clauses });
  return `${say(says)} ${count}`.trim();
}

// The whole answer: banner, marked words, flags, and what else the judgment has.
export function said({ line, clauses, learned }, title, facts) {
  const judgment = JSON.parse(line);
  const parts = [];
  if (judgment.policy.banner) parts.push(make("p", "", make("strong", `${say("unproved")}. `), judgment.policy.banner));
  if (parts.length) parts[0].className = "banner";
  parts.push(...marked(judgment));
  parts.push(...listed("flags", judgment.flags.map((flag) => card(flag, clauses, facts, learned ?? {}))));
  parts.push(...listed("lifted", judgment.lifted.map((one) => make("p", say("lifted-by", { ...one, id: one.permission })))));
  parts.push(...people(judgment.for_a_person, clauses));
  parts.push(...bullets("open", judgment.questions.map((one) => open(one, facts))));
  parts.push(...bullets("unchecked", judgment.unchecked.map((one) => unseen(one, facts))));
  parts.push(...bullets("notes", judgment.notes.map(({ clause, says }) => make("li", clause ? `${clause}: ${says}` : says))));
  const version = say("version", { title, version: judgment.policy.version, date: judgment.as_of });
  parts.push(make("p", "", make("small", version)), data(line));
  return parts;
}

const listed = (title, items) => (items.length ? [make("h3", say(title)), ...items] : []);
const bullets = (title, items) => (items.length ? [make("h3", say(title)), make("ul", "", ...items)] : []);

// The draft again, with the flagged words underlined and the clauses beside them. Spans count code points.
function marked(judgment) {
  const spans = judgment.flags.flatMap(({ clause, effect, spans: some }) =>
    some.filter(({ field, text }) => field === "text" && text).map(({ start, end }) => ({ start, end, clause, effect })),
  );
  if (!spans.length) return [];
  const points = Array.from(judgment.basis.post.text);
  const cuts = [...new Set([0, points.length, ...spans.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
  const copy = make("p");
  copy.className = "copy";
  cuts.slice(0, -1).forEach((start, index) => {
    const end = cuts[index + 1];
    const words = points.slice(start, end).join("");
    const here = spans.filter((span) => span.start <= start && span.end >= end);
    const closing = [...new Set(spans.filter((span) => span.end === end && span.start <= start).map(({ clause }) => clause))];
    copy.append(here.length ? mark(words, here) : words);
    if (closing.length) copy.append(make("sup", `[${closing.join(", ")}]`));
  });
  return [make("h3", say("marked")), copy];
}

const STRENGTH = ["inform", "advise", "ask", "hold"];

function mark(words, here) {
  const element = make("mark", words);
  element.dataset.effect = here.map(({ effect }) => effect).sort((a, b) => STRENGTH.indexOf(b) - STRENGTH.indexOf(a))[0];
  return element;
}

function card(flag, clauses, facts, learned) {
  const article = make("article");
  article.dataset.clause = flag.clause;
  article.dataset.effect = flag.effect;
  const badge = make("span", "", icon(flag.effect), say(`effect-${flag.effect}`));
  badge.className = "badge";
  article.append(make("h4", "", `${flag.clause}: ${flag.label} `, badge));
  for (const words of quotes(flag, facts)) article.append(make("p", "", words));
  const reading = read(flag, learned);
  if (reading) article.append(make("p", "", make("small", reading)));
  const clause = clauses[flag.clause];
  if (clause) article.append(make("details", "", make("summary", say("clause-says", { clause: flag.clause })), make("p", clause.says)));
  const list = make("dl");
  list.append(make("dt", say("why")), make("dd", flag.why));
  if (flag.caps?.length) list.append(make("dt", say("weaker")), ...flag.caps.map(({ because }) => make("dd", because)));
  list.append(make("dt", say("who-can")), make("dd", lift(flag.lifted_by)));
  list.append(...(flag.weighed ?? []).map(({ permission, why_not: why }) => make("dd", say("held-not-fit", { id: permission, why }))));
  if (flag.remedy) list.append(make("dt", say("helps")), make("dd", flag.remedy));
  article.append(list);
  return article;
}

function quotes(flag, facts) {
  const words = flag.spans.filter(({ text }) => text).map(({ text }) => make("q", text));
  const answered = flag.spans.some(({ text }) => !text);
  const answer = say("your-answer", { question: `${facts[flag.concept]?.asks ?? flag.concept} ${say("yes")}` });
  return [...new Map(words.map((one) => [one.textContent, one])).values(), ...(answered ? [answer] : [])];
}

// What a flag that no pattern made rests on, in words: how sure the reading is, and how often such marks were right.
function read(flag, learned) {
  const found = learned[flag.concept];
  if (!found || !flag.spans.every(({ how }) => how?.startsWith("learned"))) return "";
  const share = found.of_ten >= 5 ? `share-${found.of_ten}` : "share-0";
  return found.of_ten === null ? say("learned") : `${say("learned")} ${say(`learned-${found.sure}`, { share: say(share) })}`;
}

function lift(by) {
  if (by === "nobody") return say("nobody");
  return say("lift", {
    label: by.label ?? by.permission,
    people: by.approvers.join(say("or")),
    form: say(by.form ?? "unstated"),
    item: by.scope === "item" ? say("item") : "",
    under: by.under ? say("under", { clause: by.under }) : "",
  });
}

function people(pointers, clauses) {
  const quoted = new Map();
  for (const { clause, label, spans } of pointers) {
    const words = (spans ?? []).map(({ text }) => text).filter(Boolean);
    quoted.set(`${clause}: ${label}`, { clause, words: [...(quoted.get(`${clause}: ${label}`)?.words ?? []), ...words] });
  }
  const items = [...quoted].map(([name, { clause, words }]) => {
    const item = make("li", `${name}. `, ...[...new Set(words)].flatMap((one) => [make("q", one), " "]));
    if (clauses[clause]) item.append(make("br"), make("small", clauses[clause].says));
    return item;
  });
  return items.length ? [make("h3", say("pointers")), make("p", say("pointers-help")), make("ul", "", ...items)] : [];
}

function open({ asks, fact, clauses }, facts) {
  const where = fact in facts ? say("questions") : say("moment");
  const cited = clauses.length ? ` (${clauses.join(", ")})` : "";
  return make("li", `${asks}${cited} ${say("answer-above", { where })}`);
}

// What was not examined, in the page's words where it is the picture: the open questions are listed already.
function unseen({ what, why }, facts) {
  const kind = what.match(/^media\[0\] (\w+)$/)?.[1];
  const known = Object.keys(facts).some((fact) => why.includes(fact));
  return make("li", `${kind ? say(kind) : what}: ${kind && known ? say("nobody-looked") : why}`);
}

function data(line) {
  const pre = make("pre", line);
  pre.id = "judgment";
  pre.tabIndex = 0;
  pre.setAttribute("aria-label", say("data"));
  return make("details", "", make("summary", say("data")), pre);
}
