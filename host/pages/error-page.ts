import { html, type CompositorError, type ErrorCode, type SafeHtml } from '../../runtime/index.js'
import { toSay, type PageWords } from '../words/index.js'
import { contactLink } from './contact-link.js'
import { errorWords } from './error-words.js'

/** What is known of whoever cannot have a page. */
export interface ErrorPlace {
  readonly words: PageWords
  readonly base: string
  /** The path that was asked for, below the base. */
  readonly path: string
  /** Where they sign in, for a page that needs to know who they are. */
  readonly signIn?: string | undefined
  /** Who they are, where that is known. */
  readonly person?: string | undefined
  /** Whom they ask, as the host says. */
  readonly contact?: string | undefined
}

/** What pages are called, and what stands on them, that not everybody may open. */
const closedPages: Partial<Record<ErrorCode, { readonly title: string; readonly about: string }>> = {
  'staff-only': {
    title: toSay('This page is for those who teach the course'),
    about: toSay('It shows what learners did and what grades they have.'),
  },
  'author-only': {
    title: toSay('This page is for authors'),
    about: toSay('Courses and libraries are written and published here.'),
  },
  'library-role': {
    title: toSay('This page is for authors'),
    about: toSay('Courses and libraries are written and published here.'),
  },
}

/** What pages are called that are not for this learner now. */
const closings: Partial<Record<ErrorCode, string>> = {
  'not-yet-open': toSay('Not open yet'),
  closed: toSay('No longer open'),
  'not-in-group': toSay('For other groups'),
}

/** What somebody sees when a page cannot be had; the code is for whoever they ask for help. */
export function errorPage(place: ErrorPlace, error: CompositorError): SafeHtml {
  const { words, base, path, signIn } = place
  const code = html`<p><small>${words.sayHtml('Code: {code}', { code: html`<bdi>${error.code}</bdi>` })}</small></p>`
  const back = html`<p><a href="${base}/">${words.say('Back to the courses')}</a></p>`
  if (signIn !== undefined) {
    return html`<h1>${words.say('Sign in to go on')}</h1>
      <p>${words.say('This page is shown to people who have signed in, and you have not, or no longer are.')}</p>
      <p><a href="${signIn}">${words.say('Sign in')}</a></p>
      ${code}`
  }
  // What the error says of faults here is for whoever runs the site alone.
  const own = words.told(error.message)
  const closed = closedPages[error.code]
  if (closed) {
    return html`<h1>${words.say(closed.title)}</h1>
      <p>${words.say(closed.about)}</p>
      ${error.code === 'library-role' && html`<p>${own}</p>`}
      ${signedIn(place)}
      <p>${whomToAsk(place)}</p>
      ${back}
      ${code}`
  }
  const { text, hasOwnReason } = errorWords(words, error.code, error.status)
  const closing = closings[error.code]
  if (closing !== undefined)
    return html`<h1>${words.say(closing)}</h1>
      ${hasOwnReason && html`<p>${own}</p>`}
      <p>${text}</p>
      ${back}
      ${code}`
  // An address that is no key leads nowhere; its grammar is of no use to a learner.
  const isNoKey = error.code === 'key-malformed' || error.code === 'key-kind'
  const isMissing = error.status === 404 || isNoKey
  const title = isMissing
    ? words.say('This page does not exist')
    : error.code === 'learner-unknown'
      ? words.say('Sign in to go on')
      : error.status < 500
        ? words.say('That did not work')
        : words.say('Something went wrong here')
  const hasDetails = text !== undefined && !hasOwnReason && error.status < 500 && !isNoKey
  // What is there for some is hidden from others.
  const mayBeHidden = isMissing && /^\/(?:staff|author)\//.test(path)
  return html`<h1>${title}</h1>
    ${text !== undefined && html`<p>${text}</p>`}
    ${hasOwnReason && html`<p>${own}</p>`}
    ${mayBeHidden && html`${signedIn(place)}<p>${whomToAsk(place)}</p>`}
    ${back}
    ${hasDetails && html`<details><summary>${words.say('What the site says')}</summary><p>${own}</p></details>`}
    ${code}`
}

function signedIn({ words, person }: ErrorPlace): SafeHtml | undefined {
  if (person === undefined) return undefined
  const name = html`<strong><bdi>${person}</bdi></strong>`
  return html`<p>${words.sayHtml('You are signed in as {name}.', { name })}</p>`
}

function whomToAsk({ words, contact }: ErrorPlace): SafeHtml | string {
  return contact === undefined || contact === ''
    ? words.say('If you should be able to open it, ask whoever runs this site, and say which page it was.')
    : words.sayHtml('If you should be able to open it, ask {contact}, and say which page it was.', {
        contact: contactLink(contact),
      })
}
