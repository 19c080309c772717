// Three small charts, each 60 minutes wide, drawn into a 300 by 100 box that is stretched to its place.
const WIDTH = 300, HEIGHT = 100, MINUTES = 60, MINUTE = 60000;

function draw(id, shapes, summary, left, right) {
  const chart = document.getElementById(id + "-chart");
  chart.replaceChildren(...shapes.map(([name, attributes]) => {
    const shape = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(attributes).forEach(([key, value]) => shape.setAttribute(key, value));
    return shape;
  }));
  chart.setAttribute("aria-label", summary);
  const scale = document.getElementById(id + "-scale");
  scale.replaceChildren(...[left, right].map(text => element("span", text)));
}

/** Where a minute begins, from the left. */
function x(minute, now) {
  return WIDTH - (Math.floor(now / MINUTE) - minute.at / MINUTE + 1) * WIDTH / MINUTES;
}

function drawChanges(minutes, now) {
  const most = Math.max(1, ...minutes.map(minute => minute.discovered + minute.updated));
  const width = WIDTH / MINUTES - 1;
  const shapes = minutes.flatMap(minute => {
    const one = HEIGHT * minute.discovered / most, two = HEIGHT * minute.updated / most;
    return [
      ["rect", { class: "bar-discovered", x: x(minute, now), width, y: HEIGHT - one, height: one }],
      ["rect", { class: "bar-updated", x: x(minute, now), width, y: HEIGHT - one - two, height: two }]
    ].filter(([, bar]) => bar.height > 0);
  });
  const sum = minutes.reduce((all, minute) => all + minute.discovered + minute.updated, 0);
  draw("changes", shapes, `${number(sum)} changes in the last hour, ${number(most)} in a minute at most`,
    `most: ${number(most)} a minute`, `all: ${number(sum)}`);
}

function drawLine(id, minutes, now, value, height) {
  const points = minutes.filter(minute => value(minute) > 0);
  if (!points.length) {
    draw(id, [], "nothing in the last hour", "nothing in the last hour", "");
    return;
  }
  const most = Math.max(...points.map(value)), least = Math.min(...points.map(value));
  const middle = minute => x(minute, now) + WIDTH / MINUTES / 2;
  const y = minute => HEIGHT - 4 - (HEIGHT - 8) * height(value(minute), least, most);
  // A minute without a value breaks the line: a gap is not a zero.
  const path = points.map((minute, i) => {
    const continues = i > 0 && minute.at - points[i - 1].at === MINUTE;
    return `${continues ? "L" : "M"}${middle(minute)} ${y(minute)}`;
  }).join("");
  const dots = points.map(minute => ["path", { class: "dot", d: `M${middle(minute)} ${y(minute)}h0` }]);
  const last = points[points.length - 1];
  draw(id, [["path", { class: "line", d: path }], ...dots],
    `now ${duration(value(last))}, from ${duration(least)} to ${duration(most)}`,
    `now ${duration(value(last))}`, `${duration(least)} to ${duration(most)}`);
}

function drawCharts(report) {
  const minutes = report.last_hour;
  drawChanges(minutes, report.now);
  drawLine("latency", minutes, report.now, minute => minute.call_millis, (millis, least, most) => millis / most);
  drawLine("lag", minutes, report.now, minute => minute.lag_millis,
    (millis, least, most) => most === least ? 0.5 : Math.log(millis / least) / Math.log(most / least));
}
