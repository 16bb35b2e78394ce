"use strict";
/* Turtle: what is shown as statements of the atlas itself, under the same IRIs. */

const CLASSES = { Paper: ["fabio:ResearchPaper"], ...Object.fromEntries(
  ["Topic", "Method", "Model", "Benchmark", "Lab"].map((kind) => [kind, [`atlas:${kind}`, "skos:Concept"]])) };
const PREDICATES = { subject: "dcterms:subject", broader: "skos:broader" }; // the others are ours

/* A concept's label as the atlas has it; on the page a heading begins with a capital. */
function prefLabelOf(concept) {
  return detailsOf(concept).label ?? fullName(concept);
}

/* A node's IRI: its name is the IRI's end, after the namespace of its kind, or a whole foreign IRI. */
function iriOf(name) {
  const [prefix, ...local] = name.split("/");
  return Object.hasOwn(ATLAS.prefixes, prefix) ? ATLAS.prefixes[prefix] + local.join("/") : name;
}

/* Null for what could end the brackets: no IRI of an atlas holds it. */
function bracketed(iri) {
  return /^[a-z][a-z0-9+.-]*:[^\u0000-\u0020<>"{}|^`\\]*$/i.test(iri) ? `<${iri}>` : null;
}

/* Short where no dot is in it: not every reader of SPARQL takes two dots in a name. */
function resource(name) {
  const [prefix, ...rest] = name.split("/");
  const local = rest.join("/");
  const short = Object.hasOwn(ATLAS.prefixes, prefix) && /^\w[\w-]*$/.test(local);
  return short ? `${prefix}:${local}` : bracketed(iriOf(name));
}

const ESCAPES = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function literal(text, suffix = "") {
  const escaped = String(text).toWellFormed().replace(/[\\"\u0000-\u001f\u007f]/g,
    (sign) => ESCAPES[sign] ?? `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return `"${escaped}"${suffix}`;
}

function prefixLines(body, form) {
  return Object.entries(ATLAS.prefixes).filter(([prefix]) => new RegExp(`(^|[\\s(|^])${prefix}:`, "m").test(body))
    .map(([prefix, iri]) => form(prefix, iri)).join("");
}

/* Everything that the page knows of the nodes shown, and the links shown between them. */
function turtle() {
  const subjects = NETWORK.nodes.filter((node) => SHOWN.has(node.id)).map((node) => {
    const facts = [...(isPaper(node) ? paperFacts(node) : conceptFacts(node)), ...linkFacts(node)];
    const subject = resource(node.id);
    return subject && `${subject} a ${CLASSES[node.group].join(" , ")}${facts.map(([predicate, object]) =>
      ` ;\n    ${predicate} ${object}`).join("")} .\n`;
  }).filter(Boolean);
  const body = subjects.join("\n");
  return `${prefixLines(body, (prefix, iri) => `@prefix ${prefix}: <${iri}> .\n`)}\n${body}`;
}

function paperFacts(paper) {
  const its = detailsOf(paper);
  const text = (predicate, value, suffix) => (value == null ? [] : [[predicate, literal(value, suffix)]]);
  return [
    ...text("dcterms:title", its.title), ...(its.also ?? []).flatMap((title) => text("dcterms:alternative", title)),
    ...text("dcterms:abstract", its.abstract), ...text("dcterms:issued", its.issued, "^^xsd:date"),
    ...text("fabio:hasArXivId", its.arxiv), ...text("prism:doi", its.doi), ...addresses("foaf:page", its.pages),
    ...text("atlas:authors", its.authors),
    ...(its.affiliations ?? []).map((name) => ["atlas:affiliation", literal(name)]),
    ...(its.affiliated ?? []).map((lab) => ["atlas:affiliatedWith", resource(lab)]).filter(([, lab]) => lab),
    ...(its.why ?? []).map((reason) => ["atlas:affiliationReason", literal(reason)]),
  ];
}

function conceptFacts(concept) {
  const its = detailsOf(concept);
  return [
    ["skos:prefLabel", literal(prefLabelOf(concept), "@en")],
    ...(its.also ?? []).map((label) => ["skos:altLabel", literal(label, "@en")]),
    ...(its.definition ? [["skos:definition", literal(its.definition, "@en")]] : []),
    ...addresses("skos:inScheme", [its.scheme]), ...addresses("skos:exactMatch", its.matches),
    ...addresses("dcterms:source", its.sources), ...addresses("foaf:homepage", its.homepages),
  ];
}

function addresses(predicate, iris) {
  return (iris ?? []).filter(Boolean).map((iri) => [predicate, bracketed(iri)]).filter(([, iri]) => iri);
}

/* The links that begin here; whatever is read in a text is mentioned there, too. */
function linkFacts(node) {
  return TIES.get(node.id).filter((edge) => edge.from === node.id && edgeShown(edge)).flatMap((edge) => {
    const read = edge.roles.some((role) => !SURE.includes(role)) || evidenceOf(edge).length;
    const roles = read ? new Set([...edge.roles, "mentions"]) : edge.roles;
    const target = resource(edge.to);
    return target ? [...roles].map((role) => [PREDICATES[role] ?? `atlas:${role}`, target]) : [];
  });
}
