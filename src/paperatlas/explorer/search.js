"use strict";
/* Search: every word of the query must be found, exactly, as a beginning, as a piece or with a slip of
   the finger, in any order; names count more than texts, and what a query covers whole counts most. */

const MOST_FOUND = 10;

/* How many slips a word may have, by its length. */
function slipsIn(length) {
  return length < 4 ? 0 : length < 8 ? 1 : 2;
}

/* Edits between two words (optimal string alignment: neighbours may change places), as
   [to the whole of `word`, to its best beginning]. */
function edits(query, word) {
  const width = word.length + 1;
  let [before, row, next] = [null, Array.from({ length: width }, (_, i) => i), null];
  for (let i = 1; i <= query.length; i += 1) {
    next = [i];
    for (let j = 1; j < width; j += 1) {
      let least = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (query[i - 1] === word[j - 1] ? 0 : 1));
      if (before && j > 1 && query[i - 1] === word[j - 2] && query[i - 2] === word[j - 1]) {
        least = Math.min(least, before[j - 2] + 1);
      }
      next.push(least);
    }
    [before, row] = [row, next];
  }
  return [row[word.length], Math.min(...row)];
}

/* The words that a word of the query may mean: index in WORDS -> how well, 0 to 1. */
function meanings(query, forgiving) {
  const found = new Map();
  const [first, beyond] = prefixed(query);
  for (let i = first; i < beyond; i += 1) {
    const { word } = WORDS[i];
    found.set(i, word === query ? 1 : 0.62 + 0.3 * (query.length / word.length));
  }
  const exact = WORDS[first]?.word === query && WORDS[first].names.length > 0;
  if (query.length >= 3 && query.length <= 40 && (forgiving || !exact)) addSimilar(query, found);
  return found;
}

/* Those that share trigrams with it: they hold it, or are a few slips away. */
function addSimilar(query, found) {
  const shared = new Map();
  const trigrams = trigramsOf(query);
  for (const trigram of trigrams) {
    for (const i of TRIGRAMS.get(trigram) ?? []) shared.set(i, (shared.get(i) ?? 0) + 1);
  }
  for (let i = 0; i + 1 < query.length && query.length < 7; i += 1) { // these may share no trigram at all
    const swapped = query.slice(0, i) + query[i + 1] + query[i] + query.slice(i + 2);
    const at = firstFrom(swapped);
    if (WORDS[at]?.word === swapped) shared.set(at, trigrams.length);
  }
  const slips = slipsIn(query.length);
  const least = Math.max(1, Math.min(trigrams.length - 2, trigrams.length - 3 * slips));
  for (const [i, count] of shared) {
    if (count < least || found.has(i)) continue;
    const { word } = WORDS[i];
    if (word.includes(query)) found.set(i, 0.3 + 0.25 * (query.length / word.length));
    else if (slips && word.length >= query.length - slips) {
      const [whole, beginning] = edits(query, word);
      if (whole <= slips) found.set(i, 0.78 - 0.14 * whole);
      else if (beginning < slips || (beginning === 1 && query.length > 4)) found.set(i, 0.5 - 0.1 * beginning);
    }
  }
}

/* Names (by index) and nodes (by their texts) that hold one word of the query: -> how well, and as what word. */
function holding(query, forgiving) {
  const [names, texts] = [new Map(), new Map()];
  const put = (into, key, how, word) => {
    if (how > (into.get(key)?.how ?? 0)) into.set(key, { how, word });
  };
  for (const [i, how] of meanings(query, forgiving)) {
    const { word, names: inNames, texts: inTexts } = WORDS[i];
    for (const name of inNames) put(names, name, how, word);
    if (how === 1 || (how > 0.6 && query.length > 2)) for (const node of inTexts) put(texts, node, how, word);
  }
  if (query.length > 1) for (const name of INITIALS.get(query) ?? []) put(names, name, 0.95, null);
  return { query, names, texts };
}

/* The results, best first: {node, name: index in NAMES or null, words, text: whether its text was needed}. */
function search(text) {
  indexAll();
  const queries = wordsOf(text).slice(0, 12);
  if (!queries.length) return [];
  let results = ranked(queries, false);
  if (results.length < 3) results = ranked(queries, true);
  if (!results.length && queries.length > 1) results = ranked(queries, true, queries.length - 1);
  return results.slice(0, MOST_FOUND);
}

function ranked(queries, forgiving, needed = queries.length) {
  const phrase = queries.join(" ");
  const held = queries.map((query) => holding(query, forgiving));
  if (queries.length === 2 || queries.length === 3) held.push(holding(queries.join(""), false)); // "deep mind"
  const best = new Map();
  const keep = (node, result) => {
    if (result.score > (best.get(node)?.score ?? 0)) best.set(node, result);
  };
  const whole = held.length > queries.length ? held.pop() : null;
  for (const [name, { how, word }] of whole?.names ?? []) {
    if (how > 0.75) keep(NAMES[name].node, scored(name, how, 1, phrase, [word]));
  }
  const sums = new Map(); // name -> [sum of how well, words found, the words]
  for (const { names } of held) {
    for (const [name, { how, word }] of names) {
      const sum = sums.get(name) ?? [0, 0, []];
      sums.set(name, [sum[0] + how, sum[1] + 1, [...sum[2], word]]);
    }
  }
  for (const [name, [sum, count, words]] of sums) {
    if (count >= needed) keep(NAMES[name].node, scored(name, sum / queries.length, count, phrase, words));
  }
  for (const [node, result] of inTexts(held, needed)) keep(node, result);
  return [...best].map(([node, result]) => ({ node, ...result }))
    .sort((a, b) => b.score - a.score || isPaper(a.node) - isPaper(b.node) || byPapers(a.node, b.node));
}

/* Covering more of a name is better; being its beginning, or the whole of it, is best. */
function scored(name, how, count, phrase, words) {
  const { node, plain, words: length, field } = NAMES[name];
  const initials = words.includes(null);
  const covered = initials ? 1 : Math.min(1, count / length);
  let score = how * (0.72 + 0.28 * covered) + 0.012 * Math.log2(1 + (node.papers ?? 0));
  if (plain === phrase) score += 0.35;
  else if (plain.startsWith(phrase)) score += 0.16;
  else if (` ${plain}`.includes(` ${phrase}`)) score += 0.08;
  if (field !== "name") score -= 0.02;
  return { score, name, words: words.filter(Boolean), initials, inText: false };
}

/* Nodes whose text, with the title's help, holds every word. */
function inTexts(held, needed) {
  const [first, ...rest] = [...held].sort((a, b) => a.texts.size - b.texts.size);
  const titles = held.map(({ names }) => new Map([...names].map(([name, found]) => [NAMES[name].node, found])));
  const found = new Map();
  const candidates = needed < held.length ? new Set(held.flatMap(({ texts }) => [...texts.keys()]))
    : new Set([...first.texts.keys(), ...titles[held.indexOf(first)].keys()]);
  for (const node of candidates) {
    const hits = [first, ...rest].map((one) => one.texts.get(node) ?? titles[held.indexOf(one)].get(node)).filter(Boolean);
    if (hits.length < needed || !held.some(({ texts }) => texts.has(node))) continue;
    const how = hits.reduce((sum, hit) => sum + hit.how, 0) / held.length;
    found.set(node, { score: 0.34 * how, name: null, words: hits.map(({ word }) => word).filter(Boolean), inText: true });
  }
  return found;
}
