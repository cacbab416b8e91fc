/* The search: a dialog that finds sections, whatever was typed or pasted, and the mark where a reader
   lands. The index is fetched when somebody is about to search. */
;(function () {
  var root = new URL("../../", document.currentScript.src), disk = location.protocol === "file:"
  var dialog = document.getElementById("search")
  var box = dialog.querySelector("textarea"), list = dialog.querySelector("ol"), status = dialog.querySelector("[role=status]")
  var elsewhere = dialog.querySelector(".search-elsewhere"), words = dialog.dataset
  var SHOWN = 8, MARK = "search-mark"
  var asked = "", engine, frequent = Array.from(list.children)

  /* --- the index --------------------------------------------------------------------------- */

  function script(address) {
    return new Promise(function (resolve, reject) {
      var node = document.createElement("script")
      Object.assign(node, { src: new URL(address, root).href, onload: resolve, onerror: reject })
      document.body.append(node)
    })
  }

  function start() {
    if (engine) return engine
    if (disk) { /* where no worker may be started */
      var files = ["assets/vendor/minisearch/minisearch.min.js", "assets/js/search-core.js", "search/pages.js", "search/texts.js"]
      engine = files.reduce(function (done, file) { return done.then(function () { return script(file) }) }, Promise.resolve())
        .then(function () { return function (query) { show(query, searchIndex.find(query), true) } })
      return engine
    }
    var worker = new Worker(new URL("assets/js/search-worker.js#" + new URL("search/", root), root))
    worker.onmessage = function (event) { show(event.data.query, event.data.found, event.data.complete) }
    worker.onerror = function () { status.textContent = words.broken }
    engine = Promise.resolve(function (query) { worker.postMessage(query) })
    return engine
  }

  function ask() {
    asked = box.value.trim()
    if (!asked) return show("", { results: [], weak: false })
    start().then(function (find) { if (asked) find(asked) })
  }

  /* --- the dialog -------------------------------------------------------------------------- */

  function element(name, className, text) {
    var node = document.createElement(name)
    if (className) node.className = className
    if (text) node.textContent = text
    return node
  }

  function address(result, hit) {
    var url = new URL(result.page.url + (disk ? "index.html" : ""), root)
    url.hash = hit.section.id
    return url.href
  }

  /* What of a text is shown: around the first of the words that were typed. */
  function excerpt(text, query) {
    var lower = text.toLowerCase(), at = -1
    query.toLowerCase().split(/[\s,，。？?]+/).concat(query.match(/\p{sc=Han}{2}/gu) || []).forEach(function (word) {
      if (at < 0 && word.length > 1) at = lower.indexOf(word)
    })
    var from = Math.max(0, at - 40)
    return (from ? "…" : "") + text.slice(from, from + 160) + (text.length > from + 160 ? "…" : "")
  }

  function link(result, hit, query, small) {
    var node = element("a", small ? "search-more" : "search-hit")
    node.href = address(result, hit)
    var title = hit.section.id ? hit.section.title : result.page.title
    if (small) node.textContent = title
    else {
      if (hit.section.id) node.append(element("span", "search-page", result.page.title))
      node.append(element("strong", "", title))
      if (hit.message) node.append(element("code", "", hit.message))
      else node.append(element("span", "search-text", excerpt(hit.section.text || result.page.description, query)))
    }
    node.addEventListener("click", function () {
      var mark = { path: new URL(node.href).pathname, id: hit.section.id, message: hit.message || "", query: hit.message ? "" : query }
      sessionStorage.setItem(MARK, JSON.stringify(mark))
      dialog.close()
      if (mark.path === location.pathname) setTimeout(land, 50)
    })
    return node
  }

  function show(query, found, complete) {
    if (query !== asked) return
    if (complete) words.complete = ""
    var results = found.results, weak = found.weak, best = results[0]
    /* Below a page that prints the message, others that merely share its words are of no use. */
    if (best && best.score > 3) results = results.filter(function (result) { return result.score > best.score / 3 })
    results = results.slice(0, weak ? 3 : SHOWN)
    list.dataset.answered = query
    list.replaceChildren.apply(list, !query ? frequent : results.map(function (result) {
      var item = element("li")
      var top = result.hits[0].score
      result.hits.slice(0, 3).forEach(function (hit, i) {
        if (!i || hit.score > top * 0.6) item.append(link(result, hit, query, i > 0))
      })
      return item
    }))
    elsewhere.hidden = !weak
    elsewhere.querySelector("a").href = "https://docs.pytorch.org/docs/stable/search.html?q=" + encodeURIComponent(query.slice(0, 200))
    status.textContent = !query ? words.frequent : weak ? words.weak : words.found.replace("{}", results.length)
  }

  function open(text) {
    if (typeof text === "string") box.value = text
    start()
    if (!dialog.open) dialog.showModal()
    box.focus()
    box.select()
    ask()
  }

  box.addEventListener("input", ask)
  dialog.addEventListener("click", function (event) { if (event.target === dialog) dialog.close() })
  dialog.addEventListener("keydown", function (event) {
    var links = Array.from(list.querySelectorAll("a")), at = links.indexOf(document.activeElement)
    if (event.key === "Enter" && event.target === box && !event.isComposing) {
      event.preventDefault()
      if (asked && links.length) links[0].click()
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      var next = at + (event.key === "ArrowDown" ? 1 : -1)
      event.preventDefault()
      if (next < 0) box.focus()
      else if (links[next]) links[next].focus()
    }
    event.stopPropagation() /* Material's own keys */
  })
  document.addEventListener("click", function (event) {
    var opener = event.target.closest && event.target.closest("[data-search]")
    if (!opener || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    event.stopPropagation() /* else instant navigation follows the link */
    open(opener.dataset.search)
  }, true)
  document.addEventListener("pointerover", function (event) {
    if (event.target.closest && event.target.closest("[data-search]")) start()
  })
  document.addEventListener("keydown", function (event) {
    var typing = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]")
    var key = (event.ctrlKey || event.metaKey) && event.key === "k"
    if (!key && (typing || event.ctrlKey || event.metaKey || event.altKey || !/^[/sf]$/.test(event.key))) return
    event.preventDefault()
    open()
  })

  /* --- where a reader lands ---------------------------------------------------------------- */

  /* The elements of a section: from its heading up to the next one of the same level or above. */
  function parts(id) {
    var heading = id && document.getElementById(id)
    if (!heading) return Array.from(document.querySelectorAll("article.md-content__inner > *")).slice(0, 12)
    var found = [heading], level = heading.tagName
    for (var next = heading.nextElementSibling; next && !(/^H[1-6]$/.test(next.tagName) && next.tagName <= level); next = next.nextElementSibling) found.push(next)
    return found
  }

  /* The places of a pattern in an element, as ranges. */
  function ranges(node, pattern) {
    var walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT), texts = [], whole = "", found = []
    while (walker.nextNode()) {
      texts.push({ node: walker.currentNode, at: whole.length })
      whole += walker.currentNode.data
    }
    function place(at, end) {
      for (var i = texts.length - 1; i >= 0; i--) {
        if (texts[i].at < at || (texts[i].at === at && !end) || !i) return [texts[i].node, at - texts[i].at]
      }
    }
    for (var match of whole.matchAll(pattern)) {
      var range = document.createRange()
      range.setStart.apply(range, place(match.index, false))
      range.setEnd.apply(range, place(match.index + match[0].length, true))
      found.push(range)
    }
    return found
  }

  function escaped(text) { return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") }

  function land() {
    var given = JSON.parse(sessionStorage.getItem(MARK) || "null")
    sessionStorage.removeItem(MARK)
    if (window.CSS && CSS.highlights) CSS.highlights.delete("search")
    if (!given || given.path !== location.pathname) return
    var patterns = [given.message].filter(Boolean).map(escaped)
    if (given.query) {
      var typed = given.query.split(/\s+/)
      patterns = [escaped(given.query)]
      if (typed.length < 4) typed.forEach(function (word) {
        if (/^\p{sc=Han}{2,}$/u.test(word)) patterns.push(escaped(word))
        else if (word.length > 2) patterns.push("(?<![A-Za-z0-9_])" + escaped(word) + "(?![A-Za-z0-9_])")
      })
    }
    if (!patterns.length) return
    var found = parts(given.id).flatMap(function (part) { return ranges(part, new RegExp(patterns.join("|"), "giu")) })
    if (!found.length) return
    for (var around = found[0].startContainer.parentElement; around; around = around.parentElement) if (around.tagName === "DETAILS") around.open = true
    if (window.CSS && CSS.highlights) CSS.highlights.set("search", new Highlight(...found))
    if (given.message) found[0].startContainer.parentElement.scrollIntoView({ block: "center" })
  }

  document$.subscribe(function () { setTimeout(land, 100) })
  var given = new URLSearchParams(location.search).get("q")
  if (given !== null) open(given)
})()
