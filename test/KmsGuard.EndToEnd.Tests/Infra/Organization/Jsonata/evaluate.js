// Evaluates JSONata as Step Functions does: one request a line, {id, expression, variables}, one answer a line, {id, value} or
// {id, error}. States' own functions (AWS Step Functions Developer Guide, Transforming data with JSONata) as far as used.
const jsonata = require('jsonata');
const lines = require('readline').createInterface({ input: process.stdin });

const partition = (items, size) =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
const refuse = () => { throw new Error('Step Functions has no $eval.'); };

async function answer({ id, expression, variables }) {
  try {
    const compiled = jsonata(expression);
    compiled.registerFunction('partition', partition);
    compiled.registerFunction('eval', refuse);
    const value = await compiled.evaluate(undefined, variables);
    return value === undefined || typeof value === 'function'
      ? { id, error: 'the expression has no value' }
      : { id, value };
  } catch (error) {
    return { id, error: error.message };
  }
}

lines.on('line', async line => process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`));
