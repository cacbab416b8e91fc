/* The language link stays on the page and on the heading. Instant navigation does not replace the
   header, so the link is read again from each new page's head. */
document$.subscribe(function () {
  var link = document.querySelector("[data-language-link]")
  if (!link) return
  var alternate = document.querySelector('link[hreflang="' + link.hreflang + '"]')
  var root = document.querySelector('link[hreflang="x-default"]')
  var here = document.querySelector('link[rel="canonical"]')
  if (!alternate || !root || !here) return
  /* Canonical addresses name the published host; the path between the two holds everywhere. */
  var from = new URL(here.href).pathname, to = new URL(alternate.href).pathname
  var path = location.pathname.replace(/index\.html$/, "")
  if (path.endsWith(from)) link.href = path.slice(0, path.length - from.length) + to
})

document.addEventListener("click", function (event) {
  var link = event.target.closest && event.target.closest("[data-language-link]")
  if (link) link.href = link.href.split("#")[0] + location.hash
}, true)
