/* The button that copies a page as Markdown, and the scripts that only some pages need. */
;(function () {
  var here = document.currentScript.src
  var some = { ".filter": "filter.js", "table[data-sortable]": "sort.js" }

  function copy(button) {
    var address = new URL(button.dataset.copy, location)
    var text = fetch(address).then(function (answer) {
      if (!answer.ok) throw new Error(answer.status)
      return answer.text()
    })
    var blob = text.then(function (text) { return new Blob([text], { type: "text/plain" }) })
    navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })])
      .then(function () { alert$.next(button.dataset.copied) })
      .catch(function () { location.href = address }) /* where it can be copied by hand */
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-copy]")
    if (button) copy(button)
  })
  document$.subscribe(function () {
    if (location.protocol === "file:" || !navigator.clipboard) {
      document.querySelectorAll("[data-copy]").forEach(function (button) { button.hidden = true })
    }
    Object.keys(some).forEach(function (selector) {
      if (!document.querySelector(selector)) return
      document.head.append(Object.assign(document.createElement("script"), { src: new URL(some[selector], here) }))
      delete some[selector]
    })
  })
})()
