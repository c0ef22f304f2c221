// The official client, as an app would use it, against the server at BASE: prints what each call gave, in shapes.
import { createHmac } from "node:crypto";

import { apiKeyClient } from "@better-auth/api-key/client";
import { createAuthClient } from "better-auth/client";
import { jwtClient, twoFactorClient } from "better-auth/client/plugins";

const base = process.env.BASE;
const email = `client${Date.now()}@example.com`;
const password = "correct horse 1";
const outcomes = {};
let address = 0;

function browser() {
  const jar = new Map();
  const customFetchImpl = async (url, init) => {
    const headers = new Headers(init?.headers);
    headers.set("x-forwarded-for", `10.200.${address >> 8}.${address++ & 255}`);
    if (jar.size) headers.set("cookie", [...jar].map(([name, value]) => `${name}=${value}`).join("; "));
    headers.set("origin", base);
    const response = await fetch(url, { ...init, headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) {
      const [name, value] = line.split(";")[0].split(/=(.*)/s);
      if (!value || /max-age=0/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  };
  const plugins = [twoFactorClient(), jwtClient(), apiKeyClient()];
  return { jar, auth: createAuthClient({ baseURL: base, plugins, fetchOptions: { customFetchImpl } }) };
}

function shape(value) {
  if (Array.isArray(value)) return value.length ? [shape(value[0]), value.length] : [];
  if (value instanceof Date) return "<time>";
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "object")
    return Object.fromEntries(Object.keys(value).sort().map((key) => [key, shape(value[key])]));
  return `<${typeof value}>`;
}

async function step(name, call) {
  const { data, error } = await call;
  outcomes[name] = error ? { status: error.status, code: error.code ?? null } : shape(data);
  return data;
}

function totp(uri) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...new URL(uri).searchParams.get("secret")].map((c) => letters.indexOf(c).toString(2).padStart(5, "0"));
  const bytes = bits.join("").match(/.{8}/g).map((byte) => parseInt(byte, 2));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac("sha1", Buffer.from(bytes)).update(counter).digest();
  const offset = mac[19] & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

const first = browser();
await step("sign up", first.auth.signUp.email({ email, password, name: "Ada", softwareBackground: "some" }));
await step("sign up again", browser().auth.signUp.email({ email, password, name: "Ada" }));
await step("the session", first.auth.getSession());
await step("the list of sessions", first.auth.listSessions());
await step("update", first.auth.updateUser({ name: "Countess" }));
await step("a token", first.auth.token());
await step("the key set", first.auth.jwks());
await step("accounts", first.auth.listAccounts());
const key = await step("create a key", first.auth.apiKey.create({ name: "mine" }));
await step("the list of keys", first.auth.apiKey.list());
await step("rename a key", first.auth.apiKey.update({ keyId: key.id, name: "renamed" }));
await step("delete a key", first.auth.apiKey.delete({ keyId: key.id }));
await step("a wrong password", browser().auth.signIn.email({ email, password: "wrong horse 1" }));
const second = browser();
await step("sign in", second.auth.signIn.email({ email, password }));
await step("revoke the others", second.auth.revokeOtherSessions());
await step("the other session", first.auth.getSession());
await step("change the password", second.auth.changePassword({ currentPassword: password, newPassword: "correct horse 2" }));
const { totpURI } = await step("enable two-factor", second.auth.twoFactor.enable({ password: "correct horse 2" }));
await step("the first code", second.auth.twoFactor.verifyTotp({ code: totp(totpURI) }));
const third = browser();
await step("sign in with two-factor", third.auth.signIn.email({ email, password: "correct horse 2" }));
await step("a wrong code", third.auth.twoFactor.verifyTotp({ code: "000000" }));
await step("a right code", third.auth.twoFactor.verifyTotp({ code: totp(totpURI) }));
await step("disable two-factor", third.auth.twoFactor.disable({ password: "correct horse 2" }));
await step("ask for a reset", browser().auth.requestPasswordReset({ email, redirectTo: "/reset" }));
await step("sign out", third.auth.signOut());
await step("the session after that", third.auth.getSession());
const last = browser();
await step("sign in once more", last.auth.signIn.email({ email, password: "correct horse 2", rememberMe: false }));
await step("delete the user", last.auth.deleteUser({ password: "correct horse 2" }));
console.log(JSON.stringify(outcomes));
