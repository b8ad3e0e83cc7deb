import { CompositorError, Fragment } from '../../runtime/index.js'
import { overDraft } from '../drafts/draft-clash.js'
import type { HostParts } from '../host-parts.js'
import { seeOther, type HostRequest, type HostResponse } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { namedUses } from '../libraries/named-uses.js'
import { libraryAddress } from '../pages/libraries/libraries-page.js'
import { librarySettingsPage, type LibrarySettingsParts } from '../pages/libraries/library-settings-page.js'
import { authorPage } from './author-page.js'
import { refuseForeign } from './block-routes.js'
import { toSay } from '../words/index.js'
import { clashAnswer } from './clash-answer.js'
import { libraryPlace, type PlaceParts } from './library-place.js'
import { refusalOf } from './page-refusals.js'

/** What is needed of the host here. */
type Parts = PlaceParts & Pick<HostParts, 'libraries'>

/** What pages say after what was done there. */
const news: Readonly<Record<string, string>> = {
  changed: toSay('Saved in the draft.'),
  archived: toSay('The library is archived.'),
  restored: toSay('The library is out of the archive: it can be edited and referred to again.'),
  origin: toSay('Saved.'),
  undone: toSay('Taken back.'),
}

const named = ['title', 'description', 'licence', 'language'] as const

/** Where authors say what a library is, archive it, and delete it. */
export function librarySettingsRoutes(host: Parts): RouteTable {
  return {
    'GET /author/libraries/:library/settings': (request, { library = '' }) => shown(host, request, library),
    async 'POST /author/libraries/:library/settings'(request, { library = '' }) {
      refuseForeign(request)
      const author = await host.permissions.author(request, 'edit', library)
      const form = new URLSearchParams(await request.text())
      const settings = Object.fromEntries(
        named.flatMap((name) => {
          const value = form.get(name)
          return value === null ? [] : [[name, value.replaceAll('\r\n', '\n').trim()] as const]
        }),
      )
      const address = `${libraryAddress(host.base, library)}/settings`
      try {
        const { root } = await host.content.view(library, 'draft')
        const of = { expected: form.get('draft') ?? '', about: [root, 'package.toml'] }
        const made = await overDraft(host.content, library, of, (expected) =>
          host.libraries.change(library, settings, { author: author.id, expected }),
        )
        if ('clash' in made)
          return clashAnswer(host, author, request, {
            ...made,
            page: toSay('Settings'),
            sent: form,
            back: address,
          })
        return seeOther(`${address}?news=changed${made.undo === undefined ? '' : `&undo=${made.undo}`}`)
      } catch (thrown) {
        return shown(host, request, library, { values: settings, why: refusalOf(thrown) })
      }
    },
    async 'POST /author/libraries/:library/origin'(request, { library = '' }) {
      refuseForeign(request)
      await host.permissions.author(request, 'manage', library)
      const form = new URLSearchParams(await request.text())
      const [address, token] = [(form.get('address') ?? '').trim(), (form.get('token') ?? '').trim()]
      const forgets = form.get('forget') === 'token'
      try {
        await host.siteLibraries.change(library, {
          origin: {
            address: address === '' ? null : address,
            ...(token !== '' ? { token } : forgets && { token: null }),
          },
        })
      } catch (thrown) {
        return shown(host, request, library, { values: {}, why: refusalOf(thrown) })
      }
      return seeOther(`${libraryAddress(host.base, library)}/settings?news=origin`)
    },
    async 'POST /author/libraries/:library/archive'(request, { library = '' }) {
      refuseForeign(request)
      await host.permissions.author(request, 'manage', library)
      const what = new URLSearchParams(await request.text()).get('do')
      if (what === 'restore') await host.siteLibraries.restore(library)
      else await host.siteLibraries.archive(library)
      const told = what === 'restore' ? 'restored' : 'archived'
      return seeOther(`${libraryAddress(host.base, library)}/settings?news=${told}`)
    },
    async 'POST /author/libraries/:library/delete'(request, { library = '' }) {
      refuseForeign(request)
      await host.permissions.author(request, 'manage', library)
      const uses = new URLSearchParams(await request.text()).get('uses')?.trim() ?? ''
      try {
        if (!/^\d{1,6}$/.test(uses))
          throw new CompositorError('library-used', 'Say how many courses and libraries use it, as a number.')
        await host.siteLibraries.delete(library, Number(uses))
      } catch (thrown) {
        return shown(host, request, library, { values: {}, why: refusalOf(thrown) })
      }
      return seeOther(`${host.base}/author/libraries?news=deleted`)
    },
  }
}

async function shown(
  host: Parts,
  request: HostRequest,
  library: string,
  refused?: LibrarySettingsParts['refused'],
): Promise<HostResponse> {
  const { author, place } = await libraryPlace(host, request, library, news)
  const [settings, uses, standing] = await Promise.all([
    host.libraries.settings(library),
    place.may.manage ? host.siteLibraries.uses(library).then((all) => namedUses(host, all)) : [],
    place.may.manage ? host.siteLibraries.standing(library) : undefined,
  ])
  const { origin } = standing ?? {}
  const content = librarySettingsPage({ ...place, settings, uses, origin, refused })
  const { words, title } = place
  const heading = words.say('Settings of {title}', { title })
  return authorPage(host, author, request, heading, new Fragment(content), refused ? 400 : 200, { words })
}
