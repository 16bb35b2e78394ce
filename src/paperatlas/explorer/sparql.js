"use strict";
/* SPARQL: a query that finds the papers shown, by the filters where these speak of the atlas. Themes
   are the page's own: where some are hidden, the query names the papers one by one. */

const TEXT_ROLES = ["introduces", "evaluatesOn", "uses", "comparesWith", "criticises", "studies"];

function sparql() {
  const { themes } = STATE.filters;
  const byFilters = !themes.size && !STATE.filters.kinds.has("Paper");
  const lines = byFilters ? [yearLines(), labLines(), linkLines()].flat() : [valuesLine(shownPapers().map(({ id }) => id), "?paper")];
  const body = [
    "SELECT DISTINCT ?paper ?title ?issued WHERE {", ...lines.map((line) => `  ${line}`),
    "  ?paper a fabio:ResearchPaper .",
    "  OPTIONAL { ?paper dcterms:title ?title }", "  OPTIONAL { ?paper dcterms:issued ?issued }",
    "} ORDER BY DESC(?issued) ?paper", "",
  ].join("\n");
  return `${prefixLines(body, (prefix, iri) => `PREFIX ${prefix}: <${iri}>\n`)}\n${body}`;
}

function valuesLine(names, variable) {
  return `VALUES ${variable} { ${names.map(resource).filter(Boolean).join(" ")} }`;
}

function yearLines() {
  const { years } = STATE.filters;
  if (!years) return [];
  if (years === UNDATED) return ["FILTER NOT EXISTS { ?paper dcterms:issued ?any }"];
  const [from, until] = [years[0], years[1] + 1].map((step) => literal(firstDay(step), "^^xsd:date"));
  return ["?paper dcterms:issued ?date .", `FILTER(?date >= ${from} && ?date < ${until})`];
}

function firstDay(step) {
  const [year, month] = MONTHLY ? [Math.floor(step / 12), (step % 12) + 1] : [step, 1];
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-01`;
}

function labLines() {
  const { labs } = STATE.filters;
  return labs.size ? [valuesLine([...labs].sort(), "?lab"), "?paper atlas:publishedBy ?lab ."] : [];
}

/* One link must pass all of: its roles, that a paper shown here introduces its end, how sure it is. */
function linkLines() {
  const { roles, introduced, confidence } = STATE.filters;
  if (!roles.size && !introduced && !confidence) return [];
  const predicate = (role) => PREDICATES[role] ?? `atlas:${role}`;
  const all = [...TEXT_ROLES, "publishedBy", "subject"].map(predicate).join("|");
  const strong = [...roles].filter((role) => !["mentions", "publishedBy", "broader"].includes(role)).map(predicate).sort();
  const ways = [];
  if (!roles.size) ways.push("?paper atlas:mentions|dcterms:subject ?concept");
  else if (strong.length) ways.push(`?paper ${strong.join("|")} ?concept`);
  if (roles.has("mentions")) ways.push(`?paper atlas:mentions ?concept FILTER NOT EXISTS { ?paper ${all} ?concept }`);
  if (!ways.length) return ["FILTER(false)"];
  const lines = ["FILTER EXISTS {", ways.map((way) => `  { ${way} }`).join(" UNION")];
  if (introduced) lines.push("  ?introducer atlas:introduces ?concept .");
  if (confidence) {
    lines.push("  { ?paper dcterms:subject ?concept } UNION",
      `  { GRAPH <${ATLAS.evidence}> { ?mention atlas:paper ?paper ; atlas:concept ?concept ; atlas:confidence ?sure }`,
      `    FILTER(?sure >= ${confidence}) }`);
  }
  return [...lines, "}"];
}
