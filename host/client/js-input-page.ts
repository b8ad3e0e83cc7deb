/**
 * Runs in an author's page that a problem shows as an input. Such a page has no origin, so nobody can reach in; this
 * calls the functions the page has when the problem around it asks.
 */
const around = window.parent

/** What the problem asks: the value of `name`, a function of the page such as `Demo.getGrade`. */
interface Asked {
  readonly id?: unknown
  readonly method?: unknown
  readonly params?: { readonly name?: unknown; readonly argument?: unknown }
}

addEventListener('message', ({ source, data }: MessageEvent<unknown>) => {
  if (source === around) void answer(askedIn(data))
})
say({ method: 'JSInputPage::ready' })

async function answer({ id, method, params }: Asked): Promise<void> {
  if (method === 'JSInput::__ready') say({ method: 'JSInputPage::ready' })
  if (method !== 'JSInputPage::call') return
  try {
    say({ id, result: (await called(String(params?.name), params?.argument)) ?? null })
  } catch (error) {
    say({ id, error: String(error) })
  }
}

function called(name: string, argument: unknown): unknown {
  const path = name.split('.')
  const last = path.pop() ?? ''
  // A page's own names are no names of ours.
  let owner = window as unknown as Record<string, unknown>
  for (const part of path) owner = owner[part] as Record<string, unknown>
  const method = owner[last]
  if (typeof method !== 'function') throw new Error(`The page has no function '${name}'.`)
  return method.call(owner, argument) as unknown
}

function askedIn(data: unknown): Asked {
  try {
    const asked: unknown = typeof data === 'string' ? JSON.parse(data) : data
    return typeof asked === 'object' && asked !== null ? asked : {}
  } catch {
    return {}
  }
}

function say(message: object): void {
  around.postMessage(JSON.stringify(message), '*')
}
