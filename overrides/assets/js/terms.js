/* What a term means, beside a link to it that is pointed at, focused or tapped. A first tap shows it,
   a second one follows the link. Without this script the link's title says the same. */
;(function () {
  var TERM = '.md-content a[href*="glossary/"]'
  var tip = document.createElement("div"), shown = null, touched = false, timer
  tip.id = "term-tip"
  tip.className = "term-tip"
  tip.setAttribute("role", "tooltip")

  function term(event) {
    var link = event.target.closest && event.target.closest(TERM)
    return link && (link.title || link === shown) ? link : null
  }

  function hide() {
    clearTimeout(timer)
    if (!shown) return
    shown.title = tip.textContent
    shown.removeAttribute("aria-describedby")
    tip.remove()
    shown = null
  }

  function show(link) {
    if (link === shown) return
    hide()
    tip.textContent = link.title
    link.removeAttribute("title")
    link.setAttribute("aria-describedby", tip.id)
    document.querySelector(".md-content").append(tip)
    shown = link
    tip.style.left = tip.style.top = 0
    var at = link.getClientRects()[0], from = tip.offsetParent.getBoundingClientRect()
    var left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - tip.offsetWidth - 8))
    var below = at.bottom + tip.offsetHeight + 8 < innerHeight
    tip.style.left = left - from.left + "px"
    tip.style.top = (below ? at.bottom + 4 : at.top - tip.offsetHeight - 4) - from.top + "px"
  }

  function later(action) {
    clearTimeout(timer)
    timer = setTimeout(action, 200)
  }

  document.addEventListener("pointerover", function (event) {
    if (event.pointerType !== "mouse") return
    var link = term(event)
    if (link && link !== shown) later(function () { if (link.isConnected) show(link) })
    else if (link || tip.contains(event.target)) clearTimeout(timer)
    else if (shown !== document.activeElement) later(hide)
  })
  document.addEventListener("focusin", function (event) {
    var link = term(event)
    if (link && link.matches(":focus-visible")) show(link)
    else hide()
  })
  document.addEventListener("focusout", hide)
  document.addEventListener("pointerdown", function (event) {
    touched = event.pointerType === "touch"
    if (touched && !term(event) && !tip.contains(event.target)) hide()
  })
  document.addEventListener("click", function (event) {
    var link = touched && term(event)
    if (!link || link === shown) return
    event.preventDefault()
    event.stopImmediatePropagation() /* or the theme loads the page */
    show(link)
  }, true)
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") hide() })
  document$.subscribe(hide)

  var here = document.querySelector(TERM + ":is(:hover, :focus-visible)")
  if (here && !touched) show(here)
})()
