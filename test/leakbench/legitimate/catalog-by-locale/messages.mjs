const SOURCES = {
  en: 'hello=Hello|order=Your order|thanks=Thank you',
  de: 'hello=Guten Tag|order=Ihre Bestellung|thanks=Vielen Dank',
  fr: 'hello=Bonjour|order=Votre commande|thanks=Merci',
  sv: 'hello=Hej|order=Din order|thanks=Tack',
}

const catalogs = {}

export async function catalogOf(locale) {
  const known = locale in SOURCES ? locale : 'en'
  catalogs[known] ??= Object.fromEntries(SOURCES[known].split('|').map((line) => line.split('=')))
  return catalogs[known]
}
