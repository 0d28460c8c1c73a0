#!/usr/bin/env node
// A runtime: Lambda's Runtime API for handler.mjs, as small as it can be.
import { handler } from "./handler.mjs";

const api = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation`;
for (;;) {
  const next = await fetch(`${api}/next`);
  const id = next.headers.get("lambda-runtime-aws-request-id");
  const answer = (path, body) => fetch(`${api}/${id}/${path}`, { method: "POST", body: JSON.stringify(body ?? null) });
  try {
    await answer("response", await handler(await next.json()));
  } catch (error) {
    await answer("error", { errorType: error.name, errorMessage: error.message });
  }
}
