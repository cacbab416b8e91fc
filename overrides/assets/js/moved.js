/* At an old address: go on to the page that answers now, to the heading that was asked for. */
location.replace(document.querySelector("main a").href + location.search + location.hash)
