/* A table that is wider than the page scrolls in a region that Material makes for it: it can be
   scrolled by keyboard too, and has a name for a screen reader. */
;(function () {
  var zh = document.documentElement.lang === "zh"
  var count = 0
  function name(table) {
    count += 1
    table.tabIndex = 0
    table.setAttribute("role", "region")
    table.setAttribute("aria-label", (zh ? "表格 " : "Table ") + count)
  }
  function label(node) {
    if (node.nodeType !== 1) return
    if (node.matches(".md-typeset__scrollwrap")) name(node)
    node.querySelectorAll(".md-typeset__scrollwrap").forEach(name)
  }
  new MutationObserver(function (records) {
    records.forEach(function (record) { record.addedNodes.forEach(label) })
  }).observe(document.body, { childList: true, subtree: true })
  label(document.body)
})()
