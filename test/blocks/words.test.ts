import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { blockWords, catalogues } from '../../blocks/words/index.js'
import { messagesIn, partsOf, templatesOf, wordsInMarkup } from '../words-in-source.js'

const folder = fileURLToPath(new URL('../../blocks/', import.meta.url))
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.startsWith('words/'))
  .map((name) => ({ name, text: readFileSync(`${folder}${name}`, 'utf8') }))
const said = new Set(files.flatMap(({ text }) => messagesIn(text)))

/** What is for authors: examples of OLX, what their courses are told of, the problems they try. */
const forAuthors = /templates\.ts$|remarks\.ts$|\/trial\/|write-\w+-olx\.ts$|encoded-videos\.ts$|markdown\//

/** Elements of HTML, which messages about elements of OLX have none of. */
const elements =
  /<(?:p|div|span|ul|li|ol|h\d|strong|small|button|label|form|section|details|summary|option|select|legend|fieldset|iframe|video|input)\b/

/** Words of markup that are no words of a language. */
const signs = new Set(['CCO'])

describe('words of the shipped blocks', () => {
  it('are translated once each', () => {
    const all = catalogues.flatMap((one) => Object.keys(one))
    expect(all.filter((one, index) => all.indexOf(one) !== index)).toEqual([])
  })

  it.each(Object.entries(blockWords))(
    'are all there in %s, with the same places to fill, and none besides',
    (locale, words) => {
      expect(Object.keys(words).toSorted()).toEqual([...said].toSorted())
      for (const [message, translation] of Object.entries(words))
        expect([message, partsOf(translation, locale)]).toEqual([message, partsOf(message, 'en')])
    },
  )

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
