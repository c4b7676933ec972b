// Elements in one line: h("td", {class: "yes"}, "may"), s("rect", {x: 1}) for SVG.
const SVG = "http://www.w3.org/2000/svg";

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child != null && child !== false));
  return element;
}

export const h = (name, attributes = {}, ...children) => filled(document.createElement(name), attributes, children);

export const s = (name, attributes = {}, ...children) =>
  filled(document.createElementNS(SVG, name), attributes, children);

export const data = (id) => {
  const element = document.getElementById(id);
  return element && JSON.parse(element.textContent);
};

export const clock = (seconds) => new Date(seconds * 1000).toISOString().slice(11, 19);
