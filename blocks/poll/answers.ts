import { z } from 'zod'
import { courseAddress, html, type LinkedHtml, type SafeHtml, type Urls } from '../../runtime/index.js'
import { authorLine, shownText } from './author-text.js'

/** What stands beside a key in a list of answers or questions: a text, with a picture or without. */
const described = z.looseObject({
  label: z.string().nullish(),
  img: z.string().nullish(),
  img_alt: z.string().nullish(),
})

/** One answer of a poll or question of a survey: its key, and what is shown. */
export const keyedItem = z.tuple([z.string(), z.union([z.string(), described])])
export type KeyedItem = z.output<typeof keyedItem>

/** One answer of a survey: its key and its text. */
export const keyedText = z.tuple([z.string(), z.string()])

/** An item ready to be shown. */
export interface PreparedItem {
  readonly key: string
  readonly label: LinkedHtml
  readonly image?: { readonly link: string; readonly text: string }
}

/** Prepares items while composing; of two with one key the first counts. */
export function preparedItems(items: readonly KeyedItem[]): PreparedItem[] {
  const byKey = new Map<string, PreparedItem>()
  for (const [key, given] of items) {
    const { label, img, img_alt: alt } = typeof given === 'string' ? { label: given } : given
    if (byKey.has(key)) continue
    byKey.set(key, {
      key,
      label: authorLine(label ?? ''),
      ...(img && { image: { link: img, text: alt ?? '' } }),
    })
  }
  return [...byKey.values()]
}

/** An item as it stands beside its button and its count. */
export function itemLabel({ label, image }: PreparedItem, urls: Urls | undefined): SafeHtml {
  const source = image && urls ? courseAddress(image.link, urls) : undefined
  return html`${source !== undefined && html`<img src="${source}" alt="${image?.text ?? ''}">`}
    <span>${shownText(label, urls)}</span>`
}
