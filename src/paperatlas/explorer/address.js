"use strict";
/* Address: the state as the part of the address after "#", and back.

   #method/rlhf&view=table&hide=Paper,Lab&years=2022..2024&depth=2: first the selection, then what
   differs from the beginning. Paths, lists of papers and the camera: path=A..B, papers=TITLE..ID,ID
   (with about=ID,ID: the concepts whose sentences it quotes) and at=X,Y,SCALE. */

/* Two dots part things, so that none stands where another dot, or nothing, follows. */
function plain(text) {
  return encodeURIComponent(text).replaceAll("%2F", "/").replaceAll("~", "%7E").replace(/\.(?=\.|$)/g, "%2E");
}

function selectionPart(selection) {
  if (selection?.node) return plain(selection.node);
  if (selection?.edge) return plain(selection.edge);
  if (selection?.theme != null) return `theme/${plain(THEMES[selection.theme].id)}`;
  if (selection?.papers) {
    const { title, ids, about = [] } = selection.papers;
    return `papers=${plain(title)}..${ids.map(plain).join(",")}${about.length ? `&about=${about.map(plain).join(",")}` : ""}`;
  }
  return "";
}

function filtersPart({ kinds, themes, labs, roles, years, introduced, confidence }) {
  const list = (name, items) => items.size && `${name}=${[...items].map(plain).sort().join(",")}`;
  return [
    list("hide", kinds), list("without", new Set([...themes].map((index) => THEMES[index].id))),
    list("labs", labs), list("roles", roles),
    years && `years=${years === UNDATED ? "undated" : years.map(timeText).join("..")}`,
    introduced && "introduced=only", confidence && `confidence=${confidence}`,
  ].filter(Boolean).join("&");
}

/* The state as text, part by part: equal texts are equal states. */
function partsOf({ selection, view, look, filters, depth, path, camera }) {
  return {
    selection: selectionPart(selection),
    path: path ? `path=${path.map(plain).join("..")}` : "",
    view: view === "map" ? "" : `view=${view}`,
    look: look && `look=${plain(look)}`,
    filters: filtersPart(filters),
    depth: depth === 1 ? "" : `depth=${depth}`,
    camera: camera ? `at=${[Math.round(camera.x), Math.round(camera.y), Number(camera.scale.toPrecision(3))]}` : "",
  };
}

function addressOf(state) {
  const parts = Object.values(partsOf(state)).filter(Boolean);
  return parts.length ? `#${parts.join("&")}` : location.pathname + location.search;
}

/* Each reads the value of one key into the state, or leaves the state alone where it makes no sense. */
const READERS = {
  view: (state, name) => Object.hasOwn(VIEWS, name) && Object.assign(state, { view: name }),
  depth: (state, value) => ["1", "2", "3"].includes(value) && Object.assign(state, { depth: Number(value) }),
  path: (state, value) => {
    const ends = value.split("..").map(decodeURIComponent);
    if (ends.length === 2 && ends[0] !== ends[1] && ends.every((id) => NODES.has(id))) Object.assign(state, { path: ends });
  },
  papers: (state, value) => {
    const [title, ...rest] = value.split("..");
    const ids = rest.join("..").split(",").map(decodeURIComponent).filter((id) => NODES.has(id) && isPaper(NODES.get(id)));
    if (ids.length) state.selection = { papers: { title: decodeURIComponent(title), ids } };
  },
  about: ({ selection }, value) => {
    if (selection?.papers) selection.papers.about = value.split(",").map(decodeURIComponent).filter((id) => NODES.has(id));
  },
  look: (state, value) => Object.assign(state, { look: decodeURIComponent(value) }),
  at: (state, value) => {
    const [x, y, scale] = value.split(",").map(Number);
    if (Number.isFinite(x) && Number.isFinite(y) && scale > 0 && scale < 100) state.camera = { x, y, scale };
  },
  hide: ({ filters }, value) => keep(filters.kinds, value, (kind) => ATLAS.kinds.includes(kind)),
  without: ({ filters }, value) => {
    const ids = new Set(value.split(",").map(decodeURIComponent));
    for (const theme of THEMES) if (ids.has(theme.id)) filters.themes.add(theme.index);
  },
  labs: ({ filters }, value) => keep(filters.labs, value, (id) => NODES.get(id)?.group === "Lab"),
  roles: ({ filters }, value) => keep(filters.roles, value, (role) => ATLAS.roles.includes(role)),
  years: ({ filters }, value) => {
    const [from, to] = value.split("..").map(timeFrom);
    if (value === "undated") filters.years = UNDATED;
    else if (from <= to) filters.years = [from, to];
  },
  introduced: ({ filters }, value) => Object.assign(filters, { introduced: value === "only" }),
  confidence: ({ filters }, value) => {
    if (Number(value) > 0 && Number(value) <= 1) filters.confidence = Number(value);
  },
};

function keep(into, value, known) {
  for (const item of value.split(",").map(decodeURIComponent)) if (known(item)) into.add(item);
}

function stateOf(hash) {
  const state = { selection: null, view: "map", look: "", filters: noFilters(), depth: 1, path: null, camera: null };
  for (const part of hash.slice(1).split("&")) {
    const [, key, value] = /^([a-z]+)=(.*)$/s.exec(part) ?? [];
    try {
      if (Object.hasOwn(READERS, key ?? "")) READERS[key](state, value);
      else state.selection ??= selectionOf(decodeURIComponent(part));
    } catch (error) {
      if (!(error instanceof URIError)) throw error; // half an escape: nothing that we wrote
    }
  }
  if (state.path) state.selection = null;
  return state;
}

function selectionOf(id) {
  if (NODES.has(id)) return { node: id };
  if (EDGES.has(id)) return { edge: id };
  const theme = THEMES.find((one) => `theme/${one.id}` === id);
  return theme ? { theme: theme.index } : null;
}
