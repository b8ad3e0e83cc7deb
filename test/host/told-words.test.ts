import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import blocks from '../../blocks/index.js'
import { readingsOf, valuesIn, type Place } from '../../host/words/known-reading.js'
import { SiteWords } from '../../host/words/index.js'
import { toldCatalogues } from '../../host/words/told/index.js'
import { Catalogues, html } from '../../runtime/index.js'
import { templatesOf } from '../words-in-source.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const rooms = ['runtime', 'blocks', 'content', 'compositor', 'lms', 'host', 'store', 'python']
const isTold = (name: string) => name.endsWith('.ts') && !/(?:^|\/)words\//.test(name)

/** Texts in the source of the engine, as patterns: anything may stand in place of a value. */
const patterns = rooms.flatMap((room) =>
  readdirSync(`${root}${room}`, { recursive: true, encoding: 'utf8' })
    .filter(isTold)
    .flatMap((name) => {
      const text = readFileSync(`${root}${room}/${name}`, 'utf8')
      const plain = [...text.matchAll(/'((?:[^'\\\n]|\\.)*)'/g)].map(([, one = '']) =>
        one.replaceAll("\\'", "'"),
      )
      return [...templatesOf(text, '\0'), ...plain]
    })
    .filter((one) => !one.includes('\n') && one.replace(/\P{L}/gu, '').length >= 8)
    .map((one) => ({
      counts: {},
      parts: one.split(/(\0+)/).flatMap((part): (string | Place)[] => {
        if (part === '') return []
        return part.startsWith('\0') ? [{ name: '', isNumber: false }] : [part]
      }),
    })),
)

/** Messages that stand before others, and two of a file with a sign that only a compiler reads rightly. */
const joined = new Set([
  'Line {line}, column {column}: {message}',
  'The script is Python 2: {what}. It is run by Python 3, which cannot read it.',
  'a text begins with ur',
])

const site = new SiteWords(
  {
    de: {
      'No cut-off is above 0, so nobody can pass.': 'Keine Grenze liegt über 0.',
      "The {colour} of ''{thing}'' is not known.": 'Die Farbe {colour} von „{thing}“ ist unbekannt.',
    },
  },
  undefined,
  [
    blocks.words ?? new Catalogues({}),
    new Catalogues({
      es: {
        'A room holds {most, plural, one {# person} other {# people}} at most.':
          'En una sala caben {most, plural, one {# persona} other {# personas}}.',
      },
    }),
  ],
)

describe('what the engine says', () => {
  it('has words in the catalogues for nothing that no source says, once each', () => {
    const all = toldCatalogues.flatMap((one) => Object.keys(one))
    expect(all.filter((one, index) => all.indexOf(one) !== index)).toEqual([])
    const unsaid = all.filter((message) => {
      if (joined.has(message)) return false
      const samples = readingsOf(message).map(({ parts }) =>
        parts.map((part) => (typeof part === 'string' ? part : '5')).join(''),
      )
      return !samples.some((sample) => patterns.some((pattern) => valuesIn(sample, pattern)))
    })
    expect(unsaid).toEqual([])
  })

  it('has the same places in all languages', () => {
    const places = (message: string) =>
      [
        ...new Set(
          readingsOf(message).flatMap(({ parts, counts }) => [
            ...parts.flatMap((part) => (typeof part === 'string' ? [] : part.name)),
            ...Object.keys(counts),
          ]),
        ),
      ].sort()
    for (const catalogue of toldCatalogues)
      for (const [message, words] of Object.entries(catalogue))
        for (const said of Object.values(words))
          expect([message, places(said)]).toEqual([message, places(message)])
  })

  it.each([
    [
      'what stands in a finding apart from its words',
      'es',
      "The data of <html> links to '/static/a <b>.png', but the course has no such file.",
      '<bdi>data</bdi> de &lt;<bdi>html</bdi>&gt; enlaza con «<bdi>/static/a &lt;b&gt;.png</bdi>», pero el curso no tiene ese archivo.',
    ],
    [
      'numbers in their plural',
      'ar',
      "3 blocks of the type 'goose' are not shown to learners: no plugin provides it.",
      '3 كتل من النوع «<bdi>goose</bdi>» لا تُعرض للمتعلمين: لا توفرها أي إضافة.',
    ],
    [
      'why, in what failed',
      'fr',
      'The attribute due is kept but has no effect: Expected a date, received x.',
      'L’attribut <bdi>due</bdi> est gardé mais sans effet\u00a0: <bdi>Attendu\u00a0: <bdi>a date</bdi>, reçu\u00a0: <bdi>x</bdi>.</bdi>',
    ],
    [
      'clauses that stand in a message, short ones too',
      'es',
      "The link 'static/a' leads nowhere, so it is left out.",
      'El enlace «<bdi>static/a</bdi>» se omite: <bdi>no lleva a nada</bdi>.',
    ],
    [
      'what is only in one kind of them',
      'zh',
      'The script is Python 2: <> is no operator. It is run by Python 3, which cannot read it.',
      '脚本为 Python 2：<bdi>&lt;&gt; 不是运算符</bdi>。运行环境为 Python 3，无法读取。',
    ],
    [
      'each line by itself, and what has no words marked as English',
      'zh',
      'The block has no score.\nNobody knows why.',
      '该块没有得分。\n<bdi lang="en">Nobody knows why.</bdi>',
    ],
    [
      'what the host has words for',
      'de',
      "The red of 'a rose' is not known.",
      'Die Farbe <bdi>red</bdi> von „<bdi>a rose</bdi>“ ist unbekannt.',
    ],
    ['what a plugin has words for', 'es', 'A room holds 1 person at most.', 'En una sala caben 1 persona.'],
    [
      'names as they are, be they words besides',
      'es',
      "There is no block 'Always' here.",
      'Aquí no hay ningún bloque «<bdi>Always</bdi>».',
    ],
    ['as it is in English', 'en', "There is no block 'x' here.", 'There is no block &#39;x&#39; here.'],
  ])('is said on pages with %s', (_what, locale, text, said) => {
    expect(html`${site.in(locale).told(text)}`.toString()).toBe(said)
  })

  it('has moments in the language and time zone of whoever is told, days as they are', () => {
    const opens = 'This part of the course opens 2030-01-01 at 02:30 UTC.'
    const told = (locale: string, zone: string, text = opens) =>
      html`${site.in(locale, zone).told(text)}`.toString()
    expect(told('es', 'America/Bogota')).toContain('31 de diciembre de 2029')
    expect(told('en', 'Asia/Tokyo')).toMatch(/January 1, 2030 at 11:30.AM/)
    const course = 'The course opens 2030-01-01: until then it is for staff only.'
    expect(told('fr', 'America/Bogota', course)).toContain('1 janvier 2030')
  })

  it('is found in one walk, whatever a long text repeats', () => {
    const text = `The attribute ${'is kept but has no effect: '.repeat(20_000)}`
    const began = performance.now()
    site.in('es').told(text)
    expect(performance.now() - began).toBeLessThan(2000)
  })
})
