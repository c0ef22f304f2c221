// The reference: a real Better Auth server with the options that Tasklore promises to match.
// It reads PORT and OUTBOX_FILE (one JSON object per mail and line) and keeps everything in memory.
import { appendFileSync } from "node:fs";
import { createServer } from "node:http";

import { apiKey } from "@better-auth/api-key";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { toNodeHandler } from "better-auth/node";
import { bearer, jwt, twoFactor } from "better-auth/plugins";
import Database from "better-sqlite3";

const port = Number(process.env.PORT ?? 3901);
const mail = (kind) => async ({ user, url, token }) => {
  const line = JSON.stringify({ kind, to: user.email, links: [url], token });
  if (process.env.OUTBOX_FILE) appendFileSync(process.env.OUTBOX_FILE, line + "\n");
};
const optional = { type: "string", required: false, input: true };

const auth = betterAuth({
  appName: "Tasklore",
  baseURL: `http://127.0.0.1:${port}`,
  secret: "a-secret-for-the-reference-server-only-0123456789",
  database: new Database(":memory:"),
  trustedOrigins: ["http://trusted.example"],
  logger: { disabled: true },
  advanced: { ipAddress: { trustedProxies: ["127.0.0.1"] } },
  rateLimit: { enabled: true },
  emailAndPassword: { enabled: true, sendResetPassword: mail("reset"), revokeSessionsOnPasswordReset: true },
  emailVerification: { sendVerificationEmail: mail("verify") },
  user: {
    changeEmail: { enabled: true },
    deleteUser: { enabled: true },
    additionalFields: {
      softwareBackground: optional,
      hardwareBackground: optional,
      interestArea: optional,
      role: { type: "string", required: false, input: false, defaultValue: "user" },
    },
  },
  plugins: [
    jwt(),
    bearer(),
    twoFactor({ issuer: "Tasklore" }),
    apiKey({ enableSessionForAPIKeys: true, rateLimit: { maxRequests: 100, timeWindow: 60_000 } }),
  ],
});

await (await getMigrations(auth.options)).runMigrations();
const handle = toNodeHandler(auth);
createServer((request, response) => {
  if (request.url.startsWith("/api/auth")) return handle(request, response);
  response.writeHead(request.url === "/health" ? 200 : 404).end();
}).listen(port, "127.0.0.1", () => console.log(`listening on ${port}`));
