import { difference, type AuthoringStore } from '../../content/index.js'
import { CompositorError } from '../../runtime/index.js'
import { jsonAnswer, type HostRequest, type HostResponse } from '../http/exchange.js'

/** Blocks and files that are named of each kind of difference. */
const mostNamed = 100

/**
 * The draft that a change was thought of for, by `If-Match`.
 * @returns undefined for `*`, which takes whatever there is
 * @throws CompositorError `draft-unnamed`
 */
export function expectedDraft(request: HostRequest): string | undefined {
  const given = request.header('if-match')?.trim() ?? ''
  if (given === '*') return undefined
  const name = /^(?:W\/)?"([^"]+)"$/.exec(given)?.[1] ?? (/^[\w.:-]+$/.test(given) ? given : undefined)
  if (name !== undefined) return name
  throw new CompositorError(
    'draft-unnamed',
    given === ''
      ? 'A change needs the header If-Match with the name of the draft that it was thought of for.'
      : 'The header If-Match names no single draft.',
  )
}

/**
 * The mark of what stood there as a change was thought of, by `If-Match`.
 * @returns undefined where nothing is said, and for `*`: whatever there is
 * @throws CompositorError `handler-input`
 */
export function expectedMark(request: HostRequest): string | undefined {
  const given = request.header('if-match')?.trim() ?? '*'
  if (given === '*') return undefined
  const mark = /^"([^"]*)"$/.exec(given)?.[1]
  if (mark !== undefined) return mark
  throw new CompositorError('handler-input', 'The header If-Match names no single state.')
}

/** 412: that the draft is another one by now, and what differs. */
export async function draftChangedAnswer(
  store: AuthoringStore,
  context: string,
  expected: string | undefined,
  { code, message, remedy }: CompositorError,
): Promise<HostResponse> {
  const { draft } = await store.head(context)
  const differs =
    expected === undefined ? undefined : await differenceTo(store, context, expected).catch(() => undefined)
  const body = { code, message, remedy, draft, ...(differs && { differs }) }
  return jsonAnswer(body, 412, { etag: `"${draft}"`, 'cache-control': 'no-store' })
}

async function differenceTo(store: AuthoringStore, context: string, expected: string) {
  const { before, after, added, removed, moved, changed, files } = await difference(
    store,
    context,
    expected,
    'draft',
  )
  const some = <T>(all: readonly T[]) => all.slice(0, mostNamed)
  const usages = (all: readonly { readonly usage: string }[]) => some(all).map(({ usage }) => usage)
  return {
    before,
    after,
    added: usages(added),
    removed: usages(removed),
    moved: usages(moved),
    changed: some(changed).map(({ usage, fields }) => ({ usage, fields: fields.map(({ name }) => name) })),
    files: some([...files.added, ...files.removed, ...files.changed]),
  }
}
