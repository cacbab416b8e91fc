/* Formulas. KaTeX is fetched when the first page with a formula is opened, and only then. */
;(function () {
  var folder = new URL("../vendor/katex/", document.currentScript.src)
  var loaded

  function load() {
    loaded = loaded || Promise.all([
      element("link", { rel: "stylesheet", href: new URL("katex.min.css", folder) }),
      element("script", { src: new URL("katex.min.js", folder) })
    ])
    return loaded
  }

  function element(name, attributes) {
    return new Promise(function (resolve, reject) {
      var node = Object.assign(document.createElement(name), attributes)
      node.onload = resolve
      node.onerror = reject
      document.body.append(node) /* instant navigation puts the head in order */
    })
  }

  /* One formula at a time, so that a phone answers its reader in between. */
  function draw(formulas) {
    var formula = formulas.shift()
    if (!formula) return
    var text = formula.textContent.trim()
    katex.render(text.slice(2, -2), formula, { displayMode: text.startsWith("\\["), throwOnError: false })
    setTimeout(draw, 0, formulas)
  }

  document$.subscribe(function () {
    var formulas = Array.from(document.querySelectorAll(".arithmatex:not(:has(.katex))"))
    if (formulas.length) load().then(function () { draw(formulas) })
  })
})()
