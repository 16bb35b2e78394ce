"use strict";
/* Main: the page opens at its address; the frame around map and views follows the state. */

function showView() {
  const view = document.getElementById("view");
  const onMap = STATE.view === "map";
  document.body.dataset.view = STATE.view;
  view.hidden = onMap;
  view.replaceChildren();
  if (!onMap) VIEWS[STATE.view].draw(view);
}

function drawViews() {
  const group = document.getElementById("views");
  group.hidden = Object.keys(VIEWS).length < 2;
  group.replaceChildren(...Object.entries(VIEWS).map(([name, { label }]) => el("button", {
    type: "button", "data-view": name, "aria-pressed": String(STATE.view === name), click: () => setView(name),
  }, label)));
}

onChange((changed) => {
  if (changed.has("view") || changed.has("look") || (changed.has("filters") && STATE.view !== "map")) showView();
  if (changed.has("view")) {
    for (const button of document.querySelectorAll("#views button")) {
      button.setAttribute("aria-pressed", String(button.dataset.view === STATE.view));
    }
  }
  document.body.classList.toggle("selected", Boolean(STATE.selection || STATE.path));
});

function start() {
  const [papers, concepts] = [NETWORK.nodes.filter(isPaper).length, NETWORK.nodes.filter((n) => !isPaper(n)).length];
  document.getElementById("counts").textContent = `${inThousands(papers)} papers · ${inThousands(concepts)} concepts · ${inThousands(NETWORK.edges.length)} links`;
  setMode();
  drawViews();
  merge(stateOf(location.hash));
  announce(new Set(Object.keys(partsOf(STATE))));
}

function setMode() {
  document.querySelector("#mode .word").textContent = isDark() ? "Light" : "Dark";
  recolour();
}

document.getElementById("mode").addEventListener("click", () => {
  document.documentElement.dataset.mode = isDark() ? "light" : "dark";
  setMode();
});
DARK.addEventListener("change", setMode);

start();
