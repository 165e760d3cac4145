// What the person said: the fields of the page as a post and a context, and the questions that only they can answer.
import { say } from "./words.js";

const $ = (id) => document.getElementById(id);
const answers = new Map();
let facts = {};

export function knowFacts(known) {
  facts = known;
}

// Today where the person is, as YYYY-MM-DD.
export function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

const filled = (data) => Object.fromEntries(Object.entries(data).filter(([, value]) => value && value.length !== 0));

// The request for a check, as the engine takes it.
export function request(permissions) {
  const media = $("has-media").checked
    ? [filled({ kind: $("kind").value, alt: $("alt").value, transcript: $("transcript").value })]
    : [];
  const account = document.querySelector("input[name=account]:checked").value;
  const post = filled({ text: $("text").value, author: $("author").value.trim(), platform: $("platform").value.trim() });
  const context = filled({ member_class: $("class").value, duty: $("duty").value, device: $("device").value });
  if (context.device) context.moment = "publication";
  const roles = $("roles").value.split(",").map((role) => role.trim()).filter(Boolean);
  if (roles.length) context.roles = roles;
  const said = [...answers].filter(([fact, answer]) => answer && (media.length || facts[fact]?.about === "author"));
  if (said.length) context.facts = Object.fromEntries(said);
  const whole = { id: "draft", account, ...post, ...(media.length ? { media } : {}) };
  if ($("third-party").checked) whole.third_party = true;
  return { do: "check", policy: $("policy").value, post: whole, context, as_of: $("as-of").value || today(), permissions };
}

export const isEmpty = () => !$("text").value.trim() && !$("has-media").checked;

// Shows the facts that a judgment asks for. A question that was answered stays, so that the answer can be changed.
export function ask(questions, changed) {
  for (const { fact } of questions) {
    if (fact in facts && !answers.has(fact)) {
      answers.set(fact, "");
      $("question-list").append(question(fact, changed));
    }
  }
  showQuestions();
}

export function showQuestions() {
  const media = $("has-media").checked;
  let shown = 0;
  for (const set of $("question-list").children) {
    set.hidden = !media && facts[set.dataset.fact].about !== "author";
    shown += set.hidden ? 0 : 1;
  }
  $("questions").hidden = shown === 0;
}

function question(fact, changed) {
  const set = document.createElement("fieldset");
  set.dataset.fact = fact;
  const legend = document.createElement("legend");
  legend.textContent = facts[fact].asks;
  set.append(legend, ...["yes", "no", ""].map((answer) => choice(fact, answer, changed)));
  return set;
}

function choice(fact, answer, changed) {
  const label = document.createElement("label");
  const input = Object.assign(document.createElement("input"), {
    type: "radio",
    name: `fact-${fact}`,
    value: answer,
    checked: answer === "",
    autocomplete: "off",
  });
  input.addEventListener("change", () => {
    answers.set(fact, answer);
    changed();
  });
  const words = document.createElement("span");
  words.dataset.word = answer || "unknown";
  words.textContent = say(answer || "unknown");
  label.append(input, " ", words);
  return label;
}

// Empties every field and forgets every answer.
export function clear() {
  answers.clear();
  $("question-list").replaceChildren();
  for (const field of document.querySelectorAll("#main textarea, #main input[type=text], #main input[type=file]")) field.value = "";
  for (const field of document.querySelectorAll("#main input[type=checkbox]")) field.checked = false;
  for (const field of document.querySelectorAll("#moment select, #kind")) field.selectedIndex = 0;
  document.querySelector("input[name=account][value=personal]").checked = true;
  $("as-of").value = today();
  $("media").hidden = true;
  showQuestions();
}
