import { html, type SafeHtml } from '../../runtime/index.js'

/** Whom people ask for help: a mail address, or the address of a page, as a link; any other text as it is. */
export function contactLink(contact: string): SafeHtml {
  const text = contact.replace(/^mailto:/i, '')
  const href = /^[^\s@/:]+@[^\s@/:]+$/.test(text)
    ? `mailto:${text}`
    : /^(?:https?:\/\/|\/(?!\/))/i.test(text)
      ? text
      : undefined
  return href === undefined ? html`<bdi>${text}</bdi>` : html`<a href="${href}"><bdi>${text}</bdi></a>`
}
