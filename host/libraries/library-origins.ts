import { z } from 'zod'
import { CompositorError } from '../../runtime/index.js'
import type { Heads } from '../../store/index.js'
import { SealedTexts } from '../identity/sealed-text.js'

const originForm = z.object({
  address: z.string().optional(),
  /** Sealed with the store's secret. */
  token: z.string().optional(),
})

/** Where a library comes from, as this site knows; of the token only whether there is one. */
export interface LibraryOrigin {
  /** Of the site, `https://`; null where none is said. */
  readonly address: string | null
  readonly hasToken: boolean
}

/** What is to be known of where a library comes from; null takes it away, and what is left out stays. */
export interface OriginChange {
  readonly address?: string | null | undefined
  /** What its site lets us in by. */
  readonly token?: string | null | undefined
}

const headOf = (library: string) => `library-origin:${library}`
const longest = { address: 2000, token: 8000 }

/** How often a change is tried when others are faster. */
const mostAttempts = 20

/** Addresses of the sites that libraries come from, and tokens for them, which leave the store by {@link token} alone. */
export class LibraryOrigins {
  readonly #sealed: SealedTexts

  constructor(
    private readonly heads: Heads,
    secret: string,
  ) {
    this.#sealed = new SealedTexts(secret, 'tokens of libraries')
  }

  /** @throws CompositorError `store-unavailable` */
  async of(library: string): Promise<LibraryOrigin> {
    const { address = null, token } = originIn((await this.heads.texts([headOf(library)]))[0])
    return { address, hasToken: token !== undefined }
  }

  /** For whoever calls the library's site; never to be shown, logged or sent anywhere else. @throws CompositorError `store-unavailable` */
  async token(library: string): Promise<string | undefined> {
    const { token } = originIn((await this.heads.texts([headOf(library)]))[0])
    return token === undefined ? undefined : this.#sealed.open(token)
  }

  /** @throws CompositorError `handler-input` for what is no address, `store-unavailable` */
  async change(library: string, { address, token }: OriginChange): Promise<void> {
    if (address !== undefined && address !== null) refuseOther(address)
    if (token !== undefined && token !== null && (token === '' || token.length > longest.token))
      throw new CompositorError('handler-input', `A token has 1 to ${longest.token} characters.`)
    await this.#replace(library, (before) => ({
      ...before,
      ...(address !== undefined && { address: address ?? undefined }),
      // A token is for the address it was given with.
      ...(address !== undefined && address !== before.address && { token: undefined }),
      ...(token !== undefined && { token: token === null ? undefined : this.#sealed.seal(token) }),
    }))
  }

  /** Knows nothing of a library any more. @throws CompositorError `store-unavailable` */
  async forget(library: string): Promise<void> {
    await this.#replace(library, () => ({}))
  }

  async #replace(library: string, make: (before: StoredOrigin) => StoredOrigin): Promise<void> {
    const name = headOf(library)
    for (let attempt = 1; attempt <= mostAttempts; attempt++) {
      const [before] = await this.heads.texts([name])
      const made = JSON.stringify(make(originIn(before)))
      const after = made === '{}' ? undefined : made
      if (before === after || (await this.heads.change([{ name, before, after }]))) return
    }
    throw new CompositorError('store-unavailable', `Others set '${name}' ${mostAttempts} times meanwhile.`)
  }
}

type StoredOrigin = z.output<typeof originForm>

function originIn(text: string | undefined): StoredOrigin {
  return text === undefined ? {} : originForm.parse(JSON.parse(text))
}

/** Tokens go over connections that nobody listens to, and addresses hold no password that would be shown. */
function refuseOther(address: string): void {
  const url = URL.canParse(address) ? new URL(address) : undefined
  const isFit = url?.protocol === 'https:' && url.username === '' && url.password === ''
  if (isFit && address.length <= longest.address) return
  throw new CompositorError(
    'handler-input',
    'The address of a site begins with https:// and holds no name or password.',
  )
}
