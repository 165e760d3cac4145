// The page: it wakes the engine, hears what is typed, and shows what the policy says.
import { boot } from "./boot.js";
import { Tampered } from "./files.js";
import * as form from "./form.js";
import * as leave from "./leave.js";
import { icon, outcome, said } from "./show.js";
import { say, spell, spoken, switchLanguage } from "./words.js";

const $ = (id) => document.getElementById(id);
const PAUSE = 200; // milliseconds without a key before a check
const state = { engine: null, about: null, shown: null, requests: 0, offline: false, timer: 0, turn: 0, busy: false, failed: "", aids: null };

function bar(id, name, line, drawn = name) {
  $(id).dataset[id === "network" ? "state" : "outcome"] = name;
  $(`${id}-icon`).replaceChildren(icon(drawn));
  if ($(`${id}-line`).textContent !== line) $(`${id}-line`).textContent = line;
}

function showNetwork() {
  $("see-count").textContent = say("see-count", { count: state.requests });
  if (state.requests) return bar("network", "bad", say("sent-something", { count: state.requests }), "hold");
  const line = say(state.engine.sealed ? "sent-nothing" : "sent-nothing-open");
  return bar("network", "off", state.offline ? `${line} ${say("offline-yes")}` : line);
}

// What became of the reading aids, said once.
function tellAids(name = state.aids?.name, values = state.aids?.values ?? {}) {
  if (!name) return;
  state.aids = { name, values };
  document.documentElement.dataset.aids = name.replace("aids-", "");
  if ($("aids-line").textContent !== say(name, values)) $("aids-line").textContent = say(name, values);
}

function doneReading() {
  if (state.aids?.name === "aids-reading") tellAids("aids-ready");
}

// Loads the reading aids, and checks again what was checked by patterns meanwhile.
async function loadAids() {
  const { aids } = state.engine;
  if (!aids) return tellAids("aids-none");
  tellAids(aids.isKept ? "aids-start" : "aids-wait", { size: (aids.bytes / 1e6).toFixed(0) });
  try {
    const { problems } = await aids.load();
    if (problems) return tellAids("aids-failed", { why: problems.join(" ") });
    tellAids("aids-ready");
    changed();
  } catch (error) {
    const known = error instanceof Tampered;
    tellAids(known ? "aids-changed" : "aids-failed", known ? { path: error.path } : { why: error.message });
  }
}

// Counts whatever this page asks the network for from now on.
function watch() {
  const since = performance.now();
  new PerformanceObserver((list) => {
    state.requests += list.getEntries().filter(({ startTime, name }) => startTime > since && !name.startsWith("blob:")).length;
    showNetwork();
  }).observe({ type: "resource" });
}

function show() {
  if (!state.shown) {
    bar("outcome", "none", say("none"));
    $("said").replaceChildren(Object.assign(document.createElement("p"), { textContent: say("nothing-yet") }));
    return;
  }
  if (state.shown.problems) {
    bar("outcome", "incomplete", state.shown.problems.join(" "));
    $("said").replaceChildren();
    return;
  }
  const judgment = JSON.parse(state.shown.line);
  bar("outcome", judgment.outcome, outcome(judgment));
  $("said").replaceChildren(...opened(said(state.shown, titleOf(judgment.policy.id), state.about.facts)));
}

// Keeps open what the person opened, though all of it is drawn anew.
function opened(parts) {
  const key = (details) => `${details.closest("article")?.dataset.clause ?? ""} ${details.querySelector("summary").textContent}`;
  const before = new Set([...$("said").querySelectorAll("details[open]")].map(key));
  const holder = document.createElement("div");
  holder.append(...parts);
  for (const details of holder.querySelectorAll("details")) details.open = before.has(key(details));
  return [...holder.childNodes];
}

const titleOf = (id) => state.about.policies.find((policy) => policy.id === id).title;

// Checks a moment after the last change; while one check runs, only the newest draft waits.
function changed() {
  $("outcome").setAttribute("aria-busy", "true");
  clearTimeout(state.timer);
  state.timer = setTimeout(check, PAUSE);
  if (state.busy) state.engine.halt();
  $("media").hidden = !$("has-media").checked;
  form.showQuestions();
}

async function check() {
  if (!state.engine || state.busy) return;
  if (form.isEmpty()) {
    state.shown = null;
    doneReading();
    show();
    $("outcome").setAttribute("aria-busy", "false");
    return;
  }
  state.busy = true;
  const turn = ++state.turn;
  const asked = form.request(leave.permissions());
  let isStopped = false;
  const take = (answer) => {
    if (turn !== state.turn) return;
    state.shown = answer;
    form.ask(answer.line ? JSON.parse(answer.line).questions : [], changed);
    show();
  };
  try {
    const answer = await state.engine.ask(asked, (soon) => {
      tellAids("aids-reading");
      take(soon);
    });
    isStopped = answer.isStopped === true;
    if (answer.unread) tellAids("aids-failed", { why: answer.unread });
    if (isStopped) return;
    doneReading();
    take(answer);
  } catch (error) {
    bar("outcome", "hold", say("bad-check", { why: error.message }));
  } finally {
    state.busy = false;
    if (isStopped || JSON.stringify(asked) !== JSON.stringify(form.request(leave.permissions()))) changed();
    else $("outcome").setAttribute("aria-busy", "false");
  }
}

async function takeLeave(data, isLink) {
  await leave.take(data, state.engine.ask, $("policy").value, isLink);
  leave.show(held);
  changed();
}

function held() {
  leave.show(held);
  changed();
}

async function takeText(text) {
  let data;
  try {
    data = JSON.parse(text);
  } catch {
    leave.tell([say("leave-bad"), say("leave-not-json")]);
    return;
  }
  if (typeof data === "object" && data !== null) await takeLeave(data, false);
  else leave.tell([say("leave-bad"), say("leave-not-json")]);
}

function clearAll() {
  form.clear();
  leave.clear();
  leave.show(held);
  state.shown = null;
  state.turn += 1;
  clearTimeout(state.timer);
  if (state.busy) state.engine.halt();
  if (state.about) show();
}

function respell() {
  spell();
  $("language").textContent = say("language");
  $("language").lang = spoken() === "en" ? "es" : "en";
  $("about-line").textContent = say("about-line", { build: document.documentElement.dataset.build });
  if (state.failed) return;
  if (state.engine) {
    showNetwork();
    tellAids();
    leave.show(held);
    show();
  }
}

function listen() {
  $("main").addEventListener("input", (event) => event.target.closest("#leave") ?? changed());
  $("language").addEventListener("click", () => {
    switchLanguage();
    respell();
  });
  $("leave-file").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (file) await takeText(await file.text());
    event.target.value = "";
  });
  $("leave-add").addEventListener("click", async () => {
    await takeText($("leave-text").value);
    $("leave-text").value = "";
  });
  $("clear").addEventListener("click", () => {
    clearAll();
    $("text").focus();
  });
  // Leaving erases the draft, also from a page that the browser keeps for the way back.
  addEventListener("pagehide", () => {
    clearAll();
    state.engine?.stop();
  });
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  addEventListener("hashchange", () => {
    const data = leave.fromAddress();
    if (data !== undefined && state.engine) takeLeave(data, true);
  });
}

function fail(error) {
  const known = error instanceof Tampered ? ["bad-file", { path: error.path }] : error.message === "insecure" ? ["bad-secure", {}] : null;
  const [name, values] = known ?? ["bad-start", { why: error.message }];
  state.failed = name;
  bar("network", "bad", say(name, values), "hold");
  bar("outcome", "none", say("none"));
}

async function main() {
  respell();
  bar("network", "wait", say("wait-start"));
  bar("outcome", "none", say("none"));
  form.clear();
  listen();
  const data = leave.fromAddress();
  const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
  try {
    state.engine = await boot((have, whole) => {
      if (!state.failed) bar("network", "wait", say("wait", { have: megabytes(have), whole: megabytes(whole) }));
    });
    state.about = await state.engine.ask({ do: "about" });
  } catch (error) {
    fail(error);
    return;
  }
  ready(data);
}

async function ready(data) {
  form.knowFacts(state.about.facts);
  $("policy").append(...state.about.policies.map(({ id, title, department }) => new Option(`${title}, ${department}`, id)));
  $("policy-row").hidden = state.about.policies.length === 1;
  $("policy").disabled = $("text").disabled = false;
  watch();
  showNetwork();
  show();
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
  const aids = loadAids();
  if (data !== undefined) await takeLeave(data, true);
  state.offline = await state.engine.offline;
  showNetwork();
  await aids;
  document.documentElement.dataset.offline = String(state.offline);
}

main();
