"use strict";
/* Inflate: deflated bytes (RFC 1951) as they were. The browser's own would make the page wait. */

const CODE_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const DISTANCES = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
  6145, 8193, 12289, 16385, 24577];
const WIDEST = 15; // bits of a code

/* The codes of given bit lengths, as one table: the next bits, first bit lowest -> symbol and length. */
function codesOf(lengths) {
  const codes = new Uint16Array(1 << WIDEST);
  let code = 0;
  for (let length = 1; length <= WIDEST; length++) {
    code <<= 1;
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] !== length) continue;
      let turned = 0;
      for (let bit = 0; bit < length; bit++) turned |= ((code >> bit) & 1) << (length - 1 - bit);
      for (let at = turned; at < codes.length; at += 1 << length) codes[at] = (symbol << 4) | length;
      code++;
    }
  }
  return codes;
}

function inflate(bytes) {
  let out = new Uint8Array(bytes.length * 6);
  let [size, at, held, count] = [0, 0, 0, 0];
  const look = (bits) => {
    while (count < bits) {
      held |= (bytes[at++] ?? 0) << count;
      count += 8;
    }
    return held & ((1 << bits) - 1);
  };
  const drop = (bits) => {
    held >>>= bits;
    count -= bits;
  };
  const take = (bits) => {
    const value = look(bits);
    drop(bits);
    return value;
  };
  const symbolOf = (codes) => {
    const found = codes[look(WIDEST)];
    drop(found & 15);
    return found >> 4;
  };
  const room = (more) => {
    if (size + more <= out.length) return;
    const larger = new Uint8Array(2 * (size + more));
    larger.set(out);
    out = larger;
  };
  for (let last = false; !last;) {
    last = take(1) === 1;
    const kind = take(2);
    if (kind === 0) {
      drop(count % 8);
      const length = take(16);
      take(16);
      room(length);
      for (let i = 0; i < length; i++) out[size++] = take(8);
      continue;
    }
    const [letters, distances] = kind === 1 ? fixedCodes() : ownCodes(take, symbolOf);
    for (let symbol = symbolOf(letters); symbol !== 256; symbol = symbolOf(letters)) {
      room(258);
      if (symbol < 256) {
        out[size++] = symbol;
        continue;
      }
      const row = symbol - 257;
      const length = LENGTHS[row] + (row < 8 || row === 28 ? 0 : take((row >> 2) - 1));
      const step = symbolOf(distances);
      const distance = DISTANCES[step] + (step < 4 ? 0 : take((step >> 1) - 1));
      for (let i = 0; i < length; i++, size++) out[size] = out[size - distance];
    }
  }
  return out.subarray(0, size);
}

function fixedCodes() {
  const lengths = Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8));
  return [codesOf(lengths), codesOf(new Array(30).fill(5))];
}

function ownCodes(take, symbolOf) {
  const [letters, distances, orders] = [take(5) + 257, take(5) + 1, take(4) + 4];
  const first = new Array(19).fill(0);
  for (let i = 0; i < orders; i++) first[CODE_ORDER[i]] = take(3);
  const codes = codesOf(first);
  const lengths = [];
  while (lengths.length < letters + distances) {
    const symbol = symbolOf(codes);
    if (symbol < 16) lengths.push(symbol);
    else if (symbol === 16) lengths.push(...new Array(take(2) + 3).fill(lengths.at(-1)));
    else lengths.push(...new Array(symbol === 17 ? take(3) + 3 : take(7) + 11).fill(0));
  }
  return [codesOf(lengths.slice(0, letters)), codesOf(lengths.slice(letters))];
}
