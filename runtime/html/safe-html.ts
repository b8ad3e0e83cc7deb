/** A piece of HTML that is safe to send: made by {@link html}, or vouched for with {@link trusted}. */
export class SafeHtml {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text
  }
}

/** What may stand in a `${}` of {@link html}. Nothing is shown for null, undefined and false. */
export type HtmlValue = SafeHtml | string | number | boolean | null | undefined | readonly HtmlValue[]

/** HTML from a template: every value is escaped for text and quoted attributes, except SafeHtml. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): SafeHtml {
  let text = strings[0] ?? ''
  for (let index = 0; index < values.length; index++)
    text += shown(values[index]) + (strings[index + 1] ?? '')
  return new SafeHtml(text)
}

/** Vouches that a text is safe HTML already: cleaned content, or markup of our own. */
export function trusted(text: string): SafeHtml {
  return new SafeHtml(text)
}

function shown(value: HtmlValue): string {
  if (typeof value === 'string') return escapeHtml(value)
  if (value === null || value === undefined || value === false) return ''
  if (value instanceof SafeHtml) return value.text
  if (Array.isArray(value)) return value.map(shown).join('')
  return escapeHtml(String(value))
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** A text escaped for HTML content and quoted attributes. */
export function escapeHtml(text: string): string {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (character) => entities[character] ?? '') : text
}

/** JSON for a `<script type="application/json">`: it cannot end the element. */
export function jsonForScript(value: unknown): SafeHtml {
  return new SafeHtml(JSON.stringify(value).replace(/</g, '\\u003c'))
}
