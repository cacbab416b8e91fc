/* Material starts its search worker and fetches the whole index with every page. Here both wait
   until somebody is about to search. This stands above Material's own script; without it, or if
   Material asks in another way some day, search works as Material's does. */
;(function () {
  var INDEX = "search/search_index.json"
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
    var channel = new EventTarget(), waiting = [], worker
    channel.postMessage = function (message) {
      worker ? worker.postMessage(message) : waiting.push(message)
    }
    channel.terminate = function () { if (worker) worker.terminate() }
    wanted.then(function () {
      worker = new Started(url, options)
      worker.addEventListener("message", function (event) {
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
})()
