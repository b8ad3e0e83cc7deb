import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import shipped from '../../blocks/index.js'
import { blockWords, catalogues, fieldCatalogues } from '../../blocks/words/index.js'
import { wordsByLanguage } from '../../runtime/words/index.js'
import { messagesIn, partsOf, templatesOf, wordsInMarkup } from '../words-in-source.js'

const folder = fileURLToPath(new URL('../../blocks/', import.meta.url))
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.startsWith('words/'))
  .map((name) => ({ name, text: readFileSync(`${folder}${name}`, 'utf8') }))
const said = new Set(files.flatMap(({ text }) => messagesIn(text)))

/** What authors read of fields that they may set, of those that every block has, and of what blocks can begin with, by what their classes say. */
const saidOfFields = new Set([
  ...shipped.types.flatMap(({ capabilities }) =>
    (capabilities.templates ?? []).map((one) => one.title ?? one.name),
  ),
  ...shipped.types
    .flatMap((type) => type.withMixins(shipped.mixins ?? []).fields)
    .filter(({ scope }) => scope.name === 'content' || scope.name === 'settings')
    .flatMap(({ olxName, field: { options } }) => [
      options.label ?? (options.hidden ? [] : inWords(olxName)),
      options.help ?? [],
      ...Object.values(options.valueLabels ?? {}),
    ])
    .flat(),
])

/** As pages name a field that has no label. */
function inWords(olxName: string): string {
  return `${olxName.charAt(0).toUpperCase()}${olxName.slice(1)}`.replaceAll('_', ' ')
}

/** What is for authors: examples of OLX, what their courses are told of, the problems they try. */
const forAuthors = /templates\.ts$|remarks\.ts$|\/trial\/|write-\w+-olx\.ts$|encoded-videos\.ts$|markdown\//

/** Elements of HTML, which messages about elements of OLX have none of. */
const elements =
  /<(?:p|div|span|ul|li|ol|h\d|strong|small|button|label|form|section|details|summary|option|select|legend|fieldset|iframe|video|input)\b/

/** Words of markup that are no words of a language. */
const signs = new Set(['CCO'])

describe('words of the shipped blocks', () => {
  it('are translated once each', () => {
    const all = [...catalogues, ...fieldCatalogues].flatMap((one) => Object.keys(one))
    expect(all.filter((one, index) => all.indexOf(one) !== index)).toEqual([])
  })

  it.each(Object.entries(wordsByLanguage(catalogues)))(
    'are all there in %s, with the same places to fill, and none besides',
    (locale, words) => {
      expect(Object.keys(words).toSorted()).toEqual([...said].toSorted())
      for (const [message, translation] of Object.entries(words))
        expect([message, partsOf(translation, locale)]).toEqual([message, partsOf(message, 'en')])
    },
  )

  it('have the labels, help and names of values of all fields that authors set', () => {
    const known = fieldCatalogues.flatMap((one) => Object.keys(one))
    // A word that a block says, too, is translated there.
    const elsewhere = [...saidOfFields].filter((one) => !known.includes(one))
    expect(elsewhere.filter((one) => !said.has(one))).toEqual([])
    expect(known.filter((one) => !saidOfFields.has(one))).toEqual([])
    for (const words of Object.values(blockWords))
      expect([...saidOfFields].filter((one) => !Object.hasOwn(words, one))).toEqual([])
  })

  it('are none outside of the catalogues: in markup, in refusals, in what client modules say', () => {
    const outside: string[] = []
    for (const { name, text } of files.filter((one) => !forAuthors.test(one.name))) {
      for (const template of templatesOf(text).filter((one) => elements.test(one)))
        for (const word of wordsInMarkup(template)) if (!signs.has(word)) outside.push(`${name}: ${word}`)
      const isClient = name.includes('/client/')
      const spoken = isClient
        ? /(?<!say\(\s*)'[A-Z][a-z]+ [^'\n]*\.'/g
        : /(?:new HandlerError\(\s*\d+,\s*|contents: [^\n]* message: )['"`][^\n]*/g
      for (const [words] of text.matchAll(spoken)) outside.push(`${name}: ${words}`)
    }
    expect(outside).toEqual([])
  })
})
