// Signs up with the official client of Better Auth and prints a token for the API.
//   node examples/sign-up.mjs http://127.0.0.1:8000 you@example.org "a long password"
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [address, email, password] = process.argv.slice(2);
const require = createRequire(new URL("../web/package.json", import.meta.url));
const { createAuthClient } = await import(pathToFileURL(require.resolve("better-auth/client")).href);

let cookie = "";
const auth = createAuthClient({
  baseURL: address,
  fetchOptions: {
    headers: { origin: address }, // a browser sends it by itself
    onSuccess: ({ response }) => {
      const set = response.headers.getSetCookie().map((line) => line.split(";")[0]);
      if (set.length) cookie = set.join("; ");
    },
  },
});

const { error } = await auth.signUp.email({ email, password, name: email.split("@")[0] });
if (error) {
  console.error(`Signing up failed: ${error.message}`);
  process.exit(1);
}
const session = await auth.getSession({ fetchOptions: { headers: { cookie } } });
if (session.data?.user.email !== email) {
  console.error("The session is not the one that was asked for.");
  process.exit(1);
}
const answer = await fetch(`${address}/api/auth/jwt`, { headers: { cookie } });
console.log((await answer.json()).token);
