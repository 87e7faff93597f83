// A click on a column's head sorts its table; a second one turns the order round. Rows of totals stay last.
(function () {
  "use strict";
  function key(row, column, numeric) {
    var text = row.cells[column].textContent;
    if (!numeric) { return text; }
    return text === "" ? -Infinity : parseFloat(text.replace(/,/g, ""));
  }
  function sort(head) {
    var column = head.cellIndex;
    var numeric = head.className.indexOf("num") >= 0;
    var ascending = head.getAttribute("aria-sort") === "descending" || (!numeric && !head.hasAttribute("aria-sort"));
    var body = head.parentNode.parentNode.parentNode.tBodies[0];
    var rows = [].slice.call(body.rows).filter(function (row) { return row.className !== "total"; });
    var last = body.querySelector("tr.total");
    rows.sort(function (a, b) {
      var x = key(a, column, numeric), y = key(b, column, numeric);
      var order = numeric ? x - y || 0 : x.localeCompare(y);
      return ascending ? order : -order;
    });
    rows.forEach(function (row) { body.insertBefore(row, last); });
    [].forEach.call(head.parentNode.cells, function (cell) { cell.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
  }
  [].forEach.call(document.querySelectorAll("tr.sort th"), function (head) {
    head.tabIndex = 0;
    head.addEventListener("click", function () { sort(head); });
    head.addEventListener("keydown", function (event) {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); sort(head); }
    });
  });
}());
