import { toSay, type PageWords } from '../words/index.js'

/** One way of a learning context's navigation. */
export interface NavEntry {
  readonly href: string
  /** In the page's language. */
  readonly title: string
  /** Whether it leads to the page it is on. */
  readonly isHere: boolean
}

/** A page of a learning context, as its navigation names it. */
interface NavPage {
  readonly title: string
  /** Below the host's base path. @param context key, as it stands in addresses */
  readonly path: (context: string) => string
  /** Everybody who is let into the context, those who teach it, or those who write it. */
  readonly isFor: 'learners' | 'staff' | 'authors'
}

/** Pages of learning contexts, in the order in which people find them. */
const navPages = {
  outline: { title: toSay('Outline'), path: (context) => `/contexts/${context}`, isFor: 'learners' },
  progress: {
    title: toSay('Progress'),
    path: (context) => `/contexts/${context}/progress`,
    isFor: 'learners',
  },
  gradebook: {
    title: toSay('Gradebook'),
    path: (context) => `/staff/contexts/${context}/gradebook`,
    isFor: 'staff',
  },
  reports: {
    title: toSay('Reports'),
    path: (context) => `/staff/contexts/${context}/reports`,
    isFor: 'staff',
  },
  edit: {
    title: toSay('Edit'),
    path: (context) => `/author/${roomOf(context)}/${context}`,
    isFor: 'authors',
  },
} as const satisfies Readonly<Record<string, NavPage>>

/** Where authors work on contexts of a kind. */
function roomOf(context: string): string {
  if (context.startsWith('lx-pathway')) return 'pathways'
  return /^lib(?:rary-v1)?%3A/.test(context) ? 'libraries' : 'contexts'
}

/** Names of the pages that navigation leads to. */
export type NavPageName = keyof typeof navPages

/** Whom navigation is for, and where they are. */
export interface NavPlace {
  readonly words: PageWords
  /** The host's base path. */
  readonly base: string
  /** Context, as text. */
  readonly context: string
  readonly isStaff?: boolean
  readonly isAuthor?: boolean
  /** Where authors edit what the page shows, below the base path; the context as a whole where left out. */
  readonly edit?: string
  /** The page they are on; left out on one that navigation does not name, such as a unit's. */
  readonly here?: NavPageName
}

/** The ways to the pages of a learning context that are for somebody: `layout({ nav })` shows them. */
export function contextNav(place: NavPlace): readonly NavEntry[] {
  const { words, base, context, isStaff = false, isAuthor = false, here, edit } = place
  const may = { learners: true, staff: isStaff, authors: isAuthor }
  const pages: readonly (readonly [string, NavPage])[] = Object.entries(navPages)
  return pages
    .filter(([, { isFor }]) => may[isFor])
    .map(([name, { title, path }]) => ({
      href: base + (name === 'edit' && edit !== undefined ? edit : path(encodeURIComponent(context))),
      title: words.say(title),
      isHere: name === here,
    }))
}
