// Filters and sorts the table of keys. Everything can be read without it.
(() => {
  'use strict';
  const table = document.getElementById('table');
  if (!table) return;
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const count = document.getElementById('count');
  const form = document.getElementById('filter');
  const text = document.getElementById('text');
  // By the columns' places in the table.
  const picks = [[document.getElementById('region'), 2], [document.getElementById('outcome'), 4]];
  const cells = rows.map(row => Array.from(row.cells, cell => cell.textContent));
  const words = cells.map(row => row.join(' ').toLowerCase());
  const number = new Intl.NumberFormat('en').format;

  for (const [pick, column] of picks) {
    for (const value of new Set(cells.map(row => row[column]).sort())) {
      pick.add(new Option(value, value));
    }
  }

  const filter = () => {
    const wanted = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, i) => {
      const fits = picks.every(([pick, column]) => !pick.value || pick.value === cells[i][column])
        && wanted.every(word => words[i].includes(word));
      row.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    count.textContent = shown === rows.length
      ? `${number(rows.length)} keys.`
      : `${number(shown)} of ${number(rows.length)} keys fit the filter.`;
  };

  let waiting;
  form.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 120);
  });
  form.addEventListener('submit', event => {
    event.preventDefault();
    filter();
  });
  form.addEventListener('reset', () => setTimeout(filter));
  form.hidden = false;

  // Blanks are last, whichever way round.
  const sort = (column, kind, down) => {
    const order = rows.map((row, i) => ({ row, value: cells[i][column].trim() }));
    const sign = down ? -1 : 1;
    order.sort((a, b) => (a.value === '') - (b.value === '')
      || sign * (kind === 'number' ? parseFloat(a.value) - parseFloat(b.value) : a.value < b.value ? -1 : a.value > b.value ? 1 : 0));
    const sorted = document.createDocumentFragment();
    order.forEach(one => sorted.append(one.row));
    body.append(sorted);
  };

  Array.from(table.tHead.rows[0].cells).forEach((head, column, heads) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') === 'ascending';
      heads.forEach(other => other.removeAttribute('aria-sort'));
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      sort(column, head.dataset.kind, down);
    });
  });

  // Print shows the evidence; browsers that do not unfold it by style do so by this.
  let opened = [];
  addEventListener('beforeprint', () => {
    opened = Array.from(table.querySelectorAll('details:not([open])'));
    opened.forEach(details => { details.open = true; });
  });
  addEventListener('afterprint', () => {
    opened.forEach(details => { details.open = false; });
    opened = [];
  });
})();
