// What the port does in a published host: see ../in-host.mjs for what it is given.
import assert from 'node:assert/strict'

export const settings = {
  lti_consumer: { site: 'https://learn.example', tools: { bridges: { key: 'course', secret: 'a secret' } } },
}

export default async ({ usage, learner, packageFile }) => {
  const { bodyHash, escaped, signature } = await import(packageFile('dist/oauth.js'))
  const block = usage('lti_consumer', 'simulator')
  const ada = learner('ada', { name: 'Ada' })
  const { body, status } = await ada.call(block, 'launch', { agreed: true })
  assert.equal(status, 200)
  const { lis_result_sourcedid: ticket, lis_outcome_service_url: address, user_id: user } = body.fields
  assert.equal(body.fields.lis_person_name_full, 'Ada')
  assert.notEqual(user, 'ada')

  const message = `<m><imsx_messageIdentifier>1</imsx_messageIdentifier><replaceResultRequest><sourcedId>${ticket}</sourcedId>
<textString>0.6</textString></replaceResultRequest></m>`
  const fields = {
    oauth_body_hash: bodyHash(Buffer.from(message)),
    oauth_consumer_key: 'course',
    oauth_nonce: 'n1',
    oauth_timestamp: String(Math.floor(Date.now() / 1000)),
    oauth_signature_method: 'HMAC-SHA1',
  }
  const signed = { ...fields, oauth_signature: signature('POST', address, fields, 'a secret') }
  const pairs = Object.entries(signed).map(([name, value]) => `${name}="${escaped(value)}"`)
  const tool = learner(undefined)
  const tell = (authorization) =>
    tool.ask(new URL(address).pathname, { method: 'POST', body: message, headers: { authorization } })
  assert.equal((await tell('OAuth oauth_signature="x"')).status, 403)
  const answer = await tell(`OAuth ${pairs.join(', ')}`)
  assert.match(await answer.text(), /<imsx_codeMajor>success/)
  assert.equal(answer.headers.get('content-type'), 'application/xml; charset=utf-8')
  assert.match(await ada.unit(), /Your score: 3 of 5/)
  assert.doesNotMatch(await learner('bob').unit(), /Your score/)
}
