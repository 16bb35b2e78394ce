// Query: the page that asks, with ready questions or with SPARQL of one's own.

import { Editor } from './editor.js';

const at = (id) => document.getElementById(id);
const make = (tag, text = '', attributes = {}) => {
  const element = document.createElement(tag);
  element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};
const JSON_ROWS = 'application/sparql-results+json';
const editor = new Editor(at('sparql'), at('colours'), at('lines'), at('names'));
let ready = [];
let running = null;

async function ask(address, options, accept) {
  running?.abort();
  running = new AbortController();
  at('fault').textContent = '';
  at('told').textContent = 'Asking…';
  at('answer').replaceChildren();
  const began = performance.now();
  try {
    const response = await fetch(address, { ...options, headers: { ...options.headers, Accept: accept }, signal: running.signal });
    const type = response.headers.get('Content-Type') ?? '';
    const text = await response.text();
    at('told').textContent = `${Math.round(performance.now() - began)} ms`;
    if (!response.ok) fail(text, type);
    else show(text, type);
  } catch (error) {
    if (error.name === 'AbortError') return;
    at('told').textContent = '';
    at('fault').textContent = 'The server does not answer.';
  }
}

function fail(text, type) {
  if (!type.includes('json')) { at('fault').textContent = text; return; }
  const told = JSON.parse(text);
  const cure = told.cure ? ` (${told.cure})` : '';
  at('fault').textContent = `${told.where ? `${told.where}: ` : ''}${told.detail}${cure}`;
  if (told.line) editor.mark(told.line, told.column);
}

function show(text, type) {
  if (!type.startsWith(JSON_ROWS) || at('form').value === JSON_ROWS) {
    at('answer').replaceChildren(make('pre', text));
    return;
  }
  const found = JSON.parse(text);
  if ('boolean' in found) { at('answer').replaceChildren(make('p', found.boolean ? 'yes' : 'no')); return; }
  const rows = found.results.bindings;
  at('told').textContent += `, ${rows.length} row${rows.length === 1 ? '' : 's'}`;
  const head = make('tr');
  head.append(...found.head.vars.map((name) => make('th', name, { scope: 'col' })));
  const body = make('tbody');
  body.append(...rows.map((row) => {
    const line = make('tr');
    line.append(...found.head.vars.map((name) => cell(row[name])));
    return line;
  }));
  const table = make('table');
  const thead = make('thead');
  thead.append(head);
  table.append(thead, body);
  at('answer').replaceChildren(table);
}

function cell(term) {
  const box = make('td', '', term && term.value.length < 13 ? { class: 'short' } : {});
  if (!term) return box;
  const base = document.body.dataset.base ?? 'https://w3id.org/paperatlas/id/';
  if (term.type !== 'uri') box.textContent = typeof term.value === 'string' ? term.value : JSON.stringify(term.value);
  else if (term.value.startsWith(base)) box.append(make('a', term.value.slice(base.length), { href: `/id/${term.value.slice(base.length)}` }));
  else if (/^https?:/u.test(term.value)) box.append(make('a', term.value, { href: term.value, rel: 'noopener noreferrer nofollow' }));
  else box.textContent = term.value;
  return box;
}

function choose() {
  const question = ready.find((each) => each.name === at('question').value);
  at('purpose').textContent = question?.purpose ?? '';
  at('ask').hidden = !question;
  at('parameters').replaceChildren(...(question?.parameters ?? []).map((parameter) => {
    const line = make('p');
    const input = make('input', '', { id: `p-${parameter.name}`, name: parameter.name, placeholder: parameter.default ?? parameter.example });
    if (!parameter.optional) { input.required = true; input.value = parameter.example; }
    line.append(make('label', parameter.name, { for: input.id }), input, make('small', ` ${parameter.what}${parameter.optional ? '; may be left out' : ''}`));
    return line;
  }));
  if (question) editor.text = question.sparql;
}

at('question').addEventListener('change', choose);
at('ready').addEventListener('submit', (event) => {
  event.preventDefault();
  const values = new URLSearchParams([...new FormData(at('ready'))].filter(([, value]) => value));
  const name = encodeURIComponent(at('question').value);
  ask(`/questions/${name}?${values}`, {}, `${JSON_ROWS}, text/turtle, application/problem+json`);
});
at('own').addEventListener('submit', (event) => {
  event.preventDefault();
  history.replaceState(null, '', `#${encodeURIComponent(editor.text)}`);
  const wanted = at('form').value || JSON_ROWS;
  const body = new URLSearchParams({ query: editor.text });
  ask('/sparql', { method: 'POST', body }, `${wanted}, text/turtle;q=0.5, ${JSON_ROWS};q=0.4, application/problem+json`);
});

if (location.hash.length > 1) {
  try { editor.text = decodeURIComponent(location.hash.slice(1)); } catch { /* an address cut short */ }
}
fetch('/questions', { headers: { Accept: 'application/json' } })
  .then((response) => response.json())
  .then((list) => {
    ready = list;
    at('question').append(...list.map((each) => make('option', each.title, { value: each.name })));
  });
const words = ['SELECT', 'DISTINCT', 'WHERE', 'OPTIONAL', 'FILTER', 'GROUP BY', 'ORDER BY', 'LIMIT', 'CONSTRUCT', 'ASK', 'DESCRIBE', 'VALUES', 'BIND', 'UNION', 'GRAPH', 'COUNT', 'CONTAINS', 'LCASE'];
fetch('/names')
  .then((response) => response.json())
  .then((names) => { document.body.dataset.base = names.base; editor.known = [...names.names, ...words]; });
