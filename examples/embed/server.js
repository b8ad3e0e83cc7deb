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
  return `<composed-unit src="${src}" token="${learnerToken({ ...learner, unit })}"></composed-unit>`
}

function page(learner) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>My reading list</title>
<link rel="icon" href="data:,">
<style>body { max-width: 46rem; margin: 0 auto; padding: 1rem; font: 1.0625rem/1.6 system-ui, sans-serif; }
composed-unit { margin: 0 0 2rem; border: 1px solid #ccc; }</style>
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
