/* What is copied from an example can be pasted at Python's prompt (see literate/site/paste.py). A
   second button copies the examples above as well: what a later one needs is made in them. */
;(function () {
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

  /* Before the theme's own listener, which takes the text from the button. */
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest(".md-code__button")
    var block = button && button.closest(".highlight")
    if (!block) return
    var whole = button.dataset.mdType === "above"
    var text = block.dataset.cell ? paste(block) : code(block)
    button.dataset.clipboardText = (whole ? above(block).map(guarded) : []).concat(text).join("")
  }, true)

  /* What is marked by hand around folded imports is copied with them. */
  document.addEventListener("copy", function (event) {
    var selection = getSelection(), range = selection.rangeCount && selection.getRangeAt(0)
    var within = range && range.commonAncestorContainer
    if (!within || !(within.closest ? within : within.parentElement).closest("[data-cell]")) return
    if (!range.cloneContents().querySelector(".imports")) return
    event.clipboardData.setData("text/plain", range.toString())
    event.preventDefault()
  })
})()
