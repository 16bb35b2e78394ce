"use strict";
/* Picture: the map as it is seen, to take away. */

const PIXELS = 2; // a pixel of the window is so many of the picture

/* A PNG as a Blob, twice as wide and as high as the map on the screen. */
function picture() {
  const canvas = Object.assign(document.createElement("canvas"), { width: PIXELS * VIEW.width, height: PIXELS * VIEW.height });
  const pen = canvas.getContext("2d", { alpha: false });
  pen.scale(PIXELS, PIXELS);
  paintPicture(pen, VIEW);
  return new Promise((resolve) => {
    canvas.toBlob(resolve, "image/png");
  });
}

/* The same as the text of an SVG file, its labels as text. */
function vector() {
  const pen = new SvgPen(VIEW.width, VIEW.height);
  paintPicture(pen, VIEW);
  return pen.toString();
}
