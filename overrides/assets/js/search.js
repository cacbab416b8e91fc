/* Material starts its search worker and fetches the whole index with every page. Here both wait
   until somebody is about to search. This stands above Material's own script; without it, or if
   Material asks in another way some day, search works as Material's does. */
;(function () {
  var INDEX = "search/search_index.json"
  var SETUP = 0, QUERY = 2, RESULT = 3 /* the kinds of message between Material and its worker */

  /* How names and messages are compared: without marks, without torch. and (). */
  function plain(html) {
    return html.replace(/<[^>]*>|\u200b|\(\)/g, "").replace(/\s+/g, " ").toLowerCase()
      .replace(/\btorch\./g, "")
  }

  /* The worker ranks pages by single words. What was typed or pasted, word for word, comes first: in
     a title, then in a text; or else a part of it, as messages hold numbers of the moment. Between
     equals a page comes before the overviews, which name everything. */
  function rank(groups, query, documents) {
    var whole = plain(query.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;")).trim()
    if (!whole) return
    var parts = whole.split(/[\d()[\]{}:;,"'`]+/).map(function (part) { return part.trim() })
      .filter(function (part) { return part.split(" ").length > 2 })
    function holds(text, phrase) {
      var at = text.indexOf(phrase)
      return at >= 0 && !/[a-z0-9_]/.test(text.charAt(at + phrase.length))
    }
    function place(group, phrases) {
      function found(field) {
        return group.some(function (item) {
          var text = plain((documents.get(item.location) || item)[field])
          return phrases.some(function (phrase) { return holds(text, phrase) })
        })
      }
      return found("title") ? 2 : found("text") ? 1 : 0
    }
    var places = new Map(groups.map(function (group) { return [group, place(group, [whole])] }))
    if (!Array.from(places.values()).some(Boolean)) {
      groups.forEach(function (group) { places.set(group, place(group, parts)) })
    }
    groups.forEach(function (group) {
      var overview = group[0].location.split("#")[0].split("/").length < 3
      if (overview) places.set(group, places.get(group) - 0.5)
    })
    groups.sort(function (a, b) { return places.get(b) - places.get(a) })
  }

  var wanted = new Promise(function (resolve) {
    if (/[?&]q=/.test(location.search)) resolve()
    function about(event) {
      var target = event.target
      if (target.closest && target.closest("[data-md-component=search], [for=__search]")) resolve()
    }
    addEventListener("focusin", about)
    addEventListener("pointerover", about)
    var toggle = document.getElementById("__search")
    if (toggle) toggle.addEventListener("change", resolve)
  })

  var Started = window.Worker
  window.Worker = function (url, options) {
    var channel = new EventTarget(), waiting = [], documents = new Map(), query = "", worker
    channel.postMessage = function (message) {
      if (message.type === QUERY) query = message.data
      if (message.type === SETUP) {
        message.data.docs.forEach(function (doc) { documents.set(doc.location, doc) })
      }
      worker ? worker.postMessage(message) : waiting.push(message)
    }
    channel.terminate = function () { if (worker) worker.terminate() }
    wanted.then(function () {
      worker = new Started(url, options)
      worker.addEventListener("message", function (event) {
        if (event.data.type === RESULT) rank(event.data.data.items, query, documents)
        channel.dispatchEvent(new MessageEvent("message", { data: event.data }))
      })
      waiting.forEach(function (message) { worker.postMessage(message) })
    })
    return channel
  }

  var open = XMLHttpRequest.prototype.open, send = XMLHttpRequest.prototype.send
  XMLHttpRequest.prototype.open = function (method, url) {
    this.waits = String(url).endsWith(INDEX)
    return open.apply(this, arguments)
  }
  XMLHttpRequest.prototype.send = function () {
    var request = this, given = arguments
    if (!request.waits) return send.apply(request, given)
    wanted.then(function () { send.apply(request, given) })
  }

  /* Material looks for a released key; a message pasted with the mouse releases none. */
  addEventListener("input", function (event) {
    if (event.target.matches("[data-md-component=search-query]")) {
      event.target.dispatchEvent(new Event("keyup"))
    }
  })
})()
