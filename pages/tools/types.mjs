// What the API answers, as TypeScript, made of http/openapi.json: a type for each schema and one for the parameters of
// each GET. openapi-typescript would do it, but needs the compiler of an older TypeScript than ours; this is all of
// JSON Schema that the description uses, and says so when it meets more.
const known = new Set(["$ref", "type", "description", "properties", "required", "additionalProperties", "items", "oneOf", "enum",
  "minItems", "maxItems", "minLength", "maxLength", "minimum", "maximum", "pattern", "format", "default"]);
const plain = { string: "string", integer: "number", number: "number", boolean: "boolean", null: "null" };

const comment = (text, indent) => (text ? `${indent}/** ${text.replaceAll("*/", "* /")} */\n` : "");
const name = (text) => (/^[A-Za-z_]\w*$/.test(text) ? text : JSON.stringify(text));
const nameOfRef = (ref) => ref.split("/").at(-1);

function listOf(schema, indent) {
  const item = schema.items ? typeOf(schema.items, indent) : "unknown";
  if (schema.minItems > 0 && schema.minItems === schema.maxItems) return `[${Array(schema.minItems).fill(item).join(", ")}]`;
  return /[ |]/.test(item) && !item.startsWith("{") ? `(${item})[]` : `${item}[]`;
}

function objectOf(schema, indent) {
  const deeper = indent + "  ";
  const required = new Set(schema.required);
  const members = Object.entries(schema.properties ?? {}).map(([key, value]) =>
    `${comment(value.description, deeper)}${deeper}${name(key)}${required.has(key) ? "" : "?"}: ${typeOf(value, deeper)};\n`);
  const others = schema.additionalProperties;
  if (members.length === 0) return `Record<string, ${typeof others === "object" ? typeOf(others, indent) : "unknown"}>`;
  return `{\n${members.join("")}${indent}}`;
}

function typeOf(schema, indent = "") {
  for (const word of Object.keys(schema)) if (!known.has(word)) throw new Error(`openapi.json: "${word}" is not known to types.mjs`);
  if (schema.$ref) return nameOfRef(schema.$ref);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.oneOf) return schema.oneOf.map((one) => typeOf(one, indent)).join(" | ");
  const types = [schema.type ?? []].flat();
  if (types.length === 0) return "unknown";
  const each = types.map((type) => plain[type] ?? (type === "array" ? listOf(schema, indent) : objectOf(schema, indent)));
  return [...new Set(each)].join(" | ");
}

function parametersOf(document, operation) {
  const all = operation.parameters.map((one) => (one.$ref ? document.components.parameters[nameOfRef(one.$ref)] : one));
  const asked = all.filter((one) => one.in === "query");
  const properties = Object.fromEntries(asked.map((one) => [one.name, { description: one.description, ...one.schema }]));
  return { type: "object", properties, required: asked.filter((one) => one.required).map((one) => one.name) };
}

export function typesOf(document) {
  let out = "// Made by tools/types.mjs of http/openapi.json: npm run build makes it again.\n";
  for (const [key, schema] of Object.entries(document.components.schemas))
    out += `\n${comment(schema.description, "")}export type ${key} = ${typeOf(schema)};\n`;
  for (const [path, methods] of Object.entries(document.paths)) {
    const parameters = methods.get?.parameters ? parametersOf(document, methods.get) : null;
    if (!path.startsWith("/v1/") || parameters === null || Object.keys(parameters.properties).length === 0) continue;
    const id = methods.get.operationId;
    out += `\n/** Of GET ${path} */\nexport type ${id[0].toUpperCase()}${id.slice(1)}Parameters = ${typeOf(parameters)};\n`;
  }
  return out;
}
