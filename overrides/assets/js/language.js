/* The other language: a link that stays on the page and on the heading, and one quiet line for a
   visitor whose browser prefers it. Instant navigation does not replace the header, so the link is
   read again from each new page's head. */
;(function () {
  var CHOSEN = "__language"
  var LINKS = "[data-language-link], .other-language a, [data-one-language] a[hreflang]"
  var WORDS = {
    en: { ask: "This page is also available in English.", go: "Read it in English", close: "Dismiss", label: "Language" },
    zh: { ask: "这一页也有中文版。", go: "阅读中文版", close: "关闭", label: "语言" }
  }

  function refresh() {
    var link = document.querySelector("[data-language-link]")
    var alternate = link && document.querySelector('link[hreflang="' + link.hreflang + '"]')
    var here = document.querySelector('link[rel="canonical"]')
    if (!alternate || !here) return link
    /* Canonical addresses name the published host; the path between the two holds everywhere. */
    var from = new URL(here.href).pathname, to = new URL(alternate.href).pathname
    var path = location.pathname.replace(/index\.html$/, "")
    if (path.endsWith(from)) link.href = path.slice(0, path.length - from.length) + to
    return link
  }

  /* The anchor that the other language opens at; both have the same. It is that of the address while
     it is in sight, or else of the heading that is read. Who came here by the tabulator saw neither. */
  function place(byMouse) {
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)))
    var at = target && target.getBoundingClientRect(), found = ""
    if (at && (!byMouse || (at.bottom > 0 && at.top < innerHeight))) return location.hash
    if (byMouse && scrollY > 0) document.querySelectorAll(".md-content :is(h2, h3)[id]").forEach(function (heading) {
      if (heading.getBoundingClientRect().top < innerHeight / 4) found = "#" + heading.id
    })
    return found
  }

  function offer(link) {
    var line = document.querySelector(".other-language")
    if (line) line.remove()
    document.body.removeAttribute("data-asks-language")
    if (!link || __md_get(CHOSEN) || document.querySelector("[data-one-language]")) return
    var other = link.lang, here = document.documentElement.lang
    var wanted = (navigator.languages || [navigator.language]).map(function (code) {
      return code.slice(0, 2).toLowerCase()
    }).filter(function (code) { return code in WORDS })
    if (wanted[0] !== other || here === other) return
    var words = WORDS[other]
    line = document.createElement("aside")
    line.className = "other-language"
    line.lang = other
    line.setAttribute("aria-label", words.label)
    var text = document.createElement("span"), go = document.createElement("a")
    var close = document.createElement("button")
    text.textContent = words.ask
    go.textContent = words.go
    go.href = link.href
    close.type = "button"
    close.textContent = "×"
    close.setAttribute("aria-label", words.close)
    close.addEventListener("click", function () {
      __md_set(CHOSEN, here)
      line.remove()
      document.body.removeAttribute("data-asks-language")
    })
    line.append(text, go, close)
    document.body.append(line)
    document.body.setAttribute("data-asks-language", "") /* room for it below the footer */
  }

  /* Some hosts serve the Chinese page for every address that does not exist, also below /en/. */
  var english = document.querySelector('.not-found > [lang="en"]')
  if (english && location.pathname.startsWith(__md_scope.pathname + "en/")) {
    english.parentNode.prepend(english)
  }

  document$.subscribe(function () { offer(refresh()) })

  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest(LINKS)
    if (!link) return
    link.href = link.href.split("#")[0] + place(event.detail > 0)
    /* The sitemap names both languages, but header and search are one's: load a whole page. */
    link.target = "_self"
    __md_set(CHOSEN, link.lang || link.closest("[lang]").lang)
  }, true)
})()
