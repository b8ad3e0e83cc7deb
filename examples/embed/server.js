// A site that has no courses of its own: a page that shows units of one or more hosts to its learner.
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'

const units = (process.env.UNITS ?? '').split(' ').filter(Boolean)
const key = process.env.EMBED_KEY ?? ''

const base64url = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A JSON Web Token that says who sees which unit, for five minutes. Any library for them does as well. */
function learnerToken({ id, name, unit }) {
  const claims = { sub: id, name, unit, exp: Math.floor(Date.now() / 1000) + 300 }
  const signed = `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url(claims)}`
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`
}

/** `https://HOST/units/KEY` as an element. */
function element(src, learner) {
  const unit = decodeURIComponent(new URL(src).pathname.split('/').at(-1))
  return `<article>
<composed-unit src="${src}" token="${learnerToken({ ...learner, unit })}"></composed-unit>
<p class="standing" role="status"></p>
</article>`
}

/** What the page does with what it hears: it says how far its learner is, below each unit. */
function hear() {
  const standing = (unit) => unit.parentElement.querySelector('.standing')
  document.addEventListener('submitted', ({ target }) => {
    standing(target).textContent = 'Your answer is kept.'
  })
  document.addEventListener('graded', ({ target, detail: { unitScore } }) => {
    if (unitScore) standing(target).textContent = `${unitScore.earned} of ${unitScore.possible} points.`
  })
  document.addEventListener('completed', ({ target, detail }) => {
    if (detail.isUnitComplete) standing(target).textContent += ' All done.'
  })
}

function page(learner) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>My reading list</title>
<link rel="icon" href="data:,">
<style>
:root { color-scheme: light dark; }
body { max-inline-size: 46rem; margin: 0 auto; padding: 1rem; font: 1.0625rem/1.6 system-ui, sans-serif; }
article { margin-block: 0 2rem; border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: 0.75rem; overflow: hidden; }
.standing { margin: 0; padding: 0.75rem 1.25rem; min-block-size: 1.6em; background: color-mix(in srgb, currentColor 6%, transparent); }
</style>
<script type="module">(${hear.toString()})()</script>
${units[0] ? `<script type="module" src="${new URL('../client/unit-element.js', units[0]).href}"></script>` : ''}
</head>
<body>
<main>
<h1>My reading list</h1>
<p>Hello, ${learner.name}. Everything below comes from other sites.</p>
${units.map((src) => element(src, learner)).join('\n') || '<p>Name units in <code>UNITS</code>.</p>'}
</main>
</body>
</html>`
}

const server = createServer((_request, response) => {
  // Your session goes here.
  const learner = { id: 'ada', name: 'Ada' }
  response.setHeader('content-type', 'text/html; charset=utf-8')
  response.end(page(learner))
})

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () =>
  console.log(`http://127.0.0.1:${server.address().port}/`),
)
process.on('SIGTERM', () => server.close())
