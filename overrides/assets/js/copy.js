/* What is copied from an example can be pasted at Python's prompt (see literate/site/paste.py). A
   second button copies the examples above as well: what a later one needs is made in them. */
;(function () {
  var zh = document.documentElement.lang === "zh"
  var name = zh ? "复制到此处为止的全部代码" : "Copy everything up to here"

  function place(node) {
    var parts = node.dataset.cell.split(":")
    return { module: parts[0], line: Number(parts[1]) }
  }

  function code(block) { return block.querySelector("code").textContent.trimEnd() }

  function paste(block) {
    var text = code(block)
    return block.dataset.paste || text + (/\n .*$/.test(text) ? "\n\n" : "\n")
  }

  /* An error that is meant stops nobody who pastes what is below it, too. */
  function guarded(node) {
    if (node.content) return node.content.textContent
    if (!("guarded" in node.dataset)) return paste(node)
    return node.dataset.guarded || ["try:"].concat(
      code(node).split("\n").filter(Boolean).map(function (line) { return "    " + line }),
      "except Exception as raised:", '    print(f"{type(raised).__name__}: {raised}")', "", ""
    ).join("\n")
  }

  function above(block) {
    var here = place(block)
    return Array.from(document.querySelectorAll("[data-cell]")).filter(function (node) {
      return place(node).module === here.module && place(node).line < here.line
    }).sort(function (a, b) { return place(a).line - place(b).line })
  }

  function ready(nav) {
    var block = nav.closest("[data-cell]"), copy = nav.querySelector("[data-md-type=copy]")
    if (!block || !copy || "clipboardText" in copy.dataset) return
    copy.dataset.clipboardText = paste(block)
    var before = above(block)
    /* Where the page shows only some cells of another page's module, the code above is not here. */
    if (!before.length || place(before[0]).line === 0) return
    var button = document.createElement("button")
    button.className = "md-code__button"
    button.title = name
    button.dataset.mdType = "above"
    button.dataset.clipboardText = before.map(guarded).concat(paste(block)).join("")
    nav.append(button)
  }

  function find(node) {
    if (node.nodeType !== 1) return
    if (node.matches(".md-code__nav")) ready(node)
    node.querySelectorAll(".md-code__nav").forEach(ready)
  }
  new MutationObserver(function (records) {
    records.forEach(function (record) { record.addedNodes.forEach(find) })
  }).observe(document.body, { childList: true, subtree: true })
  find(document.body)
})()
