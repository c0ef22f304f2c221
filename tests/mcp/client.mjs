// The official MCP client in TypeScript: lists the tools, adds a task and finds it. Prints what it saw as JSON.
// usage: node client.mjs <url> <key> <folder whose node_modules has @modelcontextprotocol/sdk>
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const [url, key, folder] = process.argv.slice(2)
const require = createRequire(pathToFileURL(`${folder}/package.json`))
const load = (name) => import(pathToFileURL(require.resolve(`@modelcontextprotocol/sdk/${name}`)).href)
const { Client } = await load('client/index.js')
const { StreamableHTTPClientTransport } = await load('client/streamableHttp.js')

const client = new Client({ name: 'test', version: '1.0.0' })
const requestInit = { headers: { authorization: `Bearer ${key}` } }
await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit }))
const { tools } = await client.listTools()
const added = await client.callTool({ name: 'add_tasks', arguments: { tasks: [{ title: 'Buy milk', due: 'tomorrow' }] } })
const found = await client.callTool({ name: 'find_tasks', arguments: { text: 'milk' } })
const wrong = await client.callTool({ name: 'get_task', arguments: { task: 'the unicorn' } })
await client.close()
console.log(
  JSON.stringify({
    tools: tools.map((tool) => tool.name),
    added: added.structuredContent.status,
    found: found.structuredContent.total,
    wrong: wrong.isError === true,
  }),
)
