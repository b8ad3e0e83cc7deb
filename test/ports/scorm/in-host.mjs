// What the port does in a published host: see ../in-host.mjs for what it is given.
import assert from 'node:assert/strict'

export default async ({ usage, learner, packageFile }) => {
  const { manifestOf, zipOf } = await import(packageFile('dist/zip-fixture.test.js'))
  const block = usage('scorm', 'walk')
  const [ada, staff] = [learner('ada', { name: 'Ada' }), learner('staff', { isStaff: true })]
  const upload = (by, files) => {
    const form = new FormData()
    form.append('package', new Blob([zipOf(files)]), 'moon.zip')
    return by.ask(`/blocks/${encodeURIComponent(block)}/handlers/upload`, { method: 'POST', body: form })
  }
  const files = [
    manifestOf({ parts: ['the moon/1.html'] }),
    { name: 'the moon/1.html', content: '<html><head></head><script src="moon.js"></script></html>' },
    { name: 'the moon/moon.js', content: 'API.LMSInitialize("")' },
    { name: 'film.mp4', content: 'a long film', isStored: true },
  ]
  assert.equal((await upload(ada, files)).status, 403)
  assert.equal((await upload(staff, [{ name: '../x', content: '' }, ...files])).status, 422)
  assert.doesNotMatch(await ada.unit(), /scorm-stage/)
  assert.equal((await upload(staff, files)).status, 200)
  assert.match(await ada.unit(), /scorm-stage/)

  const { body, status } = await ada.call(block, 'launch', { item: 0 })
  assert.equal(status, 200)
  // The frame has no cookie: its address alone says whose it is.
  const frame = learner(undefined)
  const shown = await frame.ask(body.address)
  assert.match(shown.headers.get('content-security-policy'), /^sandbox allow-scripts/)
  const script = /<head><script src="([^"]+)">/.exec(await shown.text())?.[1]
  assert.match(await (await frame.ask(script)).text(), /API_1484_11/)
  const beside = await frame.ask(body.address.replace('1.html', 'moon.js'))
  assert.deepEqual([beside.status, beside.headers.get('content-type')], [200, 'text/javascript'])
  const film = body.address.replace('the%20moon/1.html', 'film.mp4')
  const part = await frame.ask(film, { headers: { range: 'bytes=2-5' } })
  assert.deepEqual([part.status, await part.text()], [206, 'long'])
  assert.equal((await frame.ask(body.address.replace('/content/', '/launch/'))).status, 403)

  const told = { 'cmi.core.lesson_status': 'passed', 'cmi.core.score.raw': '60' }
  assert.equal((await ada.call(block, 'commit', { values: told, isEnd: true })).status, 200)
  assert.match(await ada.unit(), /Passed, 3 of 5 points/)
  const csv = await (await staff.ask(`/staff/blocks/${encodeURIComponent(block)}/report`)).text()
  assert.match(csv, /ada,passed,0\.6/)
}
