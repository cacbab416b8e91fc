/* The field above a list of errors or of names filters it. Numbers are free, and so is what stands in
   quotes, as in the search; of a traceback it is enough that it holds an entry's message. */
;(function () {
  function plain(text) {
    return text.toLowerCase().replace(/\d+(\.\d+)?/g, "0").replace(/\s+/g, " ").trim()
  }

  function unquoted(text) { return plain(text.replace(/"[^"]*"|'[^']*'|`[^`]*`/g, "_")) }

  function entry(item) {
    var texts = Array.from(item.querySelectorAll("code"), function (code) { return code.textContent })
    return {
      node: item, plain: plain(item.textContent), texts: texts.map(unquoted),
      messages: texts.map(function (text) { return unquoted(text.replace(/^[\w.]+: /, "")) }),
    }
  }

  function fits(entry, asked) {
    return asked.plain.split(" ").every(function (word) { return entry.plain.includes(word) }) ||
      entry.texts.some(function (text) { return text.includes(asked.unquoted) }) ||
      entry.messages.some(function (message) { return message.length > 8 && asked.unquoted.includes(message) })
  }

  function filter(panel) {
    var box = panel.querySelector("input"), status = panel.querySelector("[role=status]"), search = panel.querySelector("button")
    var lists

    function show() {
      lists = lists || Array.from(document.querySelectorAll("ul.index"), function (list) {
        return { node: list, heading: list.previousElementSibling, entries: Array.from(list.children, entry) }
      })
      var asked = { plain: plain(box.value), unquoted: unquoted(box.value) }, count = 0
      lists.forEach(function (list) {
        var found = 0
        list.entries.forEach(function (entry) {
          entry.node.hidden = !fits(entry, asked)
          found += !entry.node.hidden
        })
        list.node.hidden = list.heading.hidden = !found
        count += found
      })
      status.textContent = count ? panel.dataset.found.replace("{}", count) : panel.dataset.none
      search.hidden = count > 0
      search.dataset.search = box.value
    }

    box.addEventListener("input", show)
    addEventListener("hashchange", function () { /* a link of the contents to what is filtered away */
      var target = document.getElementById(decodeURIComponent(location.hash.slice(1)))
      if (!target || !target.hidden) return
      box.value = ""
      show()
      target.scrollIntoView()
    })
    if (box.value) show() /* what a browser kept when it went back */
  }

  document$.subscribe(function () { document.querySelectorAll(".filter").forEach(filter) })
})()
