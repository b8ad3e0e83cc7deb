import { html, type CompositorError, type SafeHtml } from '../../runtime/index.js'

/**
 * What a learner sees when a page cannot be had; the code is for whoever they ask for help.
 * @param signIn where they sign in, for a page that needs to know who they are
 */
export function errorPage(base: string, error: CompositorError, signIn?: string): SafeHtml {
  if (signIn !== undefined) {
    return html`<h1>Sign in to go on</h1>
      <p>This page is shown to people who have signed in, and you have not, or no longer are.</p>
      <p><a href="${signIn}">Sign in</a></p>
      <p><small>Code: ${error.code}</small></p>`
  }
  // An address that is no key leads nowhere; its grammar is of no use to a learner.
  const isNoKey = error.code === 'key-malformed' || error.code === 'key-kind'
  const title =
    error.status === 404 || isNoKey
      ? 'This page does not exist'
      : error.status < 500
        ? 'That did not work'
        : 'Something went wrong here'
  return html`<h1>${title}</h1>
    <p>${isNoKey ? 'Check the address, or go back to the courses.' : error.status < 500 ? error.message : 'The page could not be made. Please try again in a moment.'}</p>
    <p><a href="${base}/">Back to the courses</a></p>
    <p><small>Code: ${error.code}</small></p>`
}
