/* Finds sections. The files of the index (search/pages.js, search/texts.js) call 'searchIndex'.
   Works in a worker, in a page that was opened from the disk, and in Node, without any of them. */
var searchIndex = (function (scope) {
  var HAN = /\p{sc=Han}/u
  var WORDS = /\p{sc=Han}+|[a-z_][a-z0-9_.]*[a-z0-9_]|[a-z]|\d+/gu
  var NAMED = /(?:^|[^\w.])((?:[a-z_]\w*\.)*[a-z_]\w*(?:error|warning|exception|interrupt|iteration|exit)(?:: (?=\S)|\s*$)|torch(?:\.\w+)+: (?=\S))/gi
  var FRAMES = /^[\s\S]*File "[^"\n]*", line \d+[^\n]*\n(?:[ \t][^\n]*\n)*(?=\S)/
  var COMMON = new Set(("a an and are as at be but by can could do does for from get gives go had has have how i if in is it its " +
    "me my no not of on or our should so than that the then there they this to up use using was we what when where which why will " +
    "with without you your after before error need problem way 的 了 吗 呢 和 与 是 在 有 会 就 都 也 我 把 被 让 用 要 个 " +
    "怎么 怎样 如何 为什么 怎么办 什么 之后 之前 后 不要 需要 需不需要 请问 一个 可以 问题 报错 解决 出现 没有").split(" "))
  var segmenter = scope.Intl && Intl.Segmenter && new Intl.Segmenter("zh", { granularity: "word" })
  var pages = [], sections = [], phrases = [], aliases = [], index, weights = new Map()

  /* One spelling for British and American words, one form for "share", "shared" and "sharing". */
  function same(word) {
    if (word.length < 5 || !/^[a-z]+$/.test(word)) return word
    var stem = word.replace(/is(e|ed|es|ing|ations?)$/, "iz$1").replace(/(ations?|ing|ed|es|s|e)$/, "")
    return stem.length < 3 ? word : stem
  }

  function words(text) {
    var found = []
    for (var match of text.toLowerCase().matchAll(WORDS)) {
      var word = match[0]
      if (HAN.test(word)) {
        if (segmenter) for (var part of segmenter.segment(word)) found.push(part.segment)
        for (var i = 0; i + 1 < word.length; i++) found.push(word.slice(i, i + 2))
        if (word.length === 1 && !segmenter) found.push(word)
      } else {
        found.push(same(word))
        if (/[._]/.test(word)) word.split(/[._]+/).forEach(function (part) { if (part) found.push(same(part)) })
      }
    }
    return found.filter(function (word) { return !COMMON.has(word) && !/^\d+$/.test(word) })
  }

  /* A message without what is the reader's own: numbers, and names in quotes. */
  function shape(text) {
    var own = text.replace(/"[^"]*"|'[^']*'|`[^`]*`/g, " _ ").replace(/\d+(\.\d+)?/g, "0").toLowerCase()
    return own.match(/[a-z_][a-z_.]*|0/g) || []
  }

  /* The names in quotes of a message. */
  function quoted(text) {
    return new Set((text.toLowerCase().match(/"[^"]*"|'[^']*'|`[^`]*`/g) || []).map(function (name) { return name.slice(1, -1) }))
  }

  function pairs(tokens) {
    var found = new Set()
    for (var i = 0; i + 1 < tokens.length; i++) found.add(tokens[i] + " " + tokens[i + 1])
    return found
  }

  function weight(pair) { return weights.get(pair) || 1 }

  function total(set) {
    var sum = 0
    set.forEach(function (pair) { sum += weight(pair) })
    return sum
  }

  /* The last message of a traceback, or what stands below its frames; anything else as it is. */
  function asked(query) {
    var at = -1, frames = query.match(FRAMES)
    for (var match of query.matchAll(NAMED)) at = match.index + match[0].indexOf(match[1])
    if (frames && at < frames[0].length) return query.slice(frames[0].length)
    return at > 0 && /Traceback|\bFile "|\n/.test(query) ? query.slice(at) : query
  }

  function plain(text) {
    return text.toLowerCase().replace(/[()\s]+/g, " ").trim()
  }

  /* How much of a query is a message that the site prints, or the other way round: 0 to 1. */
  function alike(query, phrase) {
    var common = 0, count = 0
    query.pairs.forEach(function (pair) {
      if (!phrase.pairs.has(pair)) return
      common += weight(pair)
      count++
    })
    if (count < 3 && !query.named) return 0 /* words that happen to follow each other */
    var less = Math.min(query.total, phrase.total), more = Math.max(query.total, phrase.total)
    var value = less ? 0.85 * common / less + 0.15 * common / more : 0, same = 0
    if (value < 0.8 || !query.quoted.size) return value
    query.quoted.forEach(function (name) { same += phrase.quoted.has(name) })
    return value + 0.15 * same / query.quoted.size /* of messages of one form, that with the same names */
  }

  function build(texts) {
    var options = {
      fields: ["title", "page", "names", "text"],
      idField: "id",
      tokenize: words,
      processTerm: function (term) { return term }
    }
    index = new scope.MiniSearch(options)
    index.addAll(sections.map(function (section, id) {
      var page = pages[section.page]
      return {
        id: id,
        title: section.title,
        page: page.title + " " + page.description,
        names: section.names + " " + section.messages.join(" "),
        text: texts ? texts[id] : ""
      }
    }))
  }

  /* The share of a query's words, the rare ones first of all, that some sections have. */
  function covered(terms, hits, matched, counts) {
    var all = 0, found = 0, here = new Set()
    hits.forEach(function (hit) { (matched.get(hit.id) || []).forEach(function (term) { here.add(term) }) })
    new Set(words(terms)).forEach(function (term) {
      if (HAN.test(term) && segmenter && term.length < 2) return
      var rare = Math.log(1 + sections.length / (counts.get(term) || 0.5))
      all += rare
      if (here.has(term)) found += rare
    })
    return all ? found / all : 0
  }

  function find(query) {
    query = asked(query.slice(0, 5000))
    var terms = query
    aliases.forEach(function (alias) {
      if (alias.pattern.test(query)) terms += " " + alias.words
    })
    var scores = new Map(), messages = new Map(), matched = new Map(), counts = new Map()
    index.search(terms, {
      boost: { title: 4, page: 2, names: 2 },
      prefix: function (term) { return term.length > 3 && !HAN.test(term) },
      fuzzy: function (term) { return /^[a-z_]{5,}$/.test(term) ? 0.2 : false },
      boostTerm: function (term) { return HAN.test(query) && /^[a-z]/.test(term) ? 2 : 1 }, /* names */
      combineWith: "OR"
    }).forEach(function (hit) {
      scores.set(hit.id, hit.score)
      matched.set(hit.id, hit.queryTerms)
      hit.queryTerms.forEach(function (term) { counts.set(term, (counts.get(term) || 0) + 1) })
    })
    var best = Math.max.apply(null, [1].concat(Array.from(scores.values())))
    var tokens = shape(query), own = pairs(tokens), mine = { pairs: own, total: total(own), quoted: quoted(query), named: query.search(NAMED) >= 0 }
    var exact = plain(query)
    if (tokens.length > 2 || mine.named) {
      phrases.forEach(function (phrase) {
        var value = phrase.plain === exact ? 1.5 : alike(mine, phrase) + (phrase.plain.includes(exact) ? 0.2 : 0)
        if (value > 0.5 && value > ((messages.get(phrase.section) || {}).value || 0)) {
          messages.set(phrase.section, { value: value, text: phrase.text })
        }
      })
    }
    var groups = new Map()
    new Set(Array.from(scores.keys()).concat(Array.from(messages.keys()))).forEach(function (id) {
      var section = sections[id], message = messages.get(id)
      var score = (scores.get(id) || 0) / best, url = pages[section.page].url
      var entry = /^errors\/./.test(url), said = message && message.value > 0.75
      /* the entry of an error comes before a page that shows it, and answers nothing else so well */
      if (message) score += (entry && said ? 5.6 : 4) * message.value * message.value
      if (entry && !said) score *= 0.7
      if (plain(section.title) === exact) score += 3
      if (!/\//.test(url.slice(0, -1))) score *= 0.8 /* an overview */
      if (url.startsWith("contributing/")) score *= 0.5 /* not about PyTorch */
      var hit = { id: id, section: section, score: score, message: message && message.text }
      if (!groups.has(section.page)) groups.set(section.page, [])
      groups.get(section.page).push(hit)
    })
    var results = Array.from(groups, function (group) {
      var hits = group[1].sort(function (a, b) { return b.score - a.score })
      var score = hits[0].score
      hits.slice(1, 4).forEach(function (hit, i) { score += hit.score / (8 << i) })
      return { page: pages[group[0]], hits: hits, score: score, coverage: covered(terms, hits, matched, counts) }
    })
    results.sort(function (a, b) { return b.score - a.score })
    return { results: results, weak: weak(query, results[0]) }
  }

  /* Whether what was found first may be no answer: it has few of the words, is about something else
     than PyTorch, or does not print the error that was asked for. */
  function weak(query, best) {
    if (!best || best.page.url.startsWith("contributing/")) return true
    if (query.search(NAMED) >= 0) return best.score < 1.9
    /* the entry of an error is about its message: another question is one of which it has most */
    var other = /^errors\/./.test(best.page.url) && !best.hits[0].message
    return best.coverage < (other ? 0.6 : 0.34) && best.score < 1.5
  }

  return {
    find: find,
    pages: function (head) {
      pages = head.pages.map(function (page) { return { url: page[0], title: page[1], description: page[2] } })
      sections = head.sections.map(function (given) {
        return { page: given[0], id: given[1], title: given[2], names: given[3], messages: given[4] }
      })
      aliases = Object.keys(head.aliases).map(function (word) {
        var escaped = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
        return { pattern: new RegExp(HAN.test(word) ? escaped.replace(/ /g, "\\s*") : "(?:^|[^a-z])" + escaped + "(?![a-z])", "i"), words: head.aliases[word] }
      })
      sections.forEach(function (section, id) {
        section.messages.forEach(function (text) { phrases.push({ section: id, text: text, plain: plain(text), pairs: pairs(shape(text)), quoted: quoted(text) }) })
      })
      var seen = new Map()
      phrases.forEach(function (phrase) {
        phrase.pairs.forEach(function (pair) { seen.set(pair, (seen.get(pair) || 0) + 1) })
      })
      seen.forEach(function (count, pair) { weights.set(pair, Math.log(1 + phrases.length / count)) })
      phrases.forEach(function (phrase) { phrase.total = total(phrase.pairs) })
      build(null)
    },
    texts: function (texts) {
      sections.forEach(function (section, id) { section.text = texts[id] })
      build(texts)
    }
  }
})(typeof self === "undefined" ? globalThis : self)
