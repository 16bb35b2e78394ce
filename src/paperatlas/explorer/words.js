"use strict";
/* Words: an inverted index of names and texts, built while nobody waits.

   WORDS is sorted, so that a prefix is a range of it; each word knows the names and the texts that hold
   it. Trigrams find those that are spelt a little otherwise, or hold a piece. */

const NAMES = []; // {node, number: the node's, text, plain, words: how many, field, weight}
const WORDS = []; // {word, names: [index in NAMES], texts: [the node's number]}
const TRIGRAMS = new Map(); // three letters -> [index in WORDS]
const INITIALS = new Map(); // "rlhf" -> [index in NAMES]
const SMALL_WORDS = new Set(["a", "an", "and", "by", "for", "from", "in", "of", "on", "or", "the", "to", "via", "with"]);

/* A letter of a script without spaces is a word of its own. */
const ALONE = "[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}]";
const WORD = new RegExp(`${ALONE}|(?:(?!${ALONE})[\\p{L}\\p{N}\\p{M}])+`, "gu");
const PLAIN = /^[\x00-\x7f]*$/;
const PLAIN_WORD = /[a-z0-9]+/g;

function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function wordsOf(text) {
  if (PLAIN.test(text)) return text.toLowerCase().match(PLAIN_WORD) ?? []; // most texts, and much faster
  return folded(text).match(WORD) ?? [];
}

/* Three letters each, the ends marked: "^al", "ali", "lig", "ign", "gn$". */
function trigramsOf(word) {
  const marked = `^${word}$`;
  return Array.from({ length: Math.max(marked.length - 2, 0) }, (_, i) => marked.slice(i, i + 3));
}

function* indexing() {
  const byWord = new Map();
  const entry = (word) => {
    if (!byWord.has(word)) byWord.set(word, { word, names: [], texts: [] });
    return byWord.get(word);
  };
  for (const [number, node] of NETWORK.nodes.entries()) {
    indexNames(node, number, entry);
    for (const word of new Set(wordsOf(readable(node)))) entry(word).texts.push(number);
    if (number % 20 === 0) yield;
  }
  WORDS.push(...[...byWord.values()].sort((a, b) => (a.word < b.word ? -1 : 1)));
  yield;
  for (const [i, { word }] of WORDS.entries()) {
    for (const trigram of new Set(trigramsOf(word))) push(TRIGRAMS, trigram, i);
    if (i % 500 === 0) yield;
  }
}

function push(lists, key, item) {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}

function indexNames(node, number, entry) {
  const its = detailsOf(node);
  const named = [[fullName(node), "name"], [node.label, "short name"],
    ...(its.also ?? []).map((name) => [name, "other name"]), [its.arxiv, "arXiv"], [its.doi, "DOI"],
    ...(isPaper(node) ? authorsOf(node) : []).map((name) => [name, "author"])];
  const seen = new Set();
  const weight = 0.012 * Math.log2(1 + (node.papers ?? 0)); // of two as good, the better known
  for (const [text, field] of named) {
    const words = text ? wordsOf(text) : [];
    const plain = words.join(" ");
    if (!words.length || seen.has(plain)) continue;
    seen.add(plain);
    const name = NAMES.push({ node, number, text, plain, words: words.length, field, weight }) - 1;
    for (const word of new Set(words)) entry(word).names.push(name);
    if (field === "author") continue; // nobody looks for people by their initials
    // "gpt4" for GPT-4, "chainofthought"; titles are too long for that.
    if (words.length > 1 && words.length < 4) entry(words.join("")).names.push(name);
    for (const initials of new Set([words, words.filter((word) => !SMALL_WORDS.has(word))]
      .filter((kept) => kept.length > 1).map((kept) => kept.map((word) => word[0]).join("")))) {
      push(INITIALS, initials, name);
    }
  }
}

/* What can be read of a node: a paper's abstract, a concept's definition. */
function readable(node) {
  const { abstract, definition } = detailsOf(node);
  return abstract ?? definition ?? "";
}

/* The index grows while the page is idle; whoever needs it sooner waits for the rest. */
const INDEXING = indexing();

function indexAll() {
  while (!INDEXING.next().done);
}

function indexIdly(deadline) {
  while (deadline.timeRemaining() > 3) if (INDEXING.next().done) return;
  requestIdleCallback(indexIdly);
}

if (window.requestIdleCallback) setTimeout(() => requestIdleCallback(indexIdly), 300);

/* The range of WORDS that begin with a prefix, as [first, beyond]. */
function prefixed(prefix) {
  return [firstFrom(prefix), firstFrom(`${prefix}\uffff`)];
}

function firstFrom(word) {
  let [low, high] = [0, WORDS.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (WORDS[middle].word < word) low = middle + 1;
    else high = middle;
  }
  return low;
}
