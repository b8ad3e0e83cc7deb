import { mo, po } from 'gettext-parser'
import { inContext, type Catalog } from '../service/catalog-words.js'
import { formsByCategory } from './plural-forms.js'

/** What a catalogue is taken to say of plural forms that has no header for it. */
const germanic = 'nplurals=2; plural=(n != 1);'

/**
 * A gettext catalogue (`.po`, or `.mo` where it is compiled). What is not translated yet, or only guessed (`fuzzy`), is left out, as `msgfmt` does.
 * @param locale as in BCP 47
 * @throws CompositorError `plugin-invalid` for a rule of plural forms that cannot be read; SyntaxError for a text that is no catalogue
 */
export function poCatalogue(text: string | Buffer, locale: string, isCompiled = false): Catalog {
  const parsed = isCompiled ? mo.parse(Buffer.from(text)) : po.parse(text, { validation: false })
  const { headers, translations } = parsed
  const rule = Object.entries(headers).find(([name]) => name.toLowerCase() === 'plural-forms')?.[1]
  let forms: ReadonlyMap<Intl.LDMLPluralRule, number> | undefined
  const catalog: Record<string, Catalog[string]> = {}
  for (const [context, messages] of Object.entries(translations)) {
    for (const { msgid, msgid_plural: plural, msgstr, comments } of Object.values(messages)) {
      if (msgid === '' || comments?.flag?.includes('fuzzy') || msgstr.every((one) => one === '')) continue
      const name = inContext(context, msgid)
      if (plural === undefined) catalog[name] = msgstr[0] ?? ''
      else {
        forms ??= formsByCategory(rule ?? germanic, locale)
        catalog[name] = Object.fromEntries(
          [...forms].flatMap(([category, form]) => {
            const words = msgstr[form] ?? ''
            return words === '' ? [] : [[category, words] as const]
          }),
        )
      }
    }
  }
  return catalog
}
