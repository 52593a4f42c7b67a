// The facts of one OpenAPI operation, of either document. Pure.
import { isTree, splitPath, textOr, trees, type EndpointFacts, type Tree } from './facts';
import { bodyFields, parameterFields, type Resolve } from './fields';

/** Follows references such as `#/components/schemas/Prompt` in a document. */
export const resolverOf =
	(document: Tree): Resolve =>
	(reference) => {
		let place: unknown = document;
		for (const part of reference.replace(/^#\//, '').split('/')) {
			const name = part.replace(/~1/g, '/').replace(/~0/g, '~');
			place = isTree(place) && Object.hasOwn(place, name) ? place[name] : undefined;
		}
		return isTree(place) ? place : undefined;
	};

export function readOperation(
	document: Tree,
	key: string,
	method: string,
	operation: Tree,
	servers: unknown,
): EndpointFacts {
	const resolve = resolverOf(document);
	const bases = [...trees(servers).map(({ url }) => url), key].flatMap(baseOf);
	const written = /^https?:\/\//.test(key) ? key.replace(/^https?:\/\/[^/]*/, '') : key;
	const prefix = bases.find(({ prefix }) => prefix !== '')?.prefix ?? '';
	const { path, query } = splitPath(written.startsWith(prefix) ? written : `${prefix}/${written}`);
	const body = firstMedia(operation.requestBody, resolve);
	const parameters = parameterFields(operation.parameters, resolve);
	const named = new Set(parameters.map(({ name }) => name));
	return {
		title: textOr(operation.summary, '').trim(),
		method: method.toUpperCase(),
		path,
		hosts: [...new Set(bases.map(({ host }) => host))],
		...(body && { mediaType: body.type }),
		fields: [
			...parameters,
			...query
				.filter((name) => !named.has(name))
				.map((name) => ({ place: 'query' as const, name, required: true })),
			...(body ? bodyFields(body.media.schema, examplesOf(body.media), resolve) : []),
		],
	};
}

/** Host and path prefix of a server; nothing for one that is empty, relative or a variable. */
function baseOf(url: unknown): Array<{ host: string; prefix: string }> {
	if (typeof url !== 'string') return [];
	const [, host, path = ''] =
		/^(?:https?:)?\/\/([^/{}]+)([^?#]*)/.exec(url) ??
		/^((?:[\w-]+\.)+[a-z]{2,}(?::\d+)?)(\/[^?#]*)?$/i.exec(url) ??
		[];
	if (host === undefined) return [];
	const isServer = !path.includes('{');
	return [{ host: host.toLowerCase(), prefix: isServer ? path.replace(/\/+$/, '') : '' }];
}

function firstMedia(body: unknown, resolve: Resolve) {
	if (!isTree(body)) return undefined;
	const { content } = typeof body.$ref === 'string' ? (resolve(body.$ref) ?? {}) : body;
	if (!isTree(content)) return undefined;
	const [[type, media] = []] = Object.entries(content);
	return type !== undefined && isTree(media) ? { type, media } : undefined;
}

function examplesOf({ example, examples }: Tree): unknown[] {
	const named = isTree(examples) ? Object.values(examples) : [];
	return [example, ...named.map((one) => (isTree(one) ? one.value : undefined))].map(parsed);
}

/** Some examples are JSON in a text. */
function parsed(example: unknown): unknown {
	if (typeof example !== 'string') return example;
	try {
		return JSON.parse(example);
	} catch {
		return undefined;
	}
}
