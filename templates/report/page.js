"use strict";
// The table of letters: searched, filtered and shown a page at a time. Everything is in the data block above.
(() => {
  const data = JSON.parse(document.getElementById("letters-data").textContent);
  const words = data.words;
  const body = document.getElementById("letters-rows");
  const search = document.getElementById("search");
  const state = document.getElementById("state");
  const told = document.getElementById("found");
  const size = 50;
  let page = 0;
  let found = data.rows;
  const kinds = { accepted: "good", delivered: "good", planned: "waiting", sending: "waiting", dotted: "waiting",
    deferred: "waiting", refused: "bad", bounced: "bad", expired: "bad", unknown: "doubt" };
  const time = (seconds) => new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ") + " UTC";
  const cells = (row) => [row[0], String(row[1]), row[2], row[3], words[row[4]], String(row[5]), words[row[6]],
    time(row[7]), words[row[8]], words[row[9]], String(row[10]), row[11]];
  for (const name of [...new Set(data.rows.map((row) => words[row[6]]))].sort()) {
    const option = document.createElement("option");
    option.value = option.textContent = name;
    state.append(option);
  }
  const show = () => {
    const pages = Math.max(1, Math.ceil(found.length / size));
    page = Math.min(Math.max(page, 0), pages - 1);
    const rows = found.slice(page * size, (page + 1) * size).map((row) => {
      const line = document.createElement("tr");
      cells(row).forEach((text, column) => {
        const cell = document.createElement("td");
        if (column === 1 || column === 5 || column === 10) cell.className = "n";
        if (column === 0 || column === 11) cell.className = "code";
        if (column === 7) cell.className = "t";
        if (column === 6) {
          const mark = document.createElement("span");
          mark.className = "state " + (kinds[text] || "other");
          mark.textContent = text;
          cell.append(mark);
        } else {
          cell.textContent = text;
        }
        line.append(cell);
      });
      return line;
    });
    body.replaceChildren(...rows);
    told.textContent = `${found.length} of ${data.rows.length} letters; page ${page + 1} of ${pages}`;
  };
  const filter = () => {
    const terms = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    found = data.rows.filter((row) => {
      if (state.value && words[row[6]] !== state.value) return false;
      if (!terms.length) return true;
      const text = cells(row).join(" ").toLowerCase();
      return terms.every((term) => text.includes(term));
    });
    page = 0;
    show();
  };
  let waiting;
  search.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(filter, 120); });
  state.addEventListener("change", filter);
  document.getElementById("before").addEventListener("click", () => { page -= 1; show(); });
  document.getElementById("after").addEventListener("click", () => { page += 1; show(); });
  document.getElementById("find").hidden = false;
  show();
})();
