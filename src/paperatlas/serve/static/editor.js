// Editor: a text area over its own text in colours; what is typed is never read as markup.

const TOKEN = new RegExp(
  [
    '(?<comment>#[^\\n]*)',
    '(?<iri><[^<>"{}|^`\\\\\\s]*>)',
    '(?<string>"""[\\s\\S]*?"""|\'\'\'[\\s\\S]*?\'\'\'|"(?:[^"\\\\\\n]|\\\\.)*"|\'(?:[^\'\\\\\\n]|\\\\.)*\')',
    '(?<variable>[?$]\\w+)',
    '(?<name>[A-Za-z][\\w-]*:[\\w.%-]*)',
    '(?<word>[A-Za-z]+)',
    '(?<rest>[\\s\\S])',
  ].join('|'),
  'gu',
);

const piece = (text, kind) => {
  const span = document.createElement('span');
  span.className = kind;
  span.textContent = text;
  return span;
};

export class Editor {
  constructor(area, colours, lines, names) {
    Object.assign(this, { area, colours, lines, names, known: [], fault: 0, free: false });
    area.addEventListener('input', () => { this.fault = 0; this.draw(); this.close(); });
    area.addEventListener('scroll', () => this.scroll());
    area.addEventListener('keydown', (event) => this.key(event));
    area.addEventListener('blur', () => { this.free = false; });
    new ResizeObserver(() => this.scroll()).observe(area);
    this.draw();
  }

  get text() { return this.area.value; }

  set text(text) { this.area.value = text; this.fault = 0; this.draw(); }

  draw() {
    const pieces = [...this.text.matchAll(TOKEN)].map((found) => {
      const [kind] = Object.entries(found.groups).find(([, text]) => text !== undefined);
      return kind === 'rest' ? document.createTextNode(found[0]) : piece(found[0], kind);
    });
    this.colours.replaceChildren(...pieces, document.createTextNode('\n'));
    const count = this.text.split('\n').length;
    const numbers = Array.from({ length: count }, (_, i) => piece(`${i + 1}\n`, i + 1 === this.fault ? 'fault' : ''));
    this.lines.replaceChildren(...numbers);
    this.scroll();
  }

  scroll() {
    this.colours.scrollTop = this.area.scrollTop;
    this.colours.scrollLeft = this.area.scrollLeft;
    this.lines.scrollTop = this.area.scrollTop;
    this.lines.style.height = `${this.area.offsetHeight}px`;
  }

  // Show where a query went wrong; columns count code points.
  mark(line, column) {
    this.fault = line;
    this.draw();
    const before = this.text.split('\n').slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
    const at = before + [...this.text.slice(before)].slice(0, column - 1).join('').length;
    this.area.focus();
    this.area.setSelectionRange(at, Math.min(at + 1, this.text.length));
  }

  key(event) {
    if (!this.names.hidden && this.choose(event)) { event.preventDefault(); return; }
    if (event.key === 'Escape') { this.free = true; return; }
    if (event.key === ' ' && event.ctrlKey) { event.preventDefault(); this.offer(); return; }
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.area.form.requestSubmit();
    } else if (event.key === 'Tab' && !this.free && !event.shiftKey) {
      event.preventDefault();
      this.insert('  ');
    } else if (event.key === 'Enter') {
      const line = this.text.slice(0, this.area.selectionStart).split('\n').pop();
      const indent = line.match(/^ */u)[0] + (line.trimEnd().endsWith('{') ? '  ' : '');
      event.preventDefault();
      this.insert(`\n${indent}`);
    }
    if (event.key !== 'Tab') this.free = false;
  }

  insert(text, from = this.area.selectionStart) {
    this.area.setRangeText(text, from, this.area.selectionEnd, 'end');
    this.area.dispatchEvent(new Event('input'));
  }

  // Offer the names that begin as what stands before the caret does.
  offer() {
    const before = this.text.slice(0, this.area.selectionStart);
    this.begun = before.match(/[\w:-]*$/u)[0];
    const low = this.begun.toLowerCase();
    const fits = this.known.filter((name) => name.toLowerCase().includes(low)).slice(0, 50);
    fits.sort((a, b) => b.toLowerCase().startsWith(low) - a.toLowerCase().startsWith(low));
    this.names.replaceChildren(...fits.map((name, i) => {
      const item = document.createElement('li');
      item.textContent = name;
      item.id = `name-${i}`;
      item.setAttribute('role', 'option');
      item.addEventListener('mousedown', (event) => { event.preventDefault(); this.take(i); });
      return item;
    }));
    this.names.hidden = fits.length === 0;
    if (fits.length) this.point(0);
  }

  point(to) {
    const items = [...this.names.children];
    this.at = (to + items.length) % items.length;
    items.forEach((item, i) => item.setAttribute('aria-selected', String(i === this.at)));
    items[this.at].scrollIntoView({ block: 'nearest' });
    this.area.setAttribute('aria-activedescendant', items[this.at].id);
  }

  choose(event) {
    if (event.key === 'ArrowDown') this.point(this.at + 1);
    else if (event.key === 'ArrowUp') this.point(this.at - 1);
    else if (event.key === 'Enter' || event.key === 'Tab') this.take(this.at);
    else if (event.key === 'Escape') this.close();
    else return false;
    return true;
  }

  take(i) {
    const name = this.names.children[i].textContent;
    this.insert(name, this.area.selectionStart - this.begun.length);
    this.close();
  }

  close() {
    this.names.hidden = true;
    this.area.removeAttribute('aria-activedescendant');
  }
}
