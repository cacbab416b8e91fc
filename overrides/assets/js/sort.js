/* Tables with data-sortable are sorted by the headings of their columns, which become buttons.
   A cell is compared by its data-key where it has one; empty ones come last either way. */
document$.subscribe(function () {
  document.querySelectorAll("table[data-sortable]").forEach(function (table) {
    var body = table.tBodies[0]
    var headings = Array.from(table.tHead.rows[0].cells)

    function key(row, column) {
      var cell = row.cells[column]
      return "key" in cell.dataset ? cell.dataset.key : cell.textContent
    }

    function sort(column) {
      var down = headings[column].getAttribute("aria-sort") === "ascending"
      headings.forEach(function (heading) { heading.removeAttribute("aria-sort") })
      headings[column].setAttribute("aria-sort", down ? "descending" : "ascending")
      var rows = Array.from(body.rows)
      rows.sort(function (a, b) {
        var x = key(a, column), y = key(b, column)
        if (!x || !y) return !x - !y
        var order = x.localeCompare(y, "en", { numeric: true })
        return down ? -order : order
      })
      body.append.apply(body, rows)
    }

    headings.forEach(function (heading, column) {
      if (heading.querySelector("button")) return
      var button = document.createElement("button")
      button.type = "button"
      button.append.apply(button, Array.from(heading.childNodes))
      button.addEventListener("click", function () { sort(column) })
      heading.append(button)
    })
    if (!headings.some(function (heading) { return heading.hasAttribute("aria-sort") }))
      headings[0].setAttribute("aria-sort", "ascending")
  })
})
