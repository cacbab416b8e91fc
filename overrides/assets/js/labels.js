/* Names for what Material leaves unnamed to a screen reader: the breadcrumbs. A table that is wider
   than the page scrolls; it can be scrolled by keyboard too. */
;(function () {
  var zh = document.documentElement.lang === "zh"
  var count = 0
  function number(zhName, enName) {
    count += 1
    return (zh ? zhName : enName) + " " + count
  }
  var names = {
    ".md-path": function (path) { path.setAttribute("aria-label", zh ? "当前位置" : "Breadcrumbs") },
    ".md-typeset__scrollwrap": function (table) {
      table.tabIndex = 0
      table.setAttribute("role", "region")
      table.setAttribute("aria-label", number("表格", "Table"))
    }
  }
  function label(node) {
    if (node.nodeType !== 1) return
    Object.keys(names).forEach(function (selector) {
      if (node.matches(selector)) names[selector](node)
      node.querySelectorAll(selector).forEach(names[selector])
    })
  }
  new MutationObserver(function (records) {
    records.forEach(function (record) { record.addedNodes.forEach(label) })
  }).observe(document.body, { childList: true, subtree: true })
  label(document.body)
})()
