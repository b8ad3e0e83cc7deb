import { initializeBlocks } from '../loader/initialize-blocks.js'

let latest = 0

/** Has the previews of a page show what has been saved; the editor beside them stays as it is. */
export async function showPreviewsAnew(): Promise<void> {
  const shown = [...document.querySelectorAll('.author-preview')]
  if (shown.length === 0) return
  const mine = ++latest
  const response = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => undefined)
  if (!response?.ok) return
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  if (mine !== latest) return
  const made = [...page.querySelectorAll('.author-preview')]
  for (const [at, preview] of shown.entries()) {
    const now = made[at]
    if (!now) continue
    preview.replaceChildren(...[...now.childNodes].map((node) => document.importNode(node, true)))
    void initializeBlocks(preview)
  }
}
