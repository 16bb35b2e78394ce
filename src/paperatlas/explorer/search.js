"use strict";
/* Search: every word of the query must be found, exactly, as a beginning, as a piece or with a slip of
   the finger, in any order; names count more than texts, and what a query covers whole counts most. */

const MOST_FOUND = 10;
const INITIAL = -1; // stands for a word where the initials of a name were meant

/* How many slips a word may have, by its length. */
function slipsIn(length) {
  return length < 4 ? 0 : length < 8 ? 1 : 2;
}

/* Edits between two words (optimal string alignment: neighbours may change places), as
   [to the whole of `word`, to its best beginning]. */
const EDIT_ROWS = [new Uint8Array(64), new Uint8Array(64), new Uint8Array(64)];

function edits(query, word) {
  let [before, row, next] = EDIT_ROWS;
  const width = Math.min(word.length, 63);
  for (let j = 0; j <= width; j += 1) row[j] = j;
  for (let i = 1; i <= query.length; i += 1) {
    next[0] = i;
    for (let j = 1; j <= width; j += 1) {
      const same = query[i - 1] === word[j - 1];
      let least = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && query[i - 1] === word[j - 2] && query[i - 2] === word[j - 1]) {
        least = Math.min(least, before[j - 2] + 1);
      }
      next[j] = least;
    }
    [before, row, next] = [row, next, before];
  }
  return [row[width], Math.min(...row.subarray(0, width + 1))];
}

/* The words that a word of the query may mean: index in WORDS -> how well, 0 to 1. Slips are thought of
   only where it begins no name, or where too little was found without. */
function meanings(query, forgiving) {
  const found = new Map();
  const [first, beyond] = prefixed(query);
  let named = false;
  for (let i = first; i < beyond; i += 1) {
    const { word, names } = WORDS[i];
    found.set(i, word === query ? 1 : 0.62 + 0.3 * (query.length / word.length));
    named ||= names.length > 0;
  }
  if (query.length >= 3 && query.length <= 40 && (forgiving || !named)) addSimilar(query, found);
  return found;
}

/* Those that share trigrams with it: they hold it, or are a few slips away. */
function addSimilar(query, found) {
  const trigrams = trigramsOf(query);
  const shared = new Uint8Array(WORDS.length);
  const met = [];
  const meet = (i, count) => {
    if (!shared[i]) met.push(i);
    shared[i] += count;
  };
  for (const trigram of trigrams) for (const i of TRIGRAMS.get(trigram) ?? []) meet(i, 1);
  for (let i = 0; i + 1 < query.length && query.length < 7; i += 1) { // these may share no trigram at all
    const swapped = query.slice(0, i) + query[i + 1] + query[i] + query.slice(i + 2);
    const at = firstFrom(swapped);
    if (WORDS[at]?.word === swapped) meet(at, trigrams.length);
  }
  const slips = slipsIn(query.length);
  const least = Math.max(1, trigrams.length - [2, 4, 6][slips]); // a slip spoils three, or four in a swap
  for (const i of met) {
    const { word } = WORDS[i];
    if (shared[i] < least || found.has(i)) continue;
    if (word.includes(query)) found.set(i, 0.3 + 0.25 * (query.length / word.length));
    else if (slips && word.length >= query.length - slips
      && (word.length <= query.length + slips || word[0] === query[0])) {
      const [whole, beginning] = edits(query, word);
      if (whole <= slips) found.set(i, 0.78 - 0.14 * whole);
      else if (beginning < slips || (beginning === 1 && query.length > 4)) found.set(i, 0.5 - 0.1 * beginning);
    }
  }
}

/* Which names hold one word of the query, how well, and as which word; kept for the next keystroke. */
const HELD = new Map();

function holding(query, forgiving) {
  const key = `${query} ${forgiving}`;
  if (!HELD.has(key)) {
    if (HELD.size > 30) HELD.clear();
    HELD.set(key, namesWith(query, forgiving));
  }
  return HELD.get(key);
}

function namesWith(query, forgiving) {
  const held = { how: new Float32Array(NAMES.length), by: new Int32Array(NAMES.length), names: [], means: meanings(query, forgiving) };
  const put = (name, how, i) => {
    if (how <= held.how[name]) return;
    if (!held.how[name]) held.names.push(name);
    held.how[name] = how;
    held.by[name] = i;
  };
  for (const [i, how] of held.means) for (const name of WORDS[i].names) put(name, how, i);
  if (query.length > 1) for (const name of INITIALS.get(query) ?? []) put(name, 0.95, INITIAL);
  return held;
}

/* The best few nodes, each once, the best first. */
class Best {
  constructor() {
    this.results = [];
  }

  add(result) {
    const { results } = this;
    if (results.length === MOST_FOUND && result.score <= results.at(-1).score) return;
    const known = results.findIndex(({ node }) => node === result.node);
    if (known >= 0 && results[known].score >= result.score) return;
    if (known >= 0) results.splice(known, 1);
    const place = results.findIndex(({ node, score }) => result.score > score
      || (result.score === score && isPaper(result.node) < isPaper(node)));
    results.splice(place < 0 ? results.length : place, 0, result);
    results.length = Math.min(results.length, MOST_FOUND);
  }
}

/* The results, best first: {node, name: index in NAMES, or null where its text was needed, words: as they
   stand there, initials, partly: whether a word had to be left out}. */
function search(text) {
  indexAll();
  const queries = wordsOf(text).slice(0, 12);
  if (!queries.length) return [];
  let results = ranked(queries, false);
  if (results.length < 3) results = ranked(queries, true);
  if (!results.length && queries.length > 1) {
    results = ranked(queries, true, queries.length - 1).map((result) => ({ ...result, partly: true }));
  }
  return results;
}

function ranked(queries, forgiving, needed = queries.length) {
  const best = new Best();
  const held = queries.map((query) => holding(query, forgiving));
  const fewest = held.reduce((a, b) => (b.names.length < a.names.length ? b : a));
  const candidates = needed === held.length ? fewest.names : new Set(held.flatMap(({ names }) => names));
  const phrase = queries.join(" ");
  for (const name of candidates) {
    let [sum, count, initials] = [0, 0, false];
    for (const { how, by } of held) {
      if (!how[name]) continue;
      sum += how[name];
      count += 1;
      initials ||= by[name] === INITIAL;
    }
    if (count >= needed) best.add({ node: NAMES[name].node, name, score: score(name, sum / held.length, count, phrase, initials), held });
  }
  if (held.length === 2 || held.length === 3) addJoined(queries.join(""), best);
  if (best.results.length < MOST_FOUND) addTexts(held, needed, best);
  return best.results.map(({ node, name, held: by }) => ({ node, name, ...foundIn(node, name, by) }));
}

/* Covering more of a name is better; being its beginning, or the whole of it, is best. */
function score(name, how, count, phrase, initials) {
  const { plain, words, field, weight } = NAMES[name];
  const covered = initials ? 1 : Math.min(1, count / words);
  const place = plain === phrase ? 0.35 : plain.startsWith(phrase) ? 0.16 : plain.includes(` ${phrase}`) ? 0.08 : 0;
  return how * (0.72 + 0.28 * covered) + place + weight - (field === "name" ? 0 : 0.02);
}

/* "deep mind" for DeepMind. */
function addJoined(word, best) {
  const held = holding(word, false);
  for (const name of held.names) {
    if (held.how[name] > 0.75) best.add({ node: NAMES[name].node, name, score: score(name, held.how[name], 1, word, false), held: [held] });
  }
}

/* Nodes whose text, with the names' help, holds every word. */
function addTexts(held, needed, best) {
  const size = NETWORK.nodes.length;
  const [sums, counts, read] = [new Float32Array(size), new Uint8Array(size), new Uint8Array(size)];
  for (const one of held) {
    const how = new Float32Array(size);
    for (const name of one.names) how[NAMES[name].number] = Math.max(how[NAMES[name].number], one.how[name]);
    for (const [i, well] of one.means) {
      if (well < 0.6) continue;
      for (const number of WORDS[i].texts) {
        how[number] = Math.max(how[number], well);
        read[number] = 1;
      }
    }
    for (let number = 0; number < size; number += 1) {
      if (!how[number]) continue;
      sums[number] += how[number];
      counts[number] += 1;
    }
  }
  for (let number = 0; number < size; number += 1) {
    if (!read[number] || counts[number] < needed) continue;
    best.add({ node: NETWORK.nodes[number], name: null, score: 0.34 * (sums[number] / held.length), held });
  }
}

/* The words of a result as they stand in it, to be shown in bold. */
function foundIn(node, name, held) {
  const own = [...new Set(wordsOf(name == null ? readable(node) : NAMES[name].text))];
  const words = new Set(own.filter((word) => {
    const i = firstFrom(word);
    return held.some(({ means }) => means.has(i));
  }));
  return { words, initials: name != null && held.some(({ by, how }) => how[name] && by[name] === INITIAL) };
}
