import { html, type CompositorError, type SafeHtml } from '../../runtime/index.js'
import type { PageWords } from '../words/index.js'
import { errorWords } from './error-words.js'

/**
 * What a learner sees when a page cannot be had; the code is for whoever they ask for help.
 * @param signIn where they sign in, for a page that needs to know who they are
 */
export function errorPage(words: PageWords, base: string, error: CompositorError, signIn?: string): SafeHtml {
  const code = html`<p><small>${words.sayHtml('Code: {code}', { code: html`<bdi>${error.code}</bdi>` })}</small></p>`
  if (signIn !== undefined) {
    return html`<h1>${words.say('Sign in to go on')}</h1>
      <p>${words.say('This page is shown to people who have signed in, and you have not, or no longer are.')}</p>
      <p><a href="${signIn}">${words.say('Sign in')}</a></p>
      ${code}`
  }
  // An address that is no key leads nowhere; its grammar is of no use to a learner.
  const isNoKey = error.code === 'key-malformed' || error.code === 'key-kind'
  const title =
    error.status === 404 || isNoKey
      ? words.say('This page does not exist')
      : error.status < 500
        ? words.say('That did not work')
        : words.say('Something went wrong here')
  const { text, hasOwnReason } = errorWords(words, error.code, error.status)
  // What the error says of itself is English, and of faults here it is for whoever runs the site alone.
  const own = html`<bdi lang="en">${error.message}</bdi>`
  const hasDetails = text !== undefined && !hasOwnReason && error.status < 500 && !isNoKey
  return html`<h1>${title}</h1>
    ${text !== undefined && html`<p>${text}</p>`}
    ${hasOwnReason && html`<p>${own}</p>`}
    <p><a href="${base}/">${words.say('Back to the courses')}</a></p>
    ${hasDetails && html`<details><summary>${words.say('What the site says')}</summary><p>${own}</p></details>`}
    ${code}`
}
