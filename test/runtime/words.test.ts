import { mo, po } from 'gettext-parser'
import { describe, expect, it } from 'vitest'
import { Block, block, CatalogI18n, definePlugin, Fragment, html, I18n, view } from '../../runtime/index.js'
import { poCatalogue } from '../../runtime/words/po-catalogue.js'

/** A catalogue of one text with numbered forms. */
const written = (rule: string, forms: readonly string[]) => `msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: ${rule}\\n"

msgid "one try"
msgid_plural "many tries"
${forms.map((form, index) => `msgstr[${index}] "${form}"`).join('\n')}
`

describe('a gettext catalogue', () => {
  it.each([
    ['es', 'nplurals=2; plural=(n != 1);', { 0: 1, 1: 0, 2: 1, 21: 1 }],
    ['fr', 'nplurals=2; plural=(n > 1);', { 0: 0, 1: 0, 2: 1 }],
    ['ja', 'nplurals=1; plural=0;', { 0: 0, 1: 0, 5: 0 }],
    [
      'ru',
      'nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);',
      { 1: 0, 3: 1, 5: 2, 11: 2, 14: 2, 21: 0, 112: 2 },
    ],
    // Counted otherwise than the categories of the language are listed.
    ['lv', 'nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2);', { 0: 2, 1: 0, 7: 1, 21: 0 }],
    [
      'sl',
      'nplurals=4; plural=(n%100==1 ? 1 : n%100==2 ? 2 : n%100==3 || n%100==4 ? 3 : 0);',
      { 1: 1, 2: 2, 3: 3, 5: 0, 101: 1, 104: 3 },
    ],
    [
      'ar',
      'nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);',
      { 0: 0, 1: 1, 2: 2, 3: 3, 10: 3, 11: 4, 100: 5, 103: 3 },
    ],
  ])('of %s gives each number the form that its own rule names', (locale, rule, forms) => {
    const words = ['zeroth', 'first', 'second', 'third', 'fourth', 'fifth'].slice(
      0,
      Number(/\d/.exec(rule)?.[0]),
    )
    const i18n = new CatalogI18n(locale, { [locale]: poCatalogue(written(rule, words), locale) })
    const given = Object.keys(forms).map((count) => i18n.ngettext('one try', 'many tries', Number(count)))
    expect(given).toEqual(Object.values(forms).map((form) => words[form]))
  })

  it('leaves out what is not translated or only guessed, and tells contexts apart', () => {
    const text = `msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Submit"
msgstr "Enviar"

msgid "Later"
msgstr ""

#, fuzzy
msgid "Reset"
msgstr "Resto"

msgctxt "a month"
msgid "May"
msgstr "mayo"

msgctxt "at the door"
msgid "one ring"
msgid_plural "rings"
msgstr[0] "un timbre"
msgstr[1] "timbres"
`
    for (const catalog of [poCatalogue(text, 'es'), poCatalogue(mo.compile(po.parse(text)), 'es', true)]) {
      const i18n = new CatalogI18n('es', { es: catalog })
      expect(['Submit', 'May', 'Later'].map((one) => i18n.gettext(one))).toEqual(['Enviar', 'May', 'Later'])
      expect(i18n.pgettext('a month', 'May')).toBe('mayo')
      expect(i18n.pgettext('leave', 'May')).toBe('May')
      expect([1, 2].map((count) => i18n.npgettext('at the door', 'one ring', 'rings', count))).toEqual([
        'un timbre',
        'timbres',
      ])
      expect([1, 2].map((count) => i18n.npgettext('of gold', 'one ring', 'rings', count))).toEqual([
        'one ring',
        'rings',
      ])
    }
  })

  it.each([
    ['code', 'nplurals=2; plural=process.exit();'],
    ['an open bracket', 'nplurals=2; plural=(n != 1;'],
    ['nothing', 'nplurals=2;'],
    ['more than any language needs', `nplurals=2; plural=${'('.repeat(5000)}n${')'.repeat(5000)};`],
  ])('is refused whose rule is %s', (_, rule) => {
    expect(() => poCatalogue(written(rule, ['a', 'b']), 'es')).toThrow(
      expect.objectContaining({ code: 'plugin-invalid' }) as Error,
    )
  })
})

describe('a plugin with catalogues', () => {
  @block('worded')
  class Worded extends Block({}) {
    @view studentView() {
      return new Fragment(html`${this.service(I18n).gettext('Hello')}`)
    }
  }

  it.each([['es_MX'], ['not a language'], ['']])('is refused whose catalogue is for %j', (locale) => {
    expect(() =>
      definePlugin({ name: 'worded', blocks: [Worded], catalogues: { [locale]: { Hello: 'Hola' } } }),
    ).toThrow(expect.objectContaining({ code: 'plugin-invalid' }) as Error)
  })

  it('is refused whose folder is not there', () => {
    const catalogues = new URL('./no-such-folder/', import.meta.url)
    expect(() => definePlugin({ name: 'worded', blocks: [Worded], catalogues })).toThrow(
      /no folder of catalogues/,
    )
  })
})

describe('what is said of a number', () => {
  it('tells apart what JSON does not, said one after the other', () => {
    const i18n = new CatalogI18n('en')
    const said = [Infinity, -Infinity, NaN].map((count) => i18n.say('{count, number} points', { count }))
    expect(said).toEqual(['∞ points', '-∞ points', 'NaN points'])
  })
})
