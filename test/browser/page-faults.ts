import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Frame, Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe looks at: as its own `context` and `options`. */
interface Looked {
  readonly context?: string | { readonly exclude: readonly (readonly string[])[] }
  readonly options?: { readonly iframes: boolean }
}

/** What stands in somebody's way on a page or in a frame, as axe finds it: the rule, and the first elements that break it. */
export async function axeFaultsOf(where: Page | Frame, { context, options }: Looked = {}): Promise<string[]> {
  await where.evaluate(axe)
  const { violations } = await where.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
    `axe.run(${context === undefined ? 'document' : JSON.stringify(context)}, ${JSON.stringify(options ?? {})})`,
  )
  return violations.map(({ id, nodes }) => {
    const broken = nodes.slice(0, 3).map(({ html }) => html.slice(0, 120))
    return `${id}: ${broken.join(' | ')}`
  })
}

/** The same, and whether the page is wider than its window. */
export async function faultsOf(where: Page | Frame): Promise<string[]> {
  const found = await axeFaultsOf(where)
  const isWide = await where.evaluate<boolean>(
    'document.documentElement.scrollWidth > document.documentElement.clientWidth',
  )
  return isWide ? [...found, 'wide'] : found
}
