/* The button that copies a page as Markdown, and the scripts that only some pages need. */
;(function () {
  var here = document.currentScript.src
  var some = { ".filter": "filter.js", "table[data-sortable]": "sort.js" }
  var pointed = { 'a[href*="glossary/"][title]': "terms.js" } /* once somebody points or tabs */

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

  function load(scripts) {
    Object.keys(scripts).forEach(function (selector) {
      if (!document.querySelector(selector)) return
      document.head.append(Object.assign(document.createElement("script"), { src: new URL(scripts[selector], here) }))
      delete scripts[selector]
    })
  }

  ;["pointerover", "focusin", "touchstart"].forEach(function (type) {
    document.addEventListener(type, function () { load(pointed) }, { passive: true })
  })
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-copy]")
    if (button) copy(button)
  })
  document$.subscribe(function () {
    if (location.protocol === "file:" || !navigator.clipboard) {
      document.querySelectorAll("[data-copy]").forEach(function (button) { button.hidden = true })
    }
    load(some)
  })
})()
