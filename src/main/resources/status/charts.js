// Three small charts, each 60 minutes wide, drawn into a 300 by 100 box that is stretched to its place.
const WIDTH = 300, HEIGHT = 100, MINUTES = 60, MINUTE = 60000, BAR = WIDTH / MINUTES - 1;

function draw(id, shapes, summary) {
  const chart = document.getElementById(id + "-chart");
  chart.replaceChildren(...shapes.map(([name, attributes]) => {
    const shape = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(attributes).forEach(([key, value]) => shape.setAttribute(key, value));
    return shape;
  }));
  chart.setAttribute("aria-label", summary);
  const scale = document.getElementById(id + "-scale");
  scale.replaceChildren(...["1 h ago", summary, "now"].map(text => element("span", text)));
}

/** Where a minute begins, from the left. */
function x(minute, now) {
  return WIDTH - (Math.floor(now / MINUTE) - minute.at / MINUTE + 1) * WIDTH / MINUTES;
}

function drawChanges(minutes, now) {
  const most = Math.max(1, ...minutes.map(minute => minute.discovered + minute.updated));
  const shapes = minutes.flatMap(minute => {
    const one = HEIGHT * minute.discovered / most, two = HEIGHT * minute.updated / most;
    return [
      ["rect", { class: "bar-discovered", x: x(minute, now), width: BAR, y: HEIGHT - one, height: one }],
      ["rect", { class: "bar-updated", x: x(minute, now), width: BAR, y: HEIGHT - one - two, height: two }]
    ].filter(([, bar]) => bar.height > 0);
  });
  const sum = minutes.reduce((all, minute) => all + minute.discovered + minute.updated, 0);
  draw("changes", shapes, `${number(sum)} changes, peak ${number(most)} a minute`);
}

/** A bar for each minute that has a value: a gap is not a zero. */
function drawValue(id, minutes, now, value, scaled) {
  const there = minutes.filter(minute => value(minute) > 0);
  if (!there.length) {
    draw(id, [], "nothing in the last hour");
    return;
  }
  const most = Math.max(...there.map(value)), least = Math.min(...there.map(value));
  const shapes = there.map(minute => {
    const tall = HEIGHT * scaled(value(minute)) / scaled(most);
    return ["rect", { class: "bar-discovered", x: x(minute, now), width: BAR, y: HEIGHT - tall, height: tall }];
  });
  draw(id, shapes, `${duration(least)} to ${duration(most)}, last ${duration(value(there[there.length - 1]))}`);
}

function drawCharts(report) {
  const minutes = report.last_hour;
  drawChanges(minutes, report.now);
  drawValue("latency", minutes, report.now, minute => minute.call_millis, millis => millis);
  drawValue("lag", minutes, report.now, minute => minute.lag_millis, millis => Math.log1p(millis / 100));
}
