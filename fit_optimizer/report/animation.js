(() => {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const SLOWER = 4;
  const MM_PER_N = 0.6;
  const LEG = ["hip", "knee", "ankle"];
  const FOOT = ["ankle", "heel", "toe", "ankle"];
  const figure = document.getElementById("animation");
  const data = JSON.parse(document.getElementById("animation-data").textContent);
  const stage = figure.querySelector(".stage");
  const slider = figure.querySelector("input");
  const button = figure.querySelector("button");
  const shownAngle = figure.querySelector("output");
  const words = new Map([...figure.querySelectorAll(".words span")].map((one) => [one.dataset.of, one.textContent]));
  const word = (text) => words.get(text) ?? text;
  let angle = 0;
  let playing = false;
  let last = 0;

  const at = (curve, degrees) => {
    const place = (((degrees % 360) + 360) % 360) / 360 * curve.length;
    const low = Math.floor(place) % curve.length;
    const part = place - Math.floor(place);
    const [a, b] = [curve[low], curve[(low + 1) % curve.length]];
    return Array.isArray(a) ? a.map((v, i) => v + part * (b[i] - v)) : a + part * (b - a);
  };
  const points = (list) => list.map(([x, z]) => `${x.toFixed(1)},${(-z).toFixed(1)}`).join(" ");
  const add = (parent, name, attributes) => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return parent.appendChild(element);
  };

  const limits = () => {
    const xs = [], zs = [];
    const take = ([x, z]) => { xs.push(x); zs.push(z); };
    for (const ride of data.rides) {
      for (const side of ["right", "left"]) {
        for (const name of ["hip", "knee", "ankle", "heel", "toe", "pedal"]) ride[side][name].forEach(take);
      }
      ride.arm.forEach(take);
      const [x, z, radius] = ride.head;
      take([x + radius, z + radius]);
      ride.saddle.forEach(take);
    }
    const [left, right] = [Math.min(...xs) - 120, Math.max(...xs) + 60];
    const [low, top] = [Math.min(...zs) - 140, Math.max(...zs) + 30];
    return [left, -top, right - left, top - low].map(Math.round).join(" ");
  };

  const panel = (ride, box) => {
    const holder = document.createElement("div");
    const name = holder.appendChild(document.createElement("p"));
    name.textContent = word(ride.name);
    name.className = "name";
    const svg = add(holder, "svg", { viewBox: box, role: "img" });
    add(svg, "title", {}).textContent = `${word("the stroke, seen from the right")}: ${word(ride.name)}`;
    for (const line of ride.bicycle) add(svg, "polyline", { points: points(line), class: "frame" });
    const far = ["leg", "foot", "crank"].map((part) => add(svg, "polyline", { class: `far ${part}` }));
    add(svg, "polyline", { points: points(ride.saddle), class: "body saddle" });
    add(svg, "polyline", { points: points(ride.arm), class: "body arm" });
    add(svg, "circle", { cx: ride.head[0], cy: -ride.head[1], r: ride.head[2], class: "body arm" });
    add(svg, "polygon", { points: points(ride.right.knee), class: "path" });
    add(svg, "polygon", { points: points(ride.right.ankle), class: "path" });
    const [leg, foot, crank] = ["leg", "foot", "crank"].map((part) => add(svg, "polyline", { class: `body ${part}` }));
    const trunk = add(svg, "polyline", { class: "body leg" });
    const force = add(svg, "polyline", { class: "force" });
    const text = holder.appendChild(document.createElement("p"));
    text.className = "numbers";
    stage.append(holder);
    return { ride, leg, foot, crank, far, trunk, force, text };
  };

  const arrow = (start, push) => {
    const tip = start.map((v, i) => v + MM_PER_N * push[i]);
    const size = Math.hypot(...push) || 1;
    const back = push.map((v) => v / size * -26);
    const barb = (turn) => [tip[0] + back[0] - turn * back[1] * 0.5, tip[1] + back[1] + turn * back[0] * 0.5];
    return [start, tip, barb(1), tip, barb(-1)];
  };

  const draw = () => {
    const hour = Math.floor((angle / 30) % 12) || 12;
    shownAngle.textContent = `${Math.round(angle) % 360}\u00b0, ${hour} ${word("o'clock")}`;
    slider.value = String(Math.round(angle) % 360);
    for (const { ride, leg, foot, crank, far, trunk, force, text } of panels) {
      const right = (name) => at(ride.right[name], angle);
      const left = (name) => at(ride.left[name], angle + 180);
      leg.setAttribute("points", points(LEG.map(right)));
      foot.setAttribute("points", points(FOOT.map(right)));
      crank.setAttribute("points", points([[0, 0], right("pedal")]));
      far[0].setAttribute("points", points(LEG.map(left)));
      far[1].setAttribute("points", points(FOOT.map(left)));
      far[2].setAttribute("points", points([[0, 0], left("pedal")]));
      trunk.setAttribute("points", points([right("hip"), ride.arm[0]]));
      const push = right("force");
      force.setAttribute("points", points(arrow(right("pedal"), push)));
      text.textContent = `${word("knee")} ${right("knee_deg").toFixed(0)}\u00b0, ${word("ankle")} ${right("ankle_deg").toFixed(0)}\u00b0, `
        + `${word("pedal")} ${Math.hypot(...push).toFixed(0)} N, ${word("cranks")} ${at(ride.torque, angle).toFixed(0)} Nm`;
    }
  };
  const step = (now) => {
    if (!playing) return;
    angle = (angle + (now - last) / 1000 * data.cadence_rpm * 6 / SLOWER) % 360;
    last = now;
    draw();
    requestAnimationFrame(step);
  };
  const play = (go) => {
    playing = go;
    button.textContent = word(go ? "Pause" : "Play");
    if (go) requestAnimationFrame((now) => { last = now; step(now); });
  };

  const box = limits();
  const panels = data.rides.map((ride) => panel(ride, box));
  button.addEventListener("click", () => play(!playing));
  slider.addEventListener("input", () => { play(false); angle = Number(slider.value); draw(); });
  figure.hidden = false;
  draw();
})();
