// Prints what AsyncAPI's own parser finds wrong or doubtful in a document; its exit code is 0 only if that is nothing.
const { Parser, fromFile } = require('@asyncapi/parser');

const WARNING = 1;

(async () => {
  const { document, diagnostics } = await fromFile(new Parser(), process.argv[2]).parse();
  const found = diagnostics.filter((each) => each.severity <= WARNING);
  found.forEach((each) => console.log(`line ${each.range.start.line + 1}: ${each.code}: ${each.message}`));
  console.log(document ? `valid AsyncAPI ${document.version()}` : 'not valid');
  process.exit(document && found.length === 0 ? 0 : 1);
})();
