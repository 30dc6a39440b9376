// Small charts of the last two minutes.

const POINTS = 60;
const WIDTH = 120;
const HEIGHT = 30;
const SVG = 'http://www.w3.org/2000/svg';

function shape(className) {
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('class', className);
  return path;
}

const rounded = (value) => new Intl.NumberFormat('en', { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);

/**
 * Makes a chart and puts it into `parent`.
 *
 * @returns {(value: number | null, detail?: string) => void} adds a point; null where nothing is known
 */
export function chart(parent, { title, unit = '' }) {
  const values = [];
  const figure = document.createElement('figure');
  const caption = document.createElement('figcaption');
  const now = document.createElement('output');
  const svg = document.createElementNS(SVG, 'svg');
  const detail = document.createElement('span');
  const area = shape('area');
  const line = shape('line');
  figure.className = 'figure';
  caption.textContent = title;
  detail.className = 'detail';
  now.ariaLive = 'off';
  svg.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('role', 'img');
  svg.append(area, line);
  figure.append(caption, now, svg, detail);
  parent.append(figure);

  function draw() {
    const most = Math.max(1, ...values);
    const x = (index) => ((index + POINTS - values.length) * WIDTH) / (POINTS - 1);
    const y = (value) => HEIGHT - 1 - (value / most) * (HEIGHT - 2);
    const points = values.map((value, index) => `${x(index).toFixed(1)},${y(value ?? 0).toFixed(1)}`);
    line.setAttribute('d', `M${points.join('L')}`);
    area.setAttribute('d', `M${x(0).toFixed(1)},${HEIGHT}L${points.join('L')}L${WIDTH},${HEIGHT}Z`);
    svg.setAttribute('aria-label', `${title} in the last two minutes: at most ${rounded(most)} ${unit}`.trim());
  }

  return (value, text = '') => {
    values.push(value);
    if (values.length > POINTS) values.shift();
    const suffix = document.createElement('span');
    suffix.className = 'unit';
    suffix.textContent = unit && ` ${unit}`;
    now.replaceChildren(value === null ? '–' : rounded(value), suffix);
    detail.textContent = text;
    draw();
  };
}
