/* Finds sections off the page's own thread. The index is fetched in two parts, and a question that
   was asked before the second one came is answered again. */
importScripts("../vendor/minisearch/minisearch.min.js", "search-core.js", new URL(location.hash.slice(1) + "pages.js"))
var question, complete = false

function answer() {
  if (question) postMessage({ query: question, results: searchIndex.find(question), complete: complete })
}

onmessage = function (event) {
  question = event.data
  answer()
}
setTimeout(function () {
  importScripts(new URL(location.hash.slice(1) + "texts.js"))
  complete = true
  answer()
})
