// Talks to the assistant with the chat class of @ai-sdk/react, as the web app does. Prints what it saw as JSON.
// usage: node ai_sdk_client.mjs <url> <cookie> <folder whose node_modules has the packages>
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const [url, cookie, folder] = process.argv.slice(2)
const require = createRequire(pathToFileURL(`${folder}/package.json`))
const load = (name) => import(pathToFileURL(require.resolve(name)).href)
const { Chat } = await load('@ai-sdk/react')
const { DefaultChatTransport } = await load('ai')

const headers = { cookie, origin: url }
const errors = []
const chat = new Chat({
  transport: new DefaultChatTransport({ api: `${url}/api/v1/chat/stream`, headers }),
  onError: (error) => errors.push(String(error)),
})

const turns = []
for (const text of ['add buy milk', 'delete it']) {
  await chat.sendMessage({ text })
  const { parts } = chat.messages.at(-1)
  turns.push({
    status: chat.status,
    tools: parts.filter((part) => part.type.startsWith('tool-')).map((part) => [part.type, part.state]),
    text: parts.filter((part) => part.type === 'text').map((part) => part.text).join(''),
    changes: parts.find((part) => part.type === 'data-turn').data.change_sets,
  })
}
const approve = await fetch(url + turns[1].changes[0].approve, { method: 'POST', headers })
console.log(JSON.stringify({ turns, approved: approve.status, errors, messages: chat.messages.length }))
