// Filters by county and by words; the map; and what leads from a table's row to its place and back.
(function () {
  "use strict";
  var all = function (selector, inside) { return [].slice.call((inside || document).querySelectorAll(selector)); };
  var select = document.getElementById("county");
  var holder = document.getElementById("map");
  var data = holder && JSON.parse(document.getElementById("map-data").textContent);
  var map = null, outlines = {}, pieces = [], order = [], groups = [], chosen = "";

  // Tables.
  function filter(section) {
    var search = section.querySelector("input.search");
    var words = search ? search.value.trim().toLowerCase() : "";
    var shown = 0, rows = all("tbody tr", section);
    rows.forEach(function (row) {
      var county = row.getAttribute("data-county");
      var fits = (!chosen || county === null || county === chosen) &&
        (!words || row.textContent.toLowerCase().indexOf(words) >= 0);
      row.hidden = !fits;
      if (fits) { shown += 1; }
    });
    var count = section.querySelector(".shown");
    if (count) { count.textContent = shown < rows.length ? shown + " / " + rows.length : ""; }
  }
  function choose(county) {
    chosen = county === chosen ? "" : county;
    if (select) { select.value = chosen; }
    document.body.setAttribute("data-county", chosen);
    all("section.table").forEach(filter);
    all("article.card").forEach(function (card) {
      var unit = card.getAttribute("data-county");
      card.hidden = Boolean(chosen) && unit !== null && unit !== chosen;
    });
    all("#clear").forEach(function (button) { button.hidden = !chosen; });
    if (map) { show(); }
  }

  // The map.
  function places(polygons) {
    return polygons.map(function (rings) {
      return rings.map(function (steps) {
        var x = 0, y = 0, points = [];
        for (var i = 0; i < steps.length; i += 2) {
          x += steps[i]; y += steps[i + 1];
          points.push([y, x]);
        }
        return points;
      });
    });
  }
  function label(text) {
    var element = document.createElement("span");
    element.textContent = text;
    return element;
  }
  function line(parent, label, value) {
    if (!value) { return; }
    var row = parent.appendChild(document.createElement("div"));
    row.appendChild(document.createElement("span")).textContent = label + " ";
    row.appendChild(document.createElement("b")).textContent = value;
  }
  function told(number) {
    var piece = data.pieces[number], text = data.texts, box = document.createElement("div");
    var candidate = data.layers[piece[0]][0].indexOf("candidates") === 0;
    box.appendChild(document.createElement("strong")).textContent = text[piece[2]];
    line(box, data.words.place, text[piece[3]]);
    line(box, data.words.parcel, text[piece[4]]);
    line(box, data.words["class"], text[piece[5]]);
    line(box, candidate ? data.words.net : data.words.area, piece[6]);
    return box;
  }
  function mark(number) {
    all("tr.marked").forEach(function (row) { row.classList.remove("marked"); });
    var row = document.querySelector('tr[data-piece="' + number + '"]');
    if (row) {
      row.classList.add("marked");
      var scroll = row.closest(".scroll");
      scroll.scrollTop = row.offsetTop - scroll.clientHeight / 2;
    }
  }
  function extent() {
    var shapes = chosen && outlines[chosen] ? [outlines[chosen]] : Object.keys(outlines).map(function (c) { return outlines[c]; });
    if (!shapes.length) {
      shapes = pieces.filter(function (_, i) { return !chosen || data.texts[data.pieces[i][1]] === chosen; });
    }
    return shapes.length ? L.featureGroup(shapes).getBounds() : null;
  }
  function show() {
    order.forEach(function (number) {
      var piece = data.pieces[number], shape = pieces[number];
      var visible = groups[piece[0]].on && (!chosen || data.texts[piece[1]] === chosen);
      if (visible !== map.hasLayer(shape)) { if (visible) { shape.addTo(map); } else { shape.remove(); } }
    });
    Object.keys(outlines).forEach(function (code) {
      outlines[code].setStyle({ weight: code === chosen ? 4 : 2, fillOpacity: chosen && code !== chosen ? 0.35 : 0.9 });
    });
    map.closePopup();
    var bounds = extent();
    if (bounds) { map.fitBounds(bounds, { padding: [12, 12], animate: false }); }
  }
  function draw() {
    holder.parentNode.hidden = false;
    map = L.map(holder, {
      crs: L.CRS.Simple, minZoom: -12, maxZoom: 3, zoomSnap: 0.25, zoomDelta: 0.5, preferCanvas: true, attributionControl: false
    });
    L.control.scale({ imperial: false }).addTo(map);
    data.counties.forEach(function (county) {
      outlines[county[0]] = L.polygon(places(county[2]), { color: "#1f1f1f", weight: 2, fillColor: "#f3f6f1", fillOpacity: 0.9 })
        .bindTooltip(label(county[1]), { permanent: true, direction: "center", className: "unit" })
        .on("click", function () { choose(county[0]); });
    });
    groups = data.layers.map(function () { return { on: true }; });
    var bounds = null;
    Object.keys(outlines).forEach(function (code) { outlines[code].addTo(map); });
    pieces = data.pieces.map(function (piece, number) {
      var layer = data.layers[piece[0]];
      return L.polygon(places(piece[7]), { color: layer[2], weight: 1, fillColor: layer[1], fillOpacity: 0.95 })
        .bindPopup(function () { return told(number); })
        .on("click", function () { mark(number); });
    });
    bounds = extent();
    if (bounds) { map.fitBounds(bounds, { padding: [12, 12], animate: false }); } else { map.setView([0, 0], 0); }
    // Those of the first layers last, so that the most severe lie on top.
    order = pieces.map(function (_, i) { return i; })
      .sort(function (a, b) { return data.pieces[b][0] - data.pieces[a][0]; });
    order.forEach(function (number) { pieces[number].addTo(map); });
    all("#layers input").forEach(function (box, index) {
      box.addEventListener("change", function () {
        groups[index].on = box.checked;
        show();
      });
    });
    all("tr[data-piece]").forEach(function (row) {
      row.addEventListener("click", function () {
        var number = Number(row.getAttribute("data-piece")), shape = pieces[number];
        if (!map.hasLayer(shape)) { return; }
        mark(number);
        map.fitBounds(shape.getBounds(), { maxZoom: -2, animate: false });
        shape.openPopup(shape.getBounds().getCenter());
        holder.scrollIntoView({ block: "nearest" });
      });
    });
    // Paper has another width than the window; the map must know it before it is printed.
    var seen = null;
    window.addEventListener("beforeprint", function () {
      seen = [map.getCenter(), map.getZoom()];
      holder.classList.add("paper");
      map.invalidateSize({ animate: false });
      show();
    });
    window.addEventListener("afterprint", function () {
      holder.classList.remove("paper");
      map.invalidateSize({ animate: false });
      if (seen) { map.setView(seen[0], seen[1], { animate: false }); }
    });
  }

  all(".filters").forEach(function (bar) { bar.hidden = false; });
  if (select) { select.addEventListener("change", function () { var value = select.value; chosen = ""; choose(value); }); }
  all("#clear").forEach(function (button) { button.addEventListener("click", function () { choose(chosen); }); });
  all("input.search").forEach(function (search) {
    search.addEventListener("input", function () { filter(search.closest("section.table")); });
  });
  all("article.card[data-county] h3, #targets tr[data-county], #gaps tr[data-county]").forEach(function (place) {
    place.addEventListener("click", function () { choose(place.closest("[data-county]").getAttribute("data-county")); });
  });
  if (data && window.L) { draw(); }
}());
