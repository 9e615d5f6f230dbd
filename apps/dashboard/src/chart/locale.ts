// uPlot makes a NumberFormat for navigator.language while it loads. A browser started with an odd locale
// (`en-US@posix` under LANG=POSIX) names a language that Intl refuses, and the whole page would stay blank.

try {
  Intl.getCanonicalLocales(navigator.language)
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en', configurable: true })
}
