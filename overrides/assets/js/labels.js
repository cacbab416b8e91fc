/* Names for what Material leaves unnamed to a screen reader: the search dialog, and the toolbar of
   each code block, which it makes when the block comes into view. */
;(function () {
  var zh = document.documentElement.lang === "zh"
  var search = document.querySelector("[data-md-component=search]")
  if (search) search.setAttribute("aria-label", zh ? "搜索" : "Search")

  var count = 0
  function label(node) {
    if (node.nodeType !== 1) return
    var found = node.matches(".md-code__nav") ? [node] : node.querySelectorAll(".md-code__nav")
    found.forEach(function (nav) {
      count += 1
      nav.setAttribute("aria-label", (zh ? "代码 " : "Code ") + count)
    })
  }
  new MutationObserver(function (records) {
    records.forEach(function (record) { record.addedNodes.forEach(label) })
  }).observe(document.body, { childList: true, subtree: true })
  label(document.body)
})()
