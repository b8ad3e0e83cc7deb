import { html, type CompositorError, type SafeHtml } from '../../runtime/index.js'

/** What a learner sees when a page cannot be had; the code is for whoever they ask for help. */
export function errorPage(base: string, error: CompositorError): SafeHtml {
  const title =
    error.status === 404
      ? 'This page does not exist'
      : error.status < 500
        ? 'That did not work'
        : 'Something went wrong here'
  return html`<h1>${title}</h1>
    <p>${error.status < 500 ? error.message : 'The page could not be made. Please try again in a moment.'}</p>
    <p><a href="${base}/">Back to the courses</a></p>
    <p><small>Code: ${error.code}</small></p>`
}
