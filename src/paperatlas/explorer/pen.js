"use strict";
/* Pen: as much of a canvas context as the scene needs, writing SVG instead. */

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };

/* Text for XML: what it does not allow, control characters and half characters, is left out. */
function xml(text) {
  return text.toWellFormed().replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "")
    .replace(/[&<>"']/g, (sign) => ENTITIES[sign]);
}

function rounded(number) {
  return String(Math.round(number * 10) / 10);
}

class SvgPen {
  constructor(width, height) {
    Object.assign(this, {
      width, height, parts: [], path: [], dash: [], fillStyle: "black", strokeStyle: "black", lineWidth: 1, globalAlpha: 1,
      font: "10px sans-serif", letterSpacing: "0px", textAlign: "left", direction: "ltr",
    });
  }

  setLineDash(dash) {
    this.dash = dash;
  }

  beginPath() {
    this.path = [];
  }

  moveTo(x, y) {
    this.path.push(`M${rounded(x)} ${rounded(y)}`);
  }

  lineTo(x, y) {
    this.path.push(`L${rounded(x)} ${rounded(y)}`);
  }

  quadraticCurveTo(x1, y1, x, y) {
    this.path.push(`Q${rounded(x1)} ${rounded(y1)} ${rounded(x)} ${rounded(y)}`);
  }

  /* Whole circles only, from their rightmost point: the scene has no others. */
  arc(x, y, r) {
    const whole = rounded(2 * r);
    const side = whole / 2; // of a whole that is rounded: other halves would make an ellipse
    this.path.push(`a${side} ${side} 0 1 1 -${whole} 0a${side} ${side} 0 1 1 ${whole} 0z`);
  }

  closePath() {
    this.path.push("z");
  }

  fill() {
    this.put("path", { d: this.path.join(""), fill: this.fillStyle, "fill-opacity": this.opacity() });
  }

  stroke() {
    this.put("path", { d: this.path.join(""), fill: "none", ...this.line() });
  }

  fillRect(x, y, width, height) {
    this.put("rect", {
      x: rounded(x), y: rounded(y), width: rounded(width), height: rounded(height), fill: this.fillStyle, "fill-opacity": this.opacity(),
    });
  }

  fillText(text, x, y) {
    this.text(text, x, y, { fill: this.fillStyle, "fill-opacity": this.opacity() });
  }

  /* The rim is no text of its own for whoever reads or searches the picture. */
  strokeText(text, x, y) {
    this.text(text, x, y, { fill: "none", "aria-hidden": "true", "stroke-linejoin": "round", ...this.line() });
  }

  line() {
    return {
      stroke: this.strokeStyle, "stroke-opacity": this.opacity(), "stroke-width": rounded(this.lineWidth),
      "stroke-dasharray": this.dash.join(" ") || null,
    };
  }

  text(text, x, y, attributes) {
    const [, italic, weight, size, family] = /^(italic )?(\d+) ([\d.]+)px (.*)$/.exec(this.font);
    this.put("text", {
      x: rounded(x), y: rounded(y + 0.35 * size), "text-anchor": "middle", direction: this.direction === "rtl" ? "rtl" : null,
      "font-family": family, "font-size": size, "font-weight": weight, "font-style": italic ? "italic" : null,
      "letter-spacing": this.letterSpacing === "0px" ? null : this.letterSpacing, ...attributes,
    }, text);
  }

  opacity() {
    return this.globalAlpha === 1 ? null : String(Math.round(this.globalAlpha * 1000) / 1000);
  }

  put(tag, attributes, text) {
    const written = Object.entries(attributes).filter(([, value]) => value != null).map(([name, value]) => ` ${name}="${xml(value)}"`);
    this.parts.push(`<${tag}${written.join("")}${text == null ? "/>" : `>${xml(text)}</${tag}>`}`);
  }

  toString() {
    const size = `width="${rounded(this.width)}" height="${rounded(this.height)}" viewBox="0 0 ${rounded(this.width)} ${rounded(this.height)}"`;
    return `<svg xmlns="${SVG}" ${size} role="img">\n<title>${xml(document.title)}</title>\n${this.parts.join("\n")}\n</svg>\n`;
  }
}
