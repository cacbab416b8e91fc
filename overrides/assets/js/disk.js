/* From the disk, Material's instant navigation does nothing but end the stream that tells of pages
   (document$), on which copy buttons, formulas and our own scripts wait. So there it is switched off,
   above Material's own script. */
;(function () {
  if (location.protocol !== "file:") return
  var element = document.getElementById("__config"), config = JSON.parse(element.textContent)
  config.features = config.features.filter(function (name) { return name !== "navigation.instant" })
  element.textContent = JSON.stringify(config)
})()
