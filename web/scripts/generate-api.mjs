// Writes src/api/schema.d.ts from the server's own description. PYTHON names the interpreter that has tasklore.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const python = process.env.PYTHON ?? '../.venv/bin/python'
const scratch = mkdtempSync(join(tmpdir(), 'tasklore-api-'))
const program = 'import json; from tasklore.asgi import all as app; print(json.dumps(app.openapi()))'

try {
  const output = execFileSync(python, ['-c', program], {
    env: { ...process.env, DATA_DIR: scratch, PYTHONDONTWRITEBYTECODE: '1' },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  const description = JSON.parse(output)
  // Signing in goes through the client of Better Auth; operation is nothing for a browser.
  for (const path of Object.keys(description.paths)) {
    if (!/^\/(api\/v1|v1)\//.test(path)) delete description.paths[path]
  }
  description.components.schemas.Problem ??= { type: 'object' }
  const file = join(scratch, 'openapi.json')
  writeFileSync(file, JSON.stringify(description))
  execFileSync('npx', ['openapi-typescript', file, '-o', 'src/api/schema.d.ts'], { stdio: 'inherit' })
} finally {
  rmSync(scratch, { recursive: true })
}
