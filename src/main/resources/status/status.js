// Everything that comes from outside is shown as text, never as HTML.
"use strict";
const byId = id => document.getElementById(id);
const number = n => n.toLocaleString("en");
const EVERY = 2000;
let paused = null;

function element(name, text, attributes = {}) {
  const node = document.createElement(name);
  node.textContent = text;
  Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
  return node;
}

function say(id, text) {
  if (byId(id).textContent !== text) {
    byId(id).textContent = text;
  }
}

function duration(millis) {
  const seconds = millis / 1000;
  if (seconds < 1) return `${Math.max(1, Math.round(millis))} ms`;
  if (seconds < 120) return `${seconds < 10 ? Math.round(seconds * 10) / 10 : Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172800) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86400)} days`;
}

const ago = (time, now) => `${duration(Math.max(0, now - time))} ago`;

function showOneOf(table, placeholder, there) {
  byId(table).hidden = !there;
  byId(placeholder).hidden = there;
}

function showHealth(report) {
  const health = report.health;
  const waiting = !health.up && !health.reason;
  byId("banner").className = health.up ? "good" : waiting ? "" : "bad";
  say("verdict", health.up ? "✓ Healthy." : waiting ? "… Not ready yet." : "✗ Not ready.");
  const well = health.up && report.active && report.last_sweep;
  say("reason", well ? `Last complete sweep ${ago(report.last_sweep.completed_at, report.now)}.` : health.reason || health.message);
  byId("remedy").hidden = !health.remedy;
  const next = health.next_attempt && health.next_attempt > report.now
    ? ` Next attempt in ${duration(health.next_attempt - report.now)}.` : "";
  say("remedy", health.remedy ? `What to do: ${health.remedy}.${next}` : "");
  say("role", report.active ? "active" : "standby");
  document.title = (health.up ? "✓ " : waiting ? "… " : "✗ ") + "tuya-ticket-stream";
}

function showProgress(report) {
  const sweep = report.under_way;
  const long = sweep && report.now - sweep.started_at > EVERY / 2;
  byId("under-way").hidden = !long;
  if (!long) return;
  const bar = byId("bar");
  if (sweep.expected_pages === null) {
    bar.removeAttribute("value");
    say("progress-text", `${number(sweep.pages)} pages, ${number(sweep.fetched)} tickets so far; how many there are is not known`);
  } else {
    bar.max = Math.max(1, sweep.expected_pages);
    bar.value = sweep.pages;
    say("progress-text", `page ${number(sweep.pages)} of ${number(sweep.expected_pages)}, ${number(sweep.fetched)} of`
      + ` ${number(sweep.total)} tickets, about ${duration(sweep.millis_left)} left`);
  }
}

function showLastSweep(report) {
  const sweep = report.last_sweep;
  showOneOf("last-sweep", "no-sweep", sweep !== null);
  if (!sweep) return;
  const facts = {
    "Ended": `${ago(sweep.completed_at, report.now)}, took ${duration(sweep.completed_at - sweep.started_at)}`,
    "Tickets": `${number(sweep.fetched)}: ${number(sweep.changed)} changed, ${number(sweep.unchanged)} unchanged`,
    "Dead letters": number(sweep.dead_lettered),
    "Pages": `${number(sweep.pages)}, ${number(sweep.calls)} ${sweep.calls === 1 ? "call" : "calls"}`,
    "Next": (report.next_full_sweep === null ? "at once" : `in ${duration(Math.max(0, report.next_full_sweep - report.now))}`)
      + `, every ${duration(report.full_sweep_period_millis)}`
  };
  byId("last-sweep").replaceChildren(...Object.entries(facts).flatMap(([name, value]) => [element("dt", name), element("dd", value)]));
}

function showStates(report) {
  const states = Object.entries(report.last_sweep ? report.last_sweep.states : {}).sort((a, b) => b[1] - a[1]);
  showOneOf("states", "no-states", states.length > 0);
  const all = states.reduce((sum, [, count]) => sum + count, 0);
  byId("states").tBodies[0].replaceChildren(...states.map(([state, count]) => {
    const row = element("tr", "");
    const share = element("td", "", { class: "share" });
    const bar = element("i", "");
    bar.style.width = `${100 * count / all}%`;
    share.append(bar);
    row.append(element("td", state), share, element("td", number(count)));
    return row;
  }));
}

function showCalls(report) {
  const { this_month: used, per_month: limit, spent_on: day } = report.calls;
  const known = used === null ? "not known yet" : number(used);
  say("calls", limit === null ? known : `${known} of ${number(limit)}`);
  byId("budget").hidden = limit === null;
  byId("budget").max = limit === null ? 1 : limit;
  byId("budget").value = limit === null ? 0 : Math.min(used ?? 0, limit);
  say("budget-text", limit === null ? "no budget is set (tuya.calls-per-month)"
    : used === null ? "the count is on the state topic, which was not read yet"
    : day === null ? "lasts to the end of the month"
    : `at the set poll period spent on ${day}; so polls come every ${duration(report.poll_period_millis)}`);
  const { made_for: { full, partial, token }, page_size: size } = report.calls;
  say("calls-for", `by this process: ${number(full)} for full sweeps, ${number(partial)} for partial ones, ${number(token)} for tokens`
    + `; up to ${number(size)} tickets a call`);
}

function showHidden(report) {
  const { silent_changes: silent, silent_fields: fields, disappeared, missing, held_back: brake } = report.hidden;
  say("silent", `${number(silent)} silent ${silent === 1 ? "change" : "changes"}`);
  say("silent-fields", fields.length ? `in ${fields.join(", ")}` : "");
  say("missing", `${number(disappeared)} ${disappeared === 1 ? "ticket has" : "tickets have"} disappeared since this process started, ${number(missing)} missing now`);
  say("held-back", brake === null ? "" : brake);
}

function showFreshness(report) {
  const { median_millis: median, most_millis: most } = report.freshness;
  say("fresh", median === null ? "–" : duration(median));
  say("fresh-text", median === null ? "no update in the last hour; tickets found by the first sweep do not count"
    : `median of the last hour; 95 % within ${duration(most)}`);
  const poll = report.last_poll;
  say("polls", poll === null ? "no poll has succeeded yet"
    : `last poll: ${poll.kind} sweep, ${ago(poll.at, report.now)}; a poll every ${duration(report.poll_period_millis)}`);
}

function rows(table, all) {
  byId(table).tBodies[0].replaceChildren(...all.map(cells => {
    const row = element("tr", "");
    row.append(...cells.map(([text, label]) => element("td", text, label ? { "data-label": label } : {})));
    return row;
  }));
}

// A silent change has no time of its own.
function stateOf(change) {
  return change.update_time === 0 ? `${change.after || "?"}, silently`
    : `${change.type === "discovered" ? "new" : change.before || "?"} → ${change.after || "?"}`;
}

function showChanges(report) {
  const newest = report.changes.length ? report.changes[0].published_at : 0;
  if (paused !== null) {
    const newer = report.changes.filter(change => change.published_at > paused).length;
    say("paused", newer ? `Paused. ${number(newer)}${newer === report.changes.length ? " or more" : ""} newer.` : "Paused.");
    return;
  }
  showOneOf("changes", "no-changes", report.changes.length > 0);
  byId("changes").dataset.newest = newest;
  rows("changes", report.changes.map(change => [
    [change.ticket_no],
    [stateOf(change), "State"],
    [change.product || "–", "Product"],
    [ago(change.published_at, report.now), "Published"]
  ]));
}

function showDeadLetters(report) {
  showOneOf("dead-letters", "no-dead-letters", report.dead_letters.length > 0);
  rows("dead-letters", report.dead_letters.map(letter => [
    [letter.reason], [String(letter.page), "Page"], [ago(letter.buried_at, report.now), "Published"]
  ]));
}

function togglePause() {
  paused = paused === null ? Number(byId("changes").dataset.newest || 0) : null;
  byId("pause").setAttribute("aria-pressed", String(paused !== null));
  byId("pause").textContent = paused === null ? "Pause the list" : "Resume the list";
  say("paused", paused === null ? "" : "Paused.");
  if (paused === null) refresh();
}

async function refresh() {
  try {
    const reply = await fetch("observe/status", { cache: "no-store" });
    if (!reply.ok) throw new Error(`status ${reply.status}`);
    const report = await reply.json();
    [showHealth, showProgress, showLastSweep, showStates, showCalls, showFreshness, showHidden, showChanges, showDeadLetters, drawCharts].forEach(show => show(report));
    say("updated", `as of ${new Date(report.now).toLocaleTimeString([], { timeZoneName: "short" })}`);
  } catch (problem) {
    byId("banner").className = "bad";
    say("verdict", "✗ No answer.");
    say("reason", "The program does not answer; this page shows its last answer.");
    byId("remedy").hidden = false;
    say("remedy", "What to do: see whether it runs, and what it logged last.");
    document.title = "✗ tuya-ticket-stream";
  }
}

async function watch() {
  if (!document.hidden) await refresh();
  setTimeout(watch, EVERY);
}

byId("pause").addEventListener("click", togglePause);
document.addEventListener("visibilitychange", () => document.hidden || refresh());
watch();
