import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { describeBlock, fromOlx, MemoryRuntime, type PlacedBlock } from 'unit-compositor/testing'
import plugin, { LtiConsumerBlock } from './index.js'
import { bodyHash, escaped, oauthHeader, signature } from './oauth.js'
import { outcomeMessage } from './outcome-message.js'

const olx = readFileSync(new URL('../scenarios/lti-consumer.xml', import.meta.url), 'utf8')
const simulator = fromOlx(olx, LtiConsumerBlock)
const settings = {
  site: 'https://learn.example',
  tools: { bridges: { key: 'course', secret: 'a secret' }, others: { key: 'other', secret: 'another' } },
}
const outcomes = 'https://learn.example/plugins/unit-compositor-lti-consumer/outcomes'

describeBlock(
  LtiConsumerBlock,
  { describe, it },
  {
    scenarios: [simulator],
    state: { agreed: true, moduleScore: 0.4, ticket: 't' },
    settings,
    plugin: new URL('./index.js', import.meta.url),
  },
)

interface Launched {
  readonly address: string
  readonly fields: Record<string, string>
}

function open() {
  const runtime = new MemoryRuntime({ settings, now: '2027-03-01T12:00:00Z' })
  const block = runtime.add(simulator)
  const ada = runtime.learner('ada', { email: 'ada@example.org' })
  const launch = async (agreed = false) => (await ada.call(block, 'launch', { agreed })).body as Launched
  return { runtime, block, ada, launch }
}

const message = (operation: string, ticket: string, score = '') =>
  `<?xml version="1.0"?><imsx_POXEnvelopeRequest xmlns="http://www.imsglobal.org/services/ltiv1p1/xsd/imsoms_v1p0"><imsx_POXHeader>
<imsx_POXRequestHeaderInfo><imsx_version>V1.0</imsx_version><imsx_messageIdentifier>m1</imsx_messageIdentifier></imsx_POXRequestHeaderInfo>
</imsx_POXHeader><imsx_POXBody><${operation}Request><resultRecord><sourcedGUID><sourcedId>${ticket}</sourcedId></sourcedGUID><result>
<resultScore><language>en</language><textString>${score}</textString></resultScore></result></resultRecord></${operation}Request></imsx_POXBody>
</imsx_POXEnvelopeRequest>`

let nonces = 0

/** What a tool sends to tell a result, with what it gets wrong. */
function told(body: string, wrong: Record<string, string> = {}, secret = 'a secret') {
  const fields: Record<string, string> = {
    oauth_body_hash: bodyHash(Buffer.from(body)),
    oauth_consumer_key: 'course',
    oauth_nonce: `n${nonces++}`,
    oauth_signature_method: 'HMAC-SHA1',
    oauth_timestamp: String(Date.UTC(2027, 2, 1, 12) / 1000),
    oauth_version: '1.0',
    ...wrong,
  }
  const signed = { ...fields, oauth_signature: signature('POST', outcomes, fields, secret) }
  const pairs = Object.entries(signed).map(([name, value]) => `${name}="${escaped(value)}"`)
  const headers = { authorization: `OAuth realm="",${pairs.join(',')}`, 'content-type': 'application/xml' }
  return { path: '/outcomes', body, headers }
}

const scoreOf = (runtime: MemoryRuntime, block: PlacedBlock<LtiConsumerBlock>) =>
  runtime.learner('ada').fields(block).moduleScore

describe('a launch', () => {
  it('says who, where and how to answer, signed with the secret of the tool', async () => {
    const { launch } = open()
    const { address, fields } = await launch()
    assert.equal(address, 'https://tools.example/launch?level=2')
    const { oauth_signature: signed, ...others } = fields
    assert.equal(signed, signature('POST', address, others, 'a secret'))
    assert.equal(fields['lis_outcome_service_url'], outcomes)
    assert.equal(fields['user_id'], 'anonymous-ada')
    assert.equal(fields['custom_material'], 'steel')
    assert.equal(fields['roles'], 'Learner')
  })

  it('tells a name to those who ask for it and of those who agree, and never an email that no author asked for', async () => {
    const { launch } = open()
    assert.equal((await launch(false)).fields['lis_person_name_full'], undefined)
    const { fields } = await launch(true)
    assert.equal(fields['lis_person_name_full'], 'ada')
    assert.doesNotMatch(JSON.stringify(fields), /ada@example/)
  })

  it('is not to be had of a tool that the site does not know', async () => {
    const runtime = new MemoryRuntime({ settings: {} })
    const block = runtime.add(simulator)
    const ada = runtime.learner('ada')
    assert.match((await ada.show(block)).text, /does not know the tool/)
    assert.equal((await ada.call(block, 'launch', { agreed: false })).status, 409)
  })
})

describe('a result that a tool tells', () => {
  it('is the grade, is read and goes', async () => {
    const { runtime, block, ada, launch } = open()
    const ticket = (await launch()).fields['lis_result_sourcedid'] ?? ''
    const tell = async (operation: string, score?: string) =>
      (await runtime.ask(plugin, told(message(operation, ticket, score)))).body as string
    assert.match(await tell('replaceResult', '0.8'), /codeMajor>success.*replaceResultResponse/s)
    assert.equal(scoreOf(runtime, block), 0.8)
    assert.match((await ada.show(block)).text, /Your score: 4 of 5/)
    assert.match(await tell('readResult'), /<textString>0.8</)
    assert.match(await tell('deleteResult'), /success/)
    assert.equal(scoreOf(runtime, block), null)
    const grades = ada.events.filter(({ type }) => type === 'grade').map(({ payload }) => payload)
    assert.deepEqual(grades, [
      { value: 4, maxValue: 5 },
      { value: 0, maxValue: 5 },
    ])
  })

  it('is refused where it is not signed, signed for another, old, sent twice, or told by the learner', async () => {
    const { runtime, block, ada, launch } = open()
    const ticket = (await launch()).fields['lis_result_sourcedid'] ?? ''
    const body = message('replaceResult', ticket, '1')
    const right = told(body)
    const wrong = [
      { ...right, headers: {} },
      { ...right, body: message('replaceResult', ticket, '0.9') },
      told(body, {}, 'another secret'),
      told(body, { oauth_consumer_key: 'other' }, 'another'),
      told(body, { oauth_timestamp: '1700000000' }),
      told(message('replaceResult', 'nobodys', '1')),
    ]
    for (const sent of wrong) assert.equal((await runtime.ask(plugin, sent)).status, 403)
    assert.equal(scoreOf(runtime, block), null)
    const own = await ada.call(block, 'take_result', { operation: 'replaceResult', score: 1 })
    assert.equal(own.status, 403)
    assert.equal((await runtime.ask(plugin, right)).status, 200)
    assert.equal((await runtime.ask(plugin, right)).status, 403)
  })

  it('has nowhere to go once the state is deleted', async () => {
    const { runtime, block, ada, launch } = open()
    const ticket = (await launch()).fields['lis_result_sourcedid'] ?? ''
    assert.notEqual(await runtime.pluginStore.get(`ticket:${ticket}`), undefined)
    await runtime.deleteState(ada, block)
    assert.equal(await runtime.pluginStore.get(`ticket:${ticket}`), undefined)
    assert.equal((await runtime.ask(plugin, told(message('replaceResult', ticket, '1')))).status, 403)
  })
})

describe('what tools send', () => {
  it('is signed as RFC 5849 says', () => {
    const header = oauthHeader(
      'OAuth realm="Photos", oauth_consumer_key="dpf43f3p2l4k3l03", oauth_nonce="kllo9940pd9333jh"',
    )
    assert.equal(header['oauth_consumer_key'], 'dpf43f3p2l4k3l03')
    // The request of section 3.4.1.1, whose base string the RFC gives; signed there by another program, with the key `secret&`.
    const parameters = {
      c2: '',
      a3: '2 q',
      oauth_consumer_key: '9djdj82h48djs9d2',
      oauth_token: 'kkk9d7dh3k39sjv7',
      oauth_signature_method: 'HMAC-SHA1',
      oauth_timestamp: '137131201',
      oauth_nonce: '7d8f3e4a',
    }
    const address = 'http://example.com/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b'
    assert.equal(signature('POST', address, parameters, 'secret'), '0Otq7xs5XPtYGKNsSV0T9ZNQE7g=')
  })

  for (const [what, text] of [
    ['no XML', 'score=1'],
    ['no score', message('replaceResult', 't')],
    ['more than all', message('replaceResult', 't', '1.5')],
    ['no number', message('replaceResult', 't', 'full')],
    ['another question', message('replaceAll', 't', '1')],
    ['nobody', message('readResult', '')],
  ] as const) {
    it(`is no message with ${what}`, () => assert.equal(outcomeMessage(text), undefined))
  }
})
