"use strict";
/* Unpack: the page's two packed JSON values as objects; packing.py says how they are packed. */

function unpackTable({ "": count, ...columns }) {
  const rows = Array.from({ length: count }, () => ({}));
  for (const [key, column] of Object.entries(columns)) {
    const { of, at } = column;
    rows.forEach((row, i) => {
      if (!of) row[key] = column[i];
      else if (at[i] >= 0) row[key] = of[at[i]];
    });
  }
  return rows;
}

function unpackNetwork({ nodes, edges, ...rest }) {
  const all = unpackTable(nodes);
  const links = unpackTable(edges).map((edge) => {
    const [from, to] = [all[edge.from].id, all[edge.to].id];
    return { ...edge, from, to, id: `${from}+${to}` };
  });
  return { ...rest, nodes: all, edges: links };
}

function unpackAtlas({ papers, concepts, ...rest }, nodes) {
  const name = (ref) => (typeof ref === "number" ? nodes[ref].id : ref);
  const named = ({ names, rows }) => Object.fromEntries(unpackTable(rows).map((row, i) => [name(names[i]), row]));
  const all = named(papers);
  const records = unpackTable(papers.records);
  let [record, sentence, mention] = [0, 0, 0];
  Object.values(all).forEach((paper, i) => {
    const [ofRecords, ofSentences, ofMentions] = papers.counts[i];
    if (ofRecords) {
      paper.records = records.slice(record, record += ofRecords).map((one) =>
        Object.fromEntries(Object.entries(one).map(([key, value]) => [key, value === true ? paper[key] : value])));
    }
    if (!ofMentions) return;
    const cut = cutter([paper.title, paper.abstract].filter((part) => part != null).join("\n\n"));
    let last = 0;
    paper.sentences = Array.from({ length: ofSentences }, () => {
      if (typeof papers.sentences[sentence] === "string") return papers.sentences[sentence++];
      last += papers.sentences[sentence++];
      return cut(last, last + papers.sentences[sentence++]);
    });
    last = 0;
    paper.mentions = Array.from({ length: ofMentions }, () => {
      const [skipped, length, concept, within, manner] = papers.mentions.slice(mention, mention += 5);
      last += skipped;
      const quote = papers.quotes[mention / 5 - 1] ?? cut(last, last + length);
      const [role, ...how] = papers.manners[manner];
      return [last, last + length, name(concept), role, quote, within, ...how];
    });
  });
  return { ...rest, papers: all, concepts: named(concepts) };
}

/* Offsets count code points: a text without any beyond 16 bits can be cut as it is. */
function cutter(text) {
  if (!/[\ud800-\udfff]/.test(text)) return (from, to) => text.slice(from, to);
  const points = Array.from(text);
  return (from, to) => points.slice(from, to).join("");
}

function readJson(id) {
  const value = JSON.parse(document.getElementById(id).textContent);
  if (typeof value !== "string") return value;
  const signs = atob(value);
  const bytes = new Uint8Array(signs.length);
  for (let i = 0; i < signs.length; i++) bytes[i] = signs.charCodeAt(i);
  return JSON.parse(new TextDecoder().decode(inflate(bytes)));
}
